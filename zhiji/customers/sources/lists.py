"""The kept files of lists: how long they stay, and what else of a list names people beside its records."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from zhiji.customers.sources.models import Import, Source, SourceRecord
from zhiji.kernel.files.removal import forget_files

State = Import.State
# Sources of these kinds deliver lists.
DELIVER = (Source.Kind.DEPARTMENT, Source.Kind.SYSTEM, Source.Kind.FILE)
# Nobody reads the file of such a list any more: taking it back goes by the records.
ENDED = (State.DONE, State.UNDONE)
_GOING = (State.CHECKING, State.RUNNING, State.UNDOING)
_NEVER_IN = (State.DRAFT, State.CHECKED)
_SHOWN = ("proposals", "error_file")
# Up to which row an ended list was gone through for rows that are nobody's, and whether it was to its end.
_LOOKED_AT = _EMPTIED_TO, _EMPTIED = ("emptied_to", "emptied")
_FIRST_ROW = -1  # organisations above others that no row of the list is of: see parents.ROW_OF_PARENTS


def error_files(keys: Collection[int]) -> set[int]:
    """Returns which of some stored files are error files of dry runs."""
    kept = Import.objects.filter(options__error_file__in=list(keys))
    return set(kept.values_list("options__error_file", flat=True))


def without_samples(options: dict[str, Any]) -> dict[str, Any]:
    """Returns an import's options without what a dry run showed of people: samples of columns and the error file."""
    return {name: value for name, value in options.items() if name not in _SHOWN}


def file_goes_at(at: Import) -> datetime:
    """Returns when a list's kept file goes by itself."""
    return (at.started_at or at.created_at) + timedelta(days=settings.LIST_DAYS)


def forget_files_of(imports: Iterable[Import]) -> int:
    """Forgets the kept files, error files and samples of lists; in a transaction of the caller's. Returns how many."""
    files: set[int] = set()
    count = 0
    for at in imports:
        files |= {key for key in (at.file_id, at.options.get("error_file")) if key}
        at.file, at.options = None, without_samples(at.options)
        at.save(update_fields=["file", "options"])
        count += 1
    forget_files(files)
    return count


def forget_old_lists(now: datetime | None = None) -> int:
    """Forgets the files of lists whose time is over, and wholly those that never came in; returns how many.

    In a transaction of the caller's.
    """
    old = _older_than((now or timezone.now()) - timedelta(days=settings.LIST_DAYS))
    count = forget_files_of(old.exclude(file=None).select_for_update(of=("self",)))
    old.filter(state__in=_NEVER_IN).delete()
    return count


class Forgotten(NamedTuple):
    """How many rows were gone through, and how many of them were emptied."""

    passed: int
    emptied: int


def forget_rows_of_nobody(now: datetime | None = None, most: int = 2_000) -> Forgotten:
    """Empties rows of one list that ended long ago which are nobody's: taken back, or never understood.

    Each row is gone through once; most is how many rows of the list at a time. In a transaction of the caller's.
    Nothing passed means that nothing is left.
    """
    at = _list_with_rows((now or timezone.now()) - timedelta(days=settings.LIST_DAYS))
    if at is None:
        return Forgotten(0, 0)
    first = at.options.get(_EMPTIED_TO, _FIRST_ROW)
    rows = SourceRecord.objects.filter(of_import=at)
    emptied = _empty(rows.filter(row__gte=first, row__lt=first + most, customer=None))
    rest = rows.filter(row__gte=first + most).order_by("row").values_list("row", flat=True).first()
    at.options = {**at.options, **({_EMPTIED: True} if rest is None else {_EMPTIED_TO: rest})}
    at.save(update_fields=["options"])
    return Forgotten(most, emptied)


def go_through_again(customers: Collection[int]) -> None:
    """Has rows looked at once more that are about to be nobody's, for these customers go."""
    ended = SourceRecord.objects.filter(customer__in=customers).order_by().values("of_import").distinct()
    looked_at = Import.objects.filter(pk__in=ended, options__has_any_keys=_LOOKED_AT)
    for at in looked_at.select_for_update(of=("self",)).order_by("pk"):
        at.options = {name: value for name, value in at.options.items() if name not in _LOOKED_AT}
        at.save(update_fields=["options"])


def _list_with_rows(limit: datetime) -> Import | None:
    """Finds a list that ended before a moment, some rows of which may still say something and be nobody's."""
    ended = Coalesce("ended_at", "started_at", "created_at")
    old = Import.objects.annotate(over=ended).filter(over__lt=limit).exclude(state__in=(*_GOING, *_NEVER_IN))
    some = old.filter(Q(state=State.UNDONE) | Q(counts__wrong__gt=0)).exclude(options__has_key=_EMPTIED)
    return some.select_for_update(of=("self",)).order_by("pk").first()


def _empty(rows: QuerySet[SourceRecord]) -> int:
    telling = rows.exclude(raw=[], values={})
    wrong = list(telling.filter(state=SourceRecord.State.WRONG).only("faults"))
    for one in wrong:
        one.raw, one.values, one.faults = [], {}, _without_words(one.faults)
    SourceRecord.objects.bulk_update(wrong, ["raw", "values", "faults"], batch_size=200)
    others = telling.exclude(state=SourceRecord.State.WRONG).update(raw=[], values={}, faults=[])
    return len(wrong) + others


def _without_words(faults: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Keeps where a wrong row stood and why it was wrong, as far as that needs no word of it."""
    kept = [fault for fault in faults if not fault.get("typed")]
    place = {name: faults[0][name] for name in ("line", "part") if faults and name in faults[0]}
    return [*kept, {"field": "", "code": "forgotten", "typed": "", **place}]


def _older_than(limit: datetime) -> QuerySet[Import]:
    old = Import.objects.filter(Q(started_at=None) | Q(started_at__lt=limit), created_at__lt=limit)
    return old.exclude(state__in=_GOING)
