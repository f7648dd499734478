"""SQLite's log is sorted into its file while the writer goes on: it would take a sixth of a long list's time."""

import sqlite3
import threading
from contextlib import closing, suppress

from django.db import connection

# The log is left open at its end while somebody writes: each pass finds less of it than the one before.
_PASSES = 4
_FEW_PAGES = 1_000
_SORT = "PRAGMA wal_checkpoint(PASSIVE)"


class LogSorter:
    """Sorts the log aside after so many rows; on other databases it does nothing."""

    def __init__(self, every: int) -> None:
        self._every = every
        self._rows = 0
        self._aside: threading.Thread | None = None

    def wrote(self, rows: int) -> None:
        """Notes that so many rows were written; call it between transactions."""
        if connection.vendor != "sqlite" or connection.in_atomic_block:
            return
        self._rows += rows
        if self._aside and not self._aside.is_alive():
            # What came since is little; with it the log is at its end, and is begun anew.
            self._aside = None
            with connection.cursor() as cursor:
                cursor.execute(_SORT)
        elif not self._aside and self._rows >= self._every:
            self._rows = 0
            self._aside = threading.Thread(target=_sort_aside, args=(_address(),), daemon=True)
            self._aside.start()

    def close(self) -> None:
        """Waits for what is being sorted."""
        if self._aside:
            self._aside.join()
            self._aside = None


def _address() -> str:
    return str(connection.settings_dict["NAME"])


def _sort_aside(address: str) -> None:
    # A full disk is told by the next write, in the words that an import has for it.
    with suppress(sqlite3.Error), closing(_opened(address)) as database:
        for _pass in range(_PASSES):
            _busy, pages, sorted_in = database.execute(_SORT).fetchone()
            if pages - sorted_in < _FEW_PAGES:
                break


def _opened(address: str) -> sqlite3.Connection:
    return sqlite3.connect(address, uri=address.startswith("file:"), isolation_level=None)
