import secrets
import sqlite3
import time
from pathlib import Path

import pytest
from django.db import connection

from zhiji.kernel.fair_sqlite3.sorting import LogSorter
from zhiji.kernel.search.models import SearchWord

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="only SQLite has such a log"),
]


def _write(rows: int) -> None:
    SearchWord.objects.bulk_create(
        SearchWord(variant=secrets.token_hex(8), word="w" * 500) for _ in range(rows)
    )


def _log() -> Path:
    return Path(f"{connection.settings_dict['NAME']}-wal")


def test_the_log_is_sorted_in_while_others_write_and_then_begun_anew():
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_autocheckpoint=0")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    sorter = LogSorter(1_000)
    try:
        until = time.monotonic() + 30
        sizes = []
        while len(sizes) < 60 and time.monotonic() < until:
            _write(200)
            sorter.wrote(200)
            sizes.append(_log().stat().st_size)
        # Never sorted in, the log would have grown with each of the sixty turns.
        assert max(sizes[30:]) < 3 * max(sizes[:15])
    finally:
        sorter.close()
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_autocheckpoint=1000")
    assert SearchWord.objects.count() == 200 * len(sizes)


def test_below_its_number_of_rows_nothing_is_sorted():
    sorter = LogSorter(1_000)
    sorter.wrote(999)
    assert sorter._aside is None
    sorter.wrote(1)
    assert sorter._aside is not None
    sorter.close()
    assert sorter._aside is None
    with sqlite3.connect(connection.settings_dict["NAME"]) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
