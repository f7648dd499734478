"""Tell what happened between the firm and one family of customers, story by story, up to now."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from zhiji.demo import clock
from zhiji.demo.customers import LIVELY_FAMILIES, LONG_TIMELINE_SERIAL
from zhiji.demo.facts import Family, Plot
from zhiji.demo.goods import Bought
from zhiji.demo.plots import (
    AFTER_ORDER,
    COURSES,
    DISTRIBUTOR,
    FIRST,
    HOME_AFTER_ORDER,
    HOME_FIRST,
    HOME_LATER,
    LATER,
)
from zhiji.demo.telling import HOURS, Telling

# The first families and every third lively one also have a story that began in the last days.
ALWAYS_FRESH = 40
FRESH_EVERY = 3
FRESH_DAYS = 12


def tell(seed: int, family: Family, now: datetime) -> Iterator[Plot]:
    """Yield the family's stories; nothing happens after `now`.

    Stories begin in order of time, but what follows an order (its delivery, its faults) comes right after it.
    """
    if not family.activity:
        return
    rng = random.Random(seed * 7_000_003 + family.serial * 2 + 1)
    bought: list[Bought] = []
    for number, start in enumerate(_starts(rng, family, now)):
        ready = [one for one in bought if one.at < start]
        kind = _kind(rng, family, ready)
        telling = Telling(rng, family, now, f"{family.key}-{number}", kind)
        plot = telling.tell(start, _about(rng, kind, ready))
        if plot.conversations:
            yield plot
        if telling.order and telling.ordered_at:
            bought.append(telling.order)
            yield from _aftermath(
                rng, family, now, f"{family.key}-{number}", telling.order, telling.ordered_at
            )


def _aftermath(
    rng: random.Random, family: Family, now: datetime, key: str, order: Bought, ordered_at: datetime
) -> Iterator[Plot]:
    """What comes of an order before and shortly after it is delivered."""
    table = HOME_AFTER_ORDER if _at_home(family) else AFTER_ORDER
    for number, (kind, chance, soonest, latest) in enumerate(table):
        if rng.random() >= chance or COURSES[kind].about not in ("", order.item.family):
            continue
        share = soonest + (latest - soonest) * rng.random()
        start = _reachable(rng, family, ordered_at + (order.at - ordered_at) * share)
        if start < now:
            yield Telling(rng, family, now, f"{key}-{'abcdef'[number]}", kind).tell(start, order)


def _starts(rng: random.Random, family: Family, now: datetime) -> list[datetime]:
    since = family.parties[0].since
    span = now - since
    starts = [since + timedelta(hours=rng.random() * 30)]
    starts += sorted(since + span * (0.01 + 0.985 * rng.random()) for _ in range(family.activity - 1))
    if family.serial < ALWAYS_FRESH or (family.serial < LIVELY_FAMILIES and family.serial % FRESH_EVERY == 0):
        starts.append(now - timedelta(days=FRESH_DAYS) * rng.random() ** 2)
    return sorted(_reachable(rng, family, start) for start in starts)


def _reachable(rng: random.Random, family: Family, at: datetime) -> datetime:
    """The next moment when this family would write or call."""
    moment = clock.home_time if _at_home(family) else clock.office_time
    return moment(at, timedelta(0), rng, HOURS.get(family.parties[0].region, 8))


def _at_home(family: Family) -> bool:
    return family.parties[0].category == "home"


def _kind(rng: random.Random, family: Family, ready: list[Bought]) -> str:
    home = _at_home(family)
    if not ready:
        return _drawn(rng, HOME_FIRST if home else FIRST, ready)
    if family.serial == LONG_TIMELINE_SERIAL:
        return _drawn(rng, DISTRIBUTOR, ready)
    return _drawn(rng, HOME_LATER if home else LATER, ready)


def _about(rng: random.Random, kind: str, ready: list[Bought]) -> Bought | None:
    fitting = [one for one in ready[-6:] if COURSES[kind].about in ("", one.item.family)]
    return rng.choice(fitting) if fitting else None


def _drawn(rng: random.Random, table: tuple[tuple[str, int], ...], ready: list[Bought]) -> str:
    kind = rng.choices([kind for kind, _ in table], [weight for _, weight in table])[0]
    if COURSES[kind].needs_order and _about(rng, kind, ready) is None:
        return table[0][0]
    return kind
