"""Reads and understands the rows of a list in a process of its own, so that the importing one only writes.

The process knows neither Django nor the database. It lives only as long as somebody reads from it.
"""

import gc
import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zhiji.customers.sources.rows import Row
from zhiji.customers.sources.understanding import House, row_of
from zhiji.integration.files.lists import UnreadableList, open_list
from zhiji.integration.files.mapping import columns_from, reader_of

BATCH = 500
# A shorter list is read sooner than another process starts.
_OWN_PROCESS_FROM = 3_000
_BATCHES_AHEAD = 6


@dataclass(frozen=True)
class Task:
    """What is to be read: the file, how it is laid out, what its columns mean, and from which row on."""

    path: str
    layout: dict[str, Any]
    mapping: list[dict[str, Any]]
    start: int = 0
    house: House = field(default_factory=House)
    total: int = 0


def prepare(task: Task) -> Iterator[list[Row]]:
    """Reads a list from its row `start` on, BATCH rows at a time. Raises UnreadableList."""
    listed = open_list(Path(task.path), task.layout)
    read = reader_of(columns_from(task.mapping))
    first = task.start
    for batch in listed.rows(task.start, BATCH):
        yield [
            row_of(
                number,
                line.cells,
                read(line.cells),
                task.house,
                line.faults,
                line=line.number,
                part=line.part,
            )
            for number, line in enumerate(batch, first)
        ]
        first += len(batch)


def prepared(task: Task) -> Iterator[list[Row]]:
    """Reads a list as `prepare` does, a long one in a process of its own while the caller works."""
    if task.total and task.total - task.start < _OWN_PROCESS_FROM:
        yield from prepare(task)
        return
    command = [sys.executable, "-m", "zhiji.integration.files.preparing"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        try:
            process.stdin.write(pickle.dumps(task))
            process.stdin.close()
            yield from _read_ahead(process.stdout)
        finally:
            process.kill()


def _read_ahead(stream: Any) -> Iterator[list[Row]]:
    """Hands on what the other process sends, a few batches ahead, so that neither waits for the other's every row."""
    waiting: queue.Queue[tuple[str, Any]] = queue.Queue(_BATCHES_AHEAD)
    stopped = threading.Event()

    def fetch() -> None:
        message: tuple[str, Any] = ("rows", [])
        while message[0] == "rows" and not stopped.is_set():
            try:
                message = pickle.load(stream)  # noqa: S301  from our own process
            except (EOFError, OSError, pickle.UnpicklingError):
                message = ("died", None)
            while not stopped.is_set():
                try:
                    waiting.put(message, timeout=0.5)
                    break
                except queue.Full:
                    continue

    threading.Thread(target=fetch, name="rows", daemon=True).start()
    try:
        while True:
            kind, content = waiting.get()
            if kind == "rows":
                yield content
            elif kind == "end":
                return
            elif kind == "unreadable":
                raise UnreadableList(content[0], **content[1])
            else:
                raise ReaderDied
    finally:
        stopped.set()


class ReaderDied(Exception):
    """The process that reads the list ended before the list did, as when memory runs out."""


def _serve() -> None:
    task: Task = pickle.load(sys.stdin.buffer)  # noqa: S301  from our own process
    gc.freeze()
    gc.set_threshold(100_000, 50, 1000)  # what is read here has no cycles
    out = sys.stdout.buffer

    def send(kind: str, content: Any) -> None:
        pickle.dump((kind, content), out, protocol=pickle.HIGHEST_PROTOCOL)
        out.flush()

    try:
        for rows in prepare(task):
            send("rows", rows)
        send("end", None)
    except UnreadableList as error:
        send("unreadable", (error.code, error.details))


if __name__ == "__main__":
    try:
        _serve()
    except BrokenPipeError:
        sys.exit(0)  # whoever asked has gone
