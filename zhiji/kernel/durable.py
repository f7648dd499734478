from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


def needs_no_disk() -> None:
    """Lets this connection's transactions end without waiting for the disk, for work that is done again if it is lost.

    PostgreSQL may then forget the last moment after a power failure, with the mark that the work was done. Called by
    the queues of the worker, whose connection does nothing else.
    """
    if connection.vendor != "postgresql":
        return
    connection.ensure_connection()
    if not getattr(connection.connection, "unhurried", False):
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit TO off")
        connection.connection.unhurried = True


def batch_size(wanted: int) -> int:
    """Returns how many pieces of work go into one transaction: one at a time where several workers run.

    On PostgreSQL two workers that hold the rows of several customers could wait for each other for ever; on SQLite,
    with its one writer, fewer transactions are quicker.
    """
    return 1 if connection.vendor == "postgresql" else wanted


@contextmanager
def durable() -> Iterator[None]:
    """Makes what is committed in this block survive a power failure, for things that somebody is told have arrived.

    SQLite as it is set here survives every kill, but may lose its last commits when the power fails; PostgreSQL loses
    nothing anyway. Inside a transaction the block changes nothing.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=FULL")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=NORMAL")
