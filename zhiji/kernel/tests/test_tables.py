"""Many rows at once come back as they were written, whatever stands in them."""

from datetime import UTC, datetime

import pytest

from zhiji.kernel.search.models import SearchWord
from zhiji.kernel.tables import Json, Table, copy_line

ODD = ["a\tb", "back\\slash", "two\nlines\r", "\\N", "\\.", "\x02", "x\x02y", "", "深圳"]


@pytest.mark.django_db
def test_rows_come_back_as_they_were_written_whatever_stands_in_them():
    table = Table(SearchWord, "id", "variant", "word")
    keys = table.take_ids(len(ODD))
    table.write((key, f"w{number}", text) for number, (key, text) in enumerate(zip(keys, ODD, strict=True)))
    assert list(SearchWord.objects.order_by("id").values_list("word", flat=True)) == ODD


def test_a_line_tells_nothing_at_all_from_a_text_that_looks_like_it():
    assert copy_line([1, None, "\x02"]) == "1\t\x02\t\\x02\n"
    assert copy_line([True, Json('["a\\"b"]'), None], "\tend") == 'True\t["a\\\\"b"]\t\x02\tend\n'
    assert copy_line([datetime(2026, 1, 2, tzinfo=UTC)]) == "2026-01-02 00:00:00+00:00\n"
