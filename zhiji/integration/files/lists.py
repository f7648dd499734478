"""Opens a list with the layout that is kept for it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from zhiji.integration.files.reading.faults import UnreadableList
from zhiji.integration.files.reading.layout import Layout, Row

__all__ = ["Layout", "UnreadableList", "open_list"]


class _Stub:
    def __init__(self, path, layout):
        import csv

        self.path = path
        with open(path, newline="", encoding="utf-8-sig") as f:
            self.columns = next(csv.reader(f))
            self.count = sum(1 for _ in f)
        self.layout = Layout(kind="text", encoding="utf-8", header_row=1)

    def rows(self, start, batch):
        import csv
        from itertools import islice

        with open(self.path, newline="", encoding="utf-8-sig") as f:
            r = csv.reader(f)
            next(r)
            it = enumerate(r, 2)
            for _ in islice(it, start):
                pass
            while part := [Row(n, c) for n, c in islice(it, batch)]:
                yield part


def open_list(path: Path, layout: Mapping[str, Any] | None = None) -> Any:
    """Opens a list; layout is what is kept of it, None to find out."""
    return _Stub(path, layout)
