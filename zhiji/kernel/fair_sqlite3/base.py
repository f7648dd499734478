"""Several processes write to one SQLite file, and only one at a time.

SQLite itself makes a waiting process sleep up to a tenth of a second between looks: under load it misses nearly every
gap that the others leave, and a mail then waits seconds to be kept. Here a process that wants to write looks every
millisecond. The worker in turn leaves a gap after each batch (see kernel/jobs/worker.py).
"""

import time

from django.db import OperationalError
from django.db.backends.sqlite3 import base

LOOK_AGAIN_SECONDS = 0.001


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that begins its transactions as soon as the file is free."""

    def _start_transaction_under_autocommit(self) -> None:
        patience = float(self.settings_dict["OPTIONS"].get("timeout", 5))
        until = time.monotonic() + patience
        self.connection.execute("PRAGMA busy_timeout=0")
        try:
            while True:
                try:
                    super()._start_transaction_under_autocommit()
                    return
                except OperationalError as error:
                    if "locked" not in str(error) or time.monotonic() > until:
                        raise
                time.sleep(LOOK_AGAIN_SECONDS)
        finally:
            self.connection.execute(f"PRAGMA busy_timeout={int(patience * 1000)}")
