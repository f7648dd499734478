"""Puts contents on disk under their hash, whole or not at all, and there for good."""

import hashlib
import os
import secrets
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage, storages

from zhiji.kernel.files.models import StoredFile


def settle(content: bytes) -> StoredFile:
    """Puts a content where the file store will look for it, and returns its record, not yet saved.

    A kill before the record is saved leaves at most a file that nobody names. Called before a transaction begins, it
    spares the database's lock a wait for the disk.
    """
    file = StoredFile(sha256=hashlib.sha256(content).hexdigest(), size=len(content))
    if not isinstance(storages["default"], FileSystemStorage):
        if not default_storage.exists(file.path):
            default_storage.save(file.path, ContentFile(content))
        return file
    path = Path(default_storage.path(file.path))
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        with draft.open("wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        draft.rename(path)
    return file
