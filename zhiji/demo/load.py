"""Fill the demo company into the database, chunk by chunk; what a chunk did is there whole or not at all."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import islice

from django.db import transaction

from zhiji.demo.consent import note_permissions, note_requests
from zhiji.demo.customers import LIVELY_FAMILIES, families
from zhiji.demo.facts import Family
from zhiji.demo.filing import Filing
from zhiji.demo.hearing import hear_lists
from zhiji.demo.history import History, last_contacts
from zhiji.demo.ledger import Mark, last_mark, write_mark
from zhiji.demo.likeness import Likeness
from zhiji.demo.own_fields import define_fields, fill_in
from zhiji.demo.scores import score_customers, tell_quality
from zhiji.demo.sourcing import open_sources
from zhiji.demo.staffing import Firm, staff_the_firm
from zhiji.demo.stories import tell
from zhiji.demo.twins import Twin, add_twins
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
        open_sources(firm, mark.now)
        define_fields(ACTOR)
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
    tell_quality(ACTOR, mark)
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
    twinned = [add_twins(mark.seed, family, mark.now) for family in chunk]
    grown = [family for family, _twins in twinned]
    filing = Filing(firm, grown, last_contacts(plots))
    points = filing.write()
    history = History(firm, grown, plots, filing.keys)
    contacts = history.write() if plots else 0
    bulk_index(actor=ACTOR, entries=filing.documents())
    bulk_index(actor=ACTOR, entries=history.documents())
    _write_knowledge(firm, mark, twinned, filing.keys)
    return replace(
        mark,
        next_family=mark.next_family + len(chunk),
        customers=mark.customers + sum(family.size for family in chunk),
        contact_points=mark.contact_points + points,
        contacts=mark.contacts + contacts,
    )


def _write_knowledge(
    firm: Firm, mark: Mark, twinned: list[tuple[Family, list[Twin]]], keys: dict[str, int]
) -> None:
    """Write what else is known of families who are in the database: sources, permissions, own fields, likeness."""
    grown = [family for family, _twins in twinned]
    fill_in(mark.seed, firm, grown, keys)
    hear_lists(ACTOR, mark, twinned, keys)
    note_permissions(mark.seed, firm, grown, keys, mark.now)
    note_requests(ACTOR, firm, grown, keys, mark.now)
    likeness = Likeness(ACTOR, firm, keys)
    for family, twins in twinned:
        likeness.ask(family, twins)
    lively = [family for family in grown if family.serial < LIVELY_FAMILIES]
    score_customers(ACTOR, (keys[party.key] for family in lively for party in family.parties))
