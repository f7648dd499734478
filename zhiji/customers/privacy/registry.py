"""What is held about a customer: every floor enters what it holds, how it is handed out, erased, and why kept."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhiji.kernel.files.models import StoredFile


@dataclass(frozen=True)
class Subject:
    """The person whose data are meant: key, number, and all (kind, value) by which they were ever reached."""

    customer_id: int
    number: str
    points: tuple[tuple[str, str], ...] = ()

    def values(self, kind: str) -> list[str]:
        """Lists the addresses or numbers of one kind."""
        return [value for known, value in self.points if known == kind]


@dataclass(frozen=True)
class Kept:
    """What an erasure leaves, and why: a code of the reason, and until when (None: until it is settled)."""

    what: str
    count: int
    why: str
    until: datetime | None = None


@dataclass(frozen=True)
class Holding:
    """One kind of thing held about customers.

    count(subject) counts what would be erased. export(subject) gives rows of plain values, files(subject) pairs of
    (name, stored file). erase(subject, limit) erases some, in the transaction it is called in, and returns how many;
    0 means that nothing is left. keeps(subject) tells what stays, and with it an empty record of the person;
    stays(subject) what stays for a while without one. models names the models it covers.
    """

    slug: str
    label: Any
    models: tuple[str, ...]
    count: Callable[[Subject], int]
    export: Callable[[Subject], Iterable[Mapping[str, Any]]] | None = None
    files: Callable[[Subject], Iterable[tuple[str, StoredFile]]] | None = None
    erase: Callable[[Subject, int], int] | None = None
    keeps: Callable[[Subject], list[Kept]] | None = None
    stays: Callable[[Subject], list[Kept]] | None = None
    order: int = 100


HOLDINGS: dict[str, Holding] = {}


def holds(slug: str, label: Any, **parts: Any) -> Holding:
    """Enters what a floor holds about customers; erasures go by order, the customer's own row has 1000 and is last."""
    HOLDINGS[slug] = Holding(slug, label, **parts)
    return HOLDINGS[slug]


def holdings() -> list[Holding]:
    """Lists all holdings in the order in which they are erased."""
    return sorted(HOLDINGS.values(), key=lambda one: (one.order, one.slug))


def covered_models() -> set[str]:
    """Returns the models, such as "customers.contactpoint", that some holding covers."""
    return {label.lower() for one in HOLDINGS.values() for label in one.models}
