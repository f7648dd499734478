"""Keeps the files of lists, however large, and gives them back as files that can be read in place."""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, default_storage, storages

from zhiji.kernel.files.models import StoredFile

_PART = 1 << 20


def keep_list(handle: BinaryIO) -> StoredFile:
    """Keeps the content of an open file under its hash and returns its record, saved; it is never wholly in memory."""
    sha, size = hashlib.sha256(), 0
    handle.seek(0)
    while part := handle.read(_PART):
        sha.update(part)
        size += len(part)
    file = StoredFile(sha256=sha.hexdigest(), size=size)
    if not default_storage.exists(file.path):
        handle.seek(0)
        default_storage.save(file.path, File(handle))
    kept, _made = StoredFile.objects.get_or_create(sha256=file.sha256, defaults={"size": size})
    return kept


@contextmanager
def local_file(stored: StoredFile) -> Iterator[Path]:
    """Gives the path of a kept file, or of a copy of it while the block runs, where files are kept elsewhere."""
    if isinstance(storages["default"], FileSystemStorage):
        yield Path(default_storage.path(stored.path))
        return
    with tempfile.NamedTemporaryFile() as copy:
        with default_storage.open(stored.path, "rb") as handle:
            shutil.copyfileobj(handle, copy, _PART)
        copy.flush()
        yield Path(copy.name)
