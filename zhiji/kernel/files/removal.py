"""Removes contents that nothing names any more, as an erasure asks for; everything else is kept for good.

A content may be received again in the very moment in which it is removed. So it is first laid aside, and goes for
good some time later if no record names it then; else it is put back.
"""

import time
from collections.abc import Callable, Collection, Iterable
from functools import partial
from pathlib import Path

from django.core.files.storage import FileSystemStorage, default_storage, storages
from django.db import transaction

from zhiji.kernel.files.models import StoredFile

ASIDE = ".erased"
# Between a content's way to the disk and its record's commit lies far less time than this.
ASIDE_SECONDS = 60.0
_named_elsewhere: list[Callable[[Collection[int]], set[int]]] = []


def names_files(named: Callable[[Collection[int]], set[int]]) -> None:
    """Enters who names stored files other than by a foreign key; named(keys) returns which of them it names."""
    if named not in _named_elsewhere:
        _named_elsewhere.append(named)


def forget_files(ids: Iterable[int]) -> int:
    """Forgets stored files that no record names any more and returns how many; to be called in a transaction."""
    free = set(ids)
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if not free:
            return 0
        if relation.auto_created and not relation.concrete:
            field = relation.field  # type: ignore[union-attr]
            named = field.model._base_manager.filter(**{f"{field.name}__in": free})
            free -= set(named.values_list(field.attname, flat=True))
    for named_among in _named_elsewhere:
        free -= named_among(free) if free else set()
    doomed = list(StoredFile.objects.filter(pk__in=free))
    StoredFile.objects.filter(pk__in=[file.pk for file in doomed]).delete()
    for file in doomed:
        transaction.on_commit(partial(_lay_aside, file.path))
    return len(doomed)


def remove_laid_aside(older_than: float = ASIDE_SECONDS) -> int:
    """Removes for good what was laid aside so many seconds ago; puts back what a record names again."""
    folder, count = _aside(), 0
    if folder is None or not folder.is_dir():
        return 0
    for path in sorted(folder.iterdir()):
        if time.time() - path.stat().st_mtime < older_than:
            continue
        known = StoredFile.objects.filter(sha256=path.name).first()
        if known is None:
            path.unlink()
            count += 1
        else:
            home = Path(default_storage.path(known.path))
            home.parent.mkdir(parents=True, exist_ok=True)
            path.rename(home)
    return count


def _aside() -> Path | None:
    on_disk = isinstance(storages["default"], FileSystemStorage)
    return Path(default_storage.path(ASIDE)) if on_disk else None


def _lay_aside(stored: str) -> None:
    folder = _aside()
    if folder is None:
        default_storage.delete(stored)
        return
    path = Path(default_storage.path(stored))
    if path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.touch()
        path.rename(folder / path.name)
