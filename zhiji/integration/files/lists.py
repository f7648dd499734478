"""Opens a list with the layout that is kept for it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from zhiji.integration.files.reading.faults import UnreadableList
from zhiji.integration.files.reading.layout import Layout
from zhiji.integration.files.reading.lists import ListFile
from zhiji.integration.files.reading.lists import open_list as open_file

__all__ = ["ListFile", "UnreadableList", "open_list"]


def open_list(path: Path, layout: Mapping[str, Any] | None = None) -> ListFile:
    """Opens a list; layout is what is kept or was corrected of it as JSON, None to find out. Raises UnreadableList."""
    return open_file(path, options=Layout.from_json(layout) if layout else None)
