"""The kept files of lists: how long they stay, and what else of a list names people beside its records."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
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


def forget_rows_of_nobody(now: datetime | None = None, most: int = 500) -> int:
    """Empties some rows of lists that were taken back long ago and are nobody's any more; returns how many.

    In a transaction of the caller's; 0 means that nothing is left.
    """
    old = _older_than((now or timezone.now()) - timedelta(days=settings.LIST_DAYS))
    lists = list(old.filter(state=State.UNDONE).values_list("pk", flat=True))
    rows = SourceRecord.objects.filter(state=SourceRecord.State.UNDONE, customer=None, of_import__in=lists)
    ids = list(rows.exclude(raw=[], values={}).values_list("pk", flat=True)[:most])
    return SourceRecord.objects.filter(pk__in=ids).update(raw=[], values={}, faults=[])


def _older_than(limit: datetime) -> QuerySet[Import]:
    old = Import.objects.filter(Q(started_at=None) | Q(started_at__lt=limit), created_at__lt=limit)
    return old.exclude(state__in=_GOING)
