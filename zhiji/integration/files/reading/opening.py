"""Opens the file of a list, and tells people plainly when that fails."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from zhiji.integration.files.reading.faults import UnreadableList


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Opens a file to read its bytes; raises UnreadableList where it is gone, or may not or can't be read."""
    try:
        with path.open("rb") as handle:
            yield handle
    except FileNotFoundError as error:
        raise UnreadableList("gone") from error
    except OSError as error:
        raise UnreadableList("no_access") from error
