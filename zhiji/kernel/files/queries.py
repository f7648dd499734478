from django.core.files.storage import default_storage

from zhiji.kernel.files.models import StoredFile


def read_file(stored: StoredFile) -> bytes:
    """Returns the content of a kept file."""
    with default_storage.open(stored.path, "rb") as handle:
        return handle.read()  # type: ignore[no-any-return]
