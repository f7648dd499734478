"""Runs rows on one database, inside a process whose settings name that database."""

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from zhiji.bench import lists, matching, own_fields, rows, streams  # noqa: F401  entering their rows
from zhiji.bench.figures import Figure
from zhiji.bench.rows import ROWS
from zhiji.bench.site import Site


def fill(customers: int) -> None:
    """Fills the database with the demo company at this size, or goes on where an earlier run was stopped."""
    from zhiji.demo.command import run

    call_command("migrate", interactive=False, verbosity=0)
    start = time.monotonic()

    def show(done: int, total: int) -> None:
        sys.stderr.write(
            f"\r{connection.vendor}: {done:,} of {total:,} customers, {time.monotonic() - start:.0f} s "
        )

    run(customers=customers, progress=show)
    with connection.cursor() as cursor:
        # As autovacuum does within minutes; without it PostgreSQL looks at each row that an index names.
        cursor.execute("VACUUM (ANALYZE)" if connection.vendor == "postgresql" else "ANALYZE")
    sys.stderr.write("\n")


def measure(names: Sequence[str], customers: int, target: Path) -> None:
    """Measures the named rows (all if none is named) and writes them as JSON into target."""
    fill(customers)
    wanted = [
        name for name in ROWS if not names or any(name.startswith(part) or part in name for part in names)
    ]
    figures: list[Figure] = []
    with Site(customers) as site:
        for name in wanted:
            sys.stderr.write(f"{connection.vendor}: measuring {name}\n")
            figures += ROWS[name](site)
    target.write_text(json.dumps([vars(figure) for figure in figures]))
