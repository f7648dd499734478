"""Many rows at once come back as they were written, whatever stands in them."""

from datetime import UTC, datetime

import pytest

from zhiji.kernel.search.models import SearchWord
from zhiji.kernel.tables import Json, Table, _literal, copy_line, time_in_database, write_in_order
from zhiji.kernel.users.models import User

ODD = ["a\tb", "back\\slash", "two\nlines\r", "\\N", "\\.", "\x02", "x\x02y", "", "深圳"]


@pytest.mark.django_db
def test_rows_come_back_as_they_were_written_whatever_stands_in_them():
    table = Table(SearchWord, "id", "variant", "word")
    keys = table.take_ids(len(ODD))
    table.write((key, f"w{number}", text) for number, (key, text) in enumerate(zip(keys, ODD, strict=True)))
    assert list(SearchWord.objects.order_by("id").values_list("word", flat=True)) == ODD


@pytest.mark.django_db
def test_many_rows_of_two_tables_are_written_in_order():
    count = 12_000  # more than are written at once
    words, users = (
        Table(SearchWord, "id", "variant", "word"),
        Table(User, "id", "email", "created_at", ready=True),
    )
    joined = datetime(2026, 1, 2, 3, 4, 5, 600, tzinfo=UTC)
    write_in_order(
        [
            (users, ((key, f"{key}@x.example", time_in_database(joined)) for key in users.take_ids(3))),
            (words, ((key, f"v{key}", f"w{key}") for key in words.take_ids(count))),
        ]
    )
    assert SearchWord.objects.count() == count
    assert {user.created_at for user in User.objects.all()} == {joined}
    assert User.objects.filter(is_active=True, name="", team=None, last_login=None).count() == 3


def test_what_all_rows_hold_is_written_into_the_statement_safely():
    assert [_literal(value) for value in (None, True, False, 7, 1.5, "", "it's")] == [
        "NULL", "1", "0", "7", "1.5", "''", "'it''s'",
    ]  # fmt: skip


def test_a_line_tells_nothing_at_all_from_a_text_that_looks_like_it():
    assert copy_line([1, None, "\x02"]) == "1\t\x02\t\\x02\n"
    assert copy_line([True, Json('["a\\"b"]'), None], "\tend") == 'True\t["a\\\\"b"]\t\x02\tend\n'
    assert copy_line([datetime(2026, 1, 2, tzinfo=UTC)]) == "2026-01-02 00:00:00+00:00\n"
