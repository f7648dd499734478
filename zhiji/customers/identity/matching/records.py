"""The one form in which records are compared: columns already brought to normal form, lists as lists.

A value that is missing is None, never "" and never an empty list.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

Kind = Literal["organisation", "person"]


@dataclass(slots=True)
class MatchRecord:
    """One customer, or one row of a list, as it is compared.

    Of an organisation, `name` is the person who answers there. Columns after `source` are what the base knows of
    the values: by how many different holders a name or number is used (see holders.py).
    """

    id: int
    kind: Kind = "organisation"
    # the organisation
    core: str | None = None  # name without place and legal form: 蓝天电子
    brand: str | None = None  # what tells it from others of its trade: 蓝天
    brand_sound: str | None = None  # lantian
    trade: str | None = None  # 电子
    core_grams: list[str] | None = None  # pairs of characters
    brand_grams: list[str] | None = None  # characters and pairs of them
    branch: str | None = None  # the part of the organisation that is meant
    city: str | None = None  # its area code in China, its name elsewhere
    town: str | None = None  # as people read it
    # the person
    name: str | None = None
    name_sound: str | None = None
    family: str | None = None
    given: str | None = None
    born: str | None = None  # YYYYMMDD
    title: str | None = None
    # ways to reach them
    phones: list[str] | None = None
    mails: list[str] | None = None
    free_mails: list[str] | None = None  # those of them with a free provider
    domains: list[str] | None = None  # of the others
    # where they are
    region: str | None = None
    district: str | None = None
    street: str | None = None
    number: str | None = None
    rooms: list[str] | None = None  # building, floor, room: not everybody writes all
    place: str | None = None  # suburb, estate
    postcode: str | None = None
    # what proves who they are
    tax: list[str] | None = None  # verified numbers only
    identities: list[str] | None = None  # other verified identities, "scheme:value"
    source: str | None = None
    # what the base knows
    cell_spread: int | None = None  # houses and domains of this brand and trade in this town
    core_spread: int | None = None  # towns in which this brand and trade is known
    brand_spread: int | None = None  # towns and trades in which this brand is known
    town_spread: int | None = None  # trades of this brand in this town
    person_spread: int | None = None
    house_spread: int | None = None  # different organisations at this address
    own_phones: list[str] | None = None
    few_phones: list[str] | None = None
    own_mails: list[str] | None = None
    few_mails: list[str] | None = None
    own_domains: list[str] | None = None
    few_domains: list[str] | None = None
    tf_name: float | None = None
    tf_family: float | None = None
    tf_given: float | None = None
    tf_place: float | None = None


COLUMNS = tuple(field.name for field in fields(MatchRecord))
LISTS = frozenset(field.name for field in fields(MatchRecord) if "list" in str(field.type))
WHOLE_NUMBERS = frozenset(
    {"id", "cell_spread", "core_spread", "brand_spread", "town_spread", "person_spread", "house_spread"}
)
FRACTIONS = frozenset(name for name in COLUMNS if name.startswith("tf_"))


def from_row(row: Mapping[str, Any]) -> MatchRecord:
    """Makes a record of a row of a table; columns the table lacks are missing, those unknown are passed over."""
    return MatchRecord(**{name: row[name] for name in COLUMNS if name in row})


def to_columns(records: Iterable[MatchRecord]) -> dict[str, list[Any]]:
    """Turns records into columns, for Arrow."""
    table: dict[str, list[Any]] = {name: [] for name in COLUMNS}
    for record in records:
        for name, column in table.items():
            column.append(getattr(record, name))
    return table
