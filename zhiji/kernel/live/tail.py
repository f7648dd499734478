"""Follows the stream of events as it grows, without any server but the database.

PostgreSQL tells of each event by NOTIFY (a trigger sends the event's id at commit). SQLite is asked every POLL_SECONDS
whether anything was committed (PRAGMA data_version, some microseconds); its one writer commits ids in order.
"""

import json
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import connection

CHANNEL = "zhiji_events"
POLL_SECONDS = 0.03
# What Django adds to the parameters of a connection for itself.
DJANGOS_OWN = {"cursor_factory", "context", "prepare_threshold", "client_encoding"}


@dataclass(frozen=True)
class Seen:
    """One event as pages hear of it: no content, only that something happened and where."""

    id: int
    name: str
    topics: tuple[str, ...]


class Tail(Protocol):
    """Something that waits for new events."""

    def wait(self, timeout: float) -> list[Seen]:
        """Returns the events of the last moment, or nothing after timeout seconds."""

    def close(self) -> None:
        """Gives the connection back."""


def open_tail() -> Tail:
    """Opens a tail on the configured database, starting from now."""
    return PostgresTail() if connection.vendor == "postgresql" else SqliteTail()


def follow() -> Iterator[list[Seen]]:
    """Yields batches of new events for ever; an empty batch is a sign of life each second."""
    tail = open_tail()
    try:
        while True:
            yield tail.wait(1.0)
    finally:
        tail.close()


class SqliteTail:
    """Polls the file's version on a connection of its own."""

    def __init__(self) -> None:
        name = str(connection.settings_dict["NAME"])
        self._db = sqlite3.connect(
            name, uri=name.startswith("file:"), check_same_thread=False, isolation_level=None
        )
        self._db.execute("PRAGMA busy_timeout=30000")
        self._last = self._db.execute("SELECT coalesce(max(id), 0) FROM kernel_eventrecord").fetchone()[0]
        self._version = self._data_version()

    def _data_version(self) -> int:
        return int(self._db.execute("PRAGMA data_version").fetchone()[0])

    def wait(self, timeout: float) -> list[Seen]:
        until = time.monotonic() + timeout
        while True:
            version = self._data_version()
            if version != self._version:
                self._version = version
                return self._fresh()
            if time.monotonic() >= until:
                return []
            time.sleep(POLL_SECONDS)

    def _fresh(self) -> list[Seen]:
        rows = self._db.execute(
            "SELECT id, name, topics FROM kernel_eventrecord WHERE id > ? ORDER BY id", (self._last,)
        ).fetchall()
        if rows:
            self._last = rows[-1][0]
        return [Seen(row[0], row[1], tuple(json.loads(row[2]))) for row in rows]

    def close(self) -> None:
        self._db.close()


class PostgresTail:
    """Listens on a connection of its own."""

    def __init__(self) -> None:
        import psycopg

        params = connection.get_connection_params()
        wanted = {
            key: params[key] for key in ("dbname", "user", "password", "host", "port") if params.get(key)
        }
        self._db: Any = psycopg.connect(**wanted, autocommit=True)
        self._db.execute(f"LISTEN {CHANNEL}")

    def wait(self, timeout: float) -> list[Seen]:
        notes = list(self._db.notifies(timeout=timeout, stop_after=1))
        if notes:
            notes += list(self._db.notifies(timeout=0))
        ids = [int(note.payload) for note in notes if note.payload.isdecimal()]
        if not ids:
            return []
        rows = self._db.execute(
            "SELECT id, name, topics FROM kernel_eventrecord WHERE id = ANY(%s) ORDER BY id", (ids,)
        ).fetchall()
        return [Seen(row[0], row[1], tuple(row[2])) for row in rows]

    def close(self) -> None:
        self._db.close()
