"""Keeps the content of files by its hash, whole or not at all."""

import hashlib
import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage, storages

from zhiji.kernel.access.actor import Actor
from zhiji.kernel.files.models import StoredFile


def store_file(*, actor: Actor, content: bytes) -> StoredFile:
    """Keeps a content and returns its record; the same content is kept once."""
    return store_files(actor=actor, contents=[content])[0]


def store_files(*, actor: Actor, contents: Sequence[bytes]) -> list[StoredFile]:
    """Keeps several contents and returns their records in the same order.

    Each file is on disk for good before its record exists; a kill in between leaves at most a file nobody names.
    """
    digests = [hashlib.sha256(content).hexdigest() for content in contents]
    wanted = {
        digest: StoredFile(sha256=digest, size=len(content))
        for digest, content in zip(digests, contents, strict=True)
    }
    for digest, content in zip(digests, contents, strict=True):
        _write(wanted[digest].path, content)
    stored = StoredFile.objects.bulk_create(
        wanted.values(), update_conflicts=True, unique_fields=["sha256"], update_fields=["size"]
    )
    by_digest = {file.sha256: file for file in stored}
    return [by_digest[digest] for digest in digests]


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
