"""Brings one list in as `zhiji import` does, in a process of its own, and tells how long each phase took."""

import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zhiji.customers.sources.models import Import


def _measure(path: Path) -> dict[str, Any]:
    """Brings the list in, and returns rows, seconds of both phases, and how long a block held the writer."""
    from django.core.management import call_command

    from zhiji.integration.files import running
    from zhiji.integration.files.command import CommandLine

    call_command("migrate", interactive=False, verbosity=0)
    read, used, held = 0.0, 0.0, [0.0]

    def tell(at: "Import") -> None:
        nonlocal read, used
        if at.next_row >= at.total and not read:
            read, used = time.monotonic(), time.process_time()

    running.watch_blocks(held.append)
    line = CommandLine(tell=tell, say=lambda text: None)
    at = line.take(path, "Bench", {})
    began, used_before = time.monotonic(), time.process_time()
    at = line.bring_in(at)
    done, reader = time.monotonic(), os.times()
    if at.state != "done":
        raise SystemExit(at.error)
    ordered = sorted(held)
    p95 = ordered[int(len(ordered) * 0.95)]
    return {
        "rows": at.next_row,
        "seconds": done - began,
        "rows_seconds": read - began,
        "held_p95": p95,
        "counts": at.counts,
        "writer_cpu": used - used_before,
        "searching_cpu": time.process_time() - used,
        "reader_cpu": reader.children_user + reader.children_system,
    }


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiji.config.settings")
    django.setup()
    sys.stdout.write(json.dumps(_measure(Path(sys.argv[1]))) + "\n")
