from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


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
