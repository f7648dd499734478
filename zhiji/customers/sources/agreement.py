"""When two names are one, and when an organisation in a list is one that is known: the exact rules of an import.

What agrees only probably is left apart here; matching proposes it later.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from zhiji.lib.addresses import parse_address
from zhiji.lib.org_names import parse_org_name
from zhiji.lib.person_names import parse_person_name
from zhiji.lib.text import fold

# Cities that are provinces: 北京 天津 上海 重庆 香港 澳门, by their first two digits (GB/T 2260).
_CITY_STATES = frozenset({"11", "12", "31", "50", "81", "82"})


@lru_cache(maxsize=32768)
def person_key(name: str) -> str:
    """Returns the form in which two writings of a person's name agree, "" for one that is nobody in particular."""
    return parse_person_name(name).key


@lru_cache(maxsize=32768)
def organisation_key(name: str) -> str:
    """Returns the form in which two writings of an organisation's name agree, apart from its place and legal form."""
    told = parse_org_name(name)
    return told.core + (f"#{told.branch}" if told.branch else "")


@lru_cache(maxsize=32768)
def place_of_name(name: str) -> str:
    """Returns the city or country that an organisation's name speaks of, as a code, or ""."""
    return _city(parse_org_name(name).place_code)


@lru_cache(maxsize=32768)
def place_of(address: str) -> str:
    """Returns the city of an address (abroad: the country), as a code, or ""."""
    told = parse_address(address)
    return _city(told.code) if told.code else ("" if told.country == "CN" else told.country)


def _city(code: str) -> str:
    if not code.isdecimal():
        return code
    return code[:2] + "0000" if code[:2] in _CITY_STATES else code[:4] + "00"


@dataclass
class Known:
    """An organisation that is known, with what may speak for or against its being the one in a row."""

    customer_id: int
    name: str
    key: str
    shared: set[str] = field(default_factory=set)
    numbers: set[tuple[str, str]] = field(default_factory=set)
    places: set[str] = field(default_factory=set)


def same_organisation(
    name: str,
    key: str,
    place: str,
    values: Iterable[str],
    numbers: Sequence[tuple[str, str]],
    known: Iterable[Known],
) -> int | None:
    """Finds the organisation that a row means among those known, or None when it is a new one or can't be told.

    values are the telephone numbers, mail domain and web site of the row; numbers its (scheme, number). One with the
    same tax number is it. Else the name must agree, and place, telephone number or domain with it; where the row says
    none of these, the whole name must be equal and nobody else may bear it. A different tax number speaks against.
    """
    values = set(values)
    schemes = dict(numbers)
    by_number = [one for one in known if set(numbers) & one.numbers]
    if by_number:
        return by_number[0].customer_id if len({one.customer_id for one in by_number}) == 1 else None
    left = [
        one
        for one in known
        if one.key == key
        and not any(schemes.get(s, v) != v for s, v in one.numbers)
        and _place_fits(place, one)
    ]
    sure = [one for one in left if values & one.shared or (place and place in one.places)]
    if not sure:
        sure = [one for one in left if fold(one.name) == fold(name)]
        bare = [one for one in sure if not one.places and not one.shared and not one.numbers]
        sure = sure if len(sure) == 1 else bare
    best = sorted(sure, key=lambda one: (-len(values & one.shared), one.customer_id))
    return best[0].customer_id if best else None


def _place_fits(place: str, known: Known) -> bool:
    return not place or not known.places or place in known.places
