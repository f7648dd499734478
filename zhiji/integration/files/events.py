from dataclasses import dataclass

from zhiji.kernel.events.base import Event


@dataclass(frozen=True)
class CustomersImported(Event):
    """A block of an import's rows (from first up to, not with, next) came in: so many customers made and changed."""

    import_id: int
    first: int
    next: int
    made: int
    changed: int


@dataclass(frozen=True)
class ImportTakenBack(Event):
    """A block of an import's rows was taken back: so many customers are gone, so many are as they were."""

    import_id: int
    gone: int
    changed: int
