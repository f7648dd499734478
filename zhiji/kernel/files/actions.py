"""Keeps the content of files by its hash."""

from collections.abc import Sequence

from zhiji.kernel.access.actor import Actor
from zhiji.kernel.files.disk import settle
from zhiji.kernel.files.models import StoredFile


def store_file(*, actor: Actor, content: bytes) -> StoredFile:
    """Keeps a content and returns its record; the same content is kept once."""
    return store_files(actor=actor, contents=[content])[0]


def store_files(*, actor: Actor, contents: Sequence[bytes]) -> list[StoredFile]:
    """Keeps several contents and returns their records in the same order.

    Each file is on disk for good before its record exists; a kill in between leaves at most a file nobody names.
    """
    settled = [settle(content) for content in contents]
    stored = StoredFile.objects.bulk_create(
        {file.sha256: file for file in settled}.values(),
        update_conflicts=True,
        unique_fields=["sha256"],
        update_fields=["size"],
    )
    by_hash = {file.sha256: file for file in stored}
    return [by_hash[file.sha256] for file in settled]
