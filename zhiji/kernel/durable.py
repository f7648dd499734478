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


SHARED_BATCH = 10


def batch_size(wanted: int, *, alone: bool) -> int:
    """Returns how many pieces of work go into one transaction.

    alone says that each can be undone alone, which a batch is tried with after a fault. Where several workers run, a
    batch is small, so that what comes first is done first, and pieces that wait for others go one at a time.
    """
    if connection.vendor != "postgresql":
        return wanted
    return 1 if alone else min(wanted, SHARED_BATCH)


def yield_to_others(*, at_once: bool) -> None:
    """Says whether this connection's next transactions fail rather than wait long for rows that others hold.

    For PostgreSQL, before a batch begins: it holds the rows of several customers, and two such could wait for each
    other for ever. Long before PostgreSQL would end that by choosing one of the two, perhaps a person's act, the
    batch has given up; its pieces are then done one by one.
    """
    if connection.vendor != "postgresql":
        return
    connection.ensure_connection()
    if getattr(connection.connection, "yields", False) != at_once:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", ["50ms" if at_once else "0"])
        connection.connection.yields = at_once


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
