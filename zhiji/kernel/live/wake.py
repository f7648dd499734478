from django.db import connection

from zhiji.kernel.live.tail import CHANNEL


def wake_workers() -> None:
    """Wakes the workers at commit, when something was put into a queue without an event.

    On SQLite nothing is needed: every commit wakes those who follow the file.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"NOTIFY {CHANNEL}")
