"""What `zhiji demo` and `zhiji serve --demo` do."""

import gc
import time
from collections.abc import Callable

from django.db import connection
from django.utils import timezone

from zhiji.demo.company import sign_ins
from zhiji.demo.load import FIRST_CUSTOMERS, begin, fill
from zhiji.kernel.jobs.progress import show_progress

__all__ = ["prepare", "run", "sign_ins"]

LABEL = "Demo company 演示公司"
_SECONDS_BETWEEN_SIGNS = 0.5


def prepare(seed: int | None = None) -> None:
    """Make staff, lines and the first customers with what happened lately, so that pages are worth seeing.

    Takes a few seconds, and nothing on a database that has them already. `seed` None: the one there.
    """
    firm, mark = begin(seed, timezone.now())
    fill(firm, mark, FIRST_CUSTOMERS, lambda done, total: None)


def run(customers: int, seed: int | None = None, progress: Callable[[int, int], None] | None = None) -> None:
    """Fill in the demo company up to so many persons and organisations, going on where it was stopped.

    `progress` is told (done, total) after each chunk; the page shows the same.
    """
    prepare(seed)
    firm, mark = begin(seed, timezone.now())
    _give_memory()
    shown_at = 0.0

    def show(done: int, total: int) -> None:
        nonlocal shown_at
        if progress:
            progress(done, total)
        if done >= total or time.monotonic() - shown_at > _SECONDS_BETWEEN_SIGNS:
            show_progress("demo", label=LABEL, done=done, total=total, finished=done >= total)
            shown_at = time.monotonic()

    fill(firm, mark, customers, show)


def _give_memory() -> None:
    """Let SQLite keep the upper levels of its indexes at hand while a million rows are sorted into them."""
    gc.freeze()  # what is loaded by now stays: it need not be looked through again and again
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size=-131072")
            cursor.execute("PRAGMA mmap_size=0")  # a mapped file would count as memory of this process
