import hashlib

from django.db import connection


def hold(*names: str) -> bool:
    """Lets only one transaction at a time go on past these names; the hold ends with the transaction.

    For facts that no unique constraint can guard, such as “nobody with this address is known yet”. Who needs several
    names asks for all at once: they are then taken in one order, and two who want the same never wait for each other.
    Empty names are passed over. SQLite has one writer anyway. Returns whether others may have written while we
    waited: look again then.
    """
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(key) FROM unnest(%s::bigint[]) AS key",
            # As one text: the driver takes far longer over a list.
            ["{" + ",".join(map(str, sorted({_number(name) for name in names if name}))) + "}"],
        )
    return True


def is_mine(name: str) -> bool:
    """Tells whether this connection has, or can now take, a part that only one at a time may play.

    It keeps the part until it is closed. SQLite has one worker.
    """
    if connection.vendor != "postgresql":
        return True
    connection.ensure_connection()
    parts = connection.connection.__dict__.setdefault("parts", set())
    if name not in parts:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [_number(name)])
            if not cursor.fetchone()[0]:
                return False
        parts.add(name)
    return True


def _number(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
