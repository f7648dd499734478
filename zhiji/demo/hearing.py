"""Gathers what the lists say of some families, and has it written."""

from collections.abc import Iterator

from zhiji.demo.facts import Family
from zhiji.demo.filing import region_of
from zhiji.demo.ledger import Mark
from zhiji.demo.said import Told, is_told, tell_lists, told_alone
from zhiji.demo.sourcing import Sourcing
from zhiji.demo.twins import Twin
from zhiji.kernel.access.actor import Actor


def hear_lists(
    actor: Actor, mark: Mark, twinned: list[tuple[Family, list[Twin]]], keys: dict[str, int]
) -> None:
    """Write what the departments' lists say of these families, who are in the database."""
    told = [one for family, twins in twinned for one in _told(mark, family, bool(twins))]
    wanted = {one.employer for one in told}
    names = {
        party.key: party.name for family, _twins in twinned for party in family.parties if party.key in wanted
    }
    Sourcing(actor, keys, names.__getitem__).write(told)


def _told(mark: Mark, family: Family, has_twins: bool) -> Iterator[Told]:
    if has_twins or is_told(mark.seed, family.serial):
        regions = {party.key: region_of(party) for party in family.parties}
        yield from tell_lists(mark.seed, family, regions, mark.now)
    for number, party in enumerate(family.parties):
        if party.source:
            serial = 600_000_000 + family.serial * 16 + number
            yield told_alone(party, serial, region_of(party), mark.now, _title(family, party.key))


def _title(family: Family, key: str) -> str:
    return next((role.title for role in family.roles if role.person == key), "")
