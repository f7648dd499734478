"""Fill the demo company into the database, chunk by chunk; what a chunk did is there whole or not at all."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import islice

from django.db import transaction

from zhiji.demo.customers import LIVELY_FAMILIES, families
from zhiji.demo.facts import Family
from zhiji.demo.filing import Filing
from zhiji.demo.history import History, last_contacts
from zhiji.demo.ledger import Mark, last_mark, write_mark
from zhiji.demo.staffing import Firm, staff_the_firm
from zhiji.demo.stories import tell
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.locks import hold
from zhiji.kernel.search.actions import bulk_index

ACTOR = Actor.machine("demo")
FIRST_CUSTOMERS = 60
# Families written in one transaction: few where each has a long history, so that pages never wait long.
LIVELY_CHUNK = 25
QUIET_CHUNK = 5_000

Progress = Callable[[int, int], None]


class OtherSeed(SystemExit):
    """The database holds the demo company of another seed."""


def begin(seed: int | None, now: datetime) -> tuple[Firm, Mark]:
    """Make staff and lines unless they are there, and find out how far the filling has come.

    Raises OtherSeed when it was begun with another seed than the one asked for.
    """
    with transaction.atomic():
        hold("demo company")
        firm = staff_the_firm(ACTOR)
        mark = last_mark()
        if mark is None:
            mark = Mark(seed=seed if seed is not None else 2026, now=now.replace(microsecond=0))
            write_mark(ACTOR, mark)
    if seed is not None and seed != mark.seed:
        raise OtherSeed(
            f"This database already holds the demo company of seed {mark.seed}. "
            f"Use --seed {mark.seed}, or start with an empty database."
        )
    return firm, mark


def fill(firm: Firm, mark: Mark, customers: int, progress: Progress) -> Mark:
    """Add families until there are `customers` persons and organisations; return how far it is then."""
    progress(min(mark.customers, customers), customers)
    while mark.customers < customers:
        mark = _write_chunk(firm, mark, customers)
        progress(min(mark.customers, customers), customers)
    return mark


def _write_chunk(firm: Firm, mark: Mark, customers: int) -> Mark:
    with transaction.atomic():
        hold("demo company")
        current = last_mark() or mark
        if current.next_family != mark.next_family:
            return current  # somebody else fills in at the same time
        chunk = list(_next_families(current, customers))
        written = _write(firm, current, chunk)
        write_mark(ACTOR, written)
    return written


def _next_families(mark: Mark, customers: int) -> Iterator[Family]:
    lively = mark.next_family < LIVELY_FAMILIES
    most = min(LIVELY_CHUNK, LIVELY_FAMILIES - mark.next_family) if lively else QUIET_CHUNK
    rest = customers - mark.customers
    return islice(families(mark.seed, mark.now, rest, mark.next_family), most)


def _write(firm: Firm, mark: Mark, chunk: list[Family]) -> Mark:
    plots = [plot for family in chunk for plot in tell(mark.seed, family, mark.now)]
    filing = Filing(firm, chunk, last_contacts(plots))
    points = filing.write()
    history = History(firm, chunk, plots, filing.keys)
    contacts = history.write() if plots else 0
    bulk_index(actor=ACTOR, entries=filing.documents())
    bulk_index(actor=ACTOR, entries=history.documents())
    return replace(
        mark,
        next_family=mark.next_family + len(chunk),
        customers=mark.customers + len(filing.parties),
        contact_points=mark.contact_points + points,
        contacts=mark.contacts + contacts,
    )
