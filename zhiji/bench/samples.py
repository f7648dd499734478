"""What the measurements ask for, taken from the measured data themselves, by a fixed seed."""

import random
from collections.abc import Callable

from django.db.models import Max

from zhiji.customers.parties.models import ContactPoint, Customer
from zhiji.lib.pinyin import spellings
from zhiji.lib.text import cjk_runs, has_cjk

ROUNDS = 200
_dice = random.Random(11)


def customers(count: int = ROUNDS) -> list[Customer]:
    """Picks customers from the whole range."""
    top = Customer.objects.aggregate(top=Max("pk"))["top"] or 0
    wanted = [_dice.randint(1, top) for _ in range(count * 3)]
    found = list(Customer.objects.filter(pk__in=wanted[:900]).order_by("pk"))
    _dice.shuffle(found)
    return found[:count]


def points(kinds: tuple[str, ...], count: int = ROUNDS) -> list[ContactPoint]:
    """Picks contact points of these kinds from the whole range."""
    top = ContactPoint.objects.aggregate(top=Max("pk"))["top"] or 0
    wanted = [_dice.randint(1, top) for _ in range(max(900, count * 2))]
    found = list(ContactPoint.objects.current().filter(pk__in=wanted, kind__in=kinds).order_by("pk"))
    _dice.shuffle(found)
    return found[:count]


def _chinese(names: list[str]) -> list[str]:
    runs = [run for name in names for run in cjk_runs(name) if len(run) >= 2]
    return [run[start : start + 2] for run in runs for start in [_dice.randrange(len(run) - 1)]]


def _initials(names: list[str]) -> list[str]:
    runs = [run[:3] for name in names for run in cjk_runs(name)[:1] if len(run) >= 3]
    return ["".join(spellings(character, 1)[0][0] for character in run) for run in runs]


def _slips(names: list[str]) -> list[str]:
    words = [word.lower() for name in names if not has_cjk(name) for word in name.split() if len(word) >= 5]
    slipped = []
    for word in words:
        at = _dice.randrange(1, len(word))
        slipped.append(word[:at] + _dice.choice("aeioursnt") + word[at + 1 :])
    return slipped


def _tails(numbers: list[str]) -> list[str]:
    return [number[-_dice.choice((4, 5, 6, 8)) :] for number in numbers if len(number) >= 8]


def questions() -> dict[str, list[str]]:
    """Returns for each way of searching what people type."""
    names = [customer.name for customer in customers(600)]
    phones = [point.value for point in points(("mobile", "phone"), 400)]
    kinds: dict[str, Callable[[], list[str]]] = {
        "search_chinese": lambda: _chinese(names),
        "search_initials": lambda: _initials(names),
        "search_slip": lambda: _slips(names),
        "search_phone_tail": lambda: _tails(phones),
    }
    return {name: make()[:ROUNDS] for name, make in kinds.items()}
