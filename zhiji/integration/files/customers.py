"""Reads a list of customers from a CSV file: one row, one customer, each row an act of its own."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from zhiji.customers.parties.actions import add_customer
from zhiji.customers.parties.faults import read_point
from zhiji.customers.parties.models import ContactPoint, Customer
from zhiji.customers.parties.rules import PHONES
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.errors import Refused

POINTS = ("mail", "mobile", "phone", "fax", "address", "wechat", "website")
COLUMNS = ("name", "kind", "organisation", "title", "category", "language", "region", *POINTS)


class UnreadableList(Exception):
    """The file can't be read as a list of customers; the message says why and what to do."""


@dataclass
class Outcome:
    """What became of a list: how many rows were added or known already, and the rows that could not be read."""

    added: int = 0
    known: int = 0
    faults: list[tuple[int, str]] = field(default_factory=list)


def import_customers(*, actor: Actor, path: Path, source: str) -> Outcome:
    """Adds the customers of a CSV file that are not known yet by mail address or telephone number.

    A row that can't be read is told with its line number and stops nothing. Raises UnreadableList for a file that is
    not UTF-8 or has no column “name”.
    """
    outcome = Outcome()
    for number, row in _rows(path):
        try:
            with transaction.atomic():
                if _take(actor, row, source):
                    outcome.added += 1
                else:
                    outcome.known += 1
        except (Refused, ValueError) as error:
            outcome.faults.append((number, str(error)))
    return outcome


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle)
            names = [(name or "").strip().lower() for name in reader.fieldnames or []]
            if "name" not in names:
                raise UnreadableList(
                    f"{path.name} has no column “name”. Columns that are read: {', '.join(COLUMNS)}."
                )
            reader.fieldnames = names
            for row in reader:
                yield reader.line_num, {key: (row.get(key) or "").strip() for key in COLUMNS}
    except UnicodeDecodeError as error:
        raise UnreadableList(f"{path.name} is not UTF-8. Save it as “CSV UTF-8” and try again.") from error
    except (OSError, csv.Error) as error:
        raise UnreadableList(f"{path.name} can't be read: {error}.") from error


def _take(actor: Actor, row: dict[str, str], source: str) -> bool:
    if not row["name"]:
        raise ValueError("The name is missing.")
    kind = row["kind"].lower() or (
        Customer.Kind.PERSON if row["organisation"] else Customer.Kind.ORGANISATION
    )
    if kind not in Customer.Kind.values:
        raise ValueError(f"kind must be person or organisation, not “{row['kind']}”.")
    if row["category"] not in {"", *Customer.Category.values}:
        raise ValueError(
            f"category must be one of {', '.join(Customer.Category.values)}, not “{row['category']}”."
        )
    points = [(name, row[name]) for name in POINTS if row[name]]
    if _is_known(points):
        return False
    add_customer(
        actor=actor,
        kind=kind,
        name=row["name"],
        points=points,
        organisation_id=_organisation(actor, row["organisation"], source)
        if kind == Customer.Kind.PERSON
        else None,
        title=row["title"],
        source=source,
        values={"category": row["category"], "language": row["language"], "region": row["region"]},
    )
    return True


def _is_known(points: list[tuple[str, str]]) -> bool:
    ways = [read_point(kind, typed) for kind, typed in points if kind in PHONES or kind == "mail"]
    values = [way.value for way in ways if not way.fault]
    return bool(values) and ContactPoint.objects.current().filter(value__in=values).exists()


def _organisation(actor: Actor, name: str, source: str) -> int | None:
    if not name:
        return None
    known = Customer.objects.filter(kind=Customer.Kind.ORGANISATION, name=name).order_by("pk").first()
    organisation = known or add_customer(
        actor=actor, kind=Customer.Kind.ORGANISATION, name=name, source=source
    )
    return int(organisation.pk)
