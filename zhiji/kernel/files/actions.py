"""Keeps the content of files by its hash, whole or not at all."""

import hashlib
import os
import secrets
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage, storages

from zhiji.kernel.access.actor import Actor
from zhiji.kernel.files.models import StoredFile


def store_file(*, actor: Actor, content: bytes) -> StoredFile:
    """Keeps a content and returns its record; the same content is kept once.

    The file is on disk for good before its record exists; a kill in between leaves at most a file nobody names.
    """
    digest = hashlib.sha256(content).hexdigest()
    known = StoredFile.objects.filter(sha256=digest).first()
    if known:
        return known
    stored = StoredFile(sha256=digest, size=len(content))
    _write(stored.path, content)
    return StoredFile.objects.get_or_create(sha256=digest, defaults={"size": len(content)})[0]


def _write(name: str, content: bytes) -> None:
    if not isinstance(storages["default"], FileSystemStorage):
        if not default_storage.exists(name):
            default_storage.save(name, ContentFile(content))
        return
    path = Path(default_storage.path(name))
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with draft.open("wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    draft.rename(path)
