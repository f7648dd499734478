import time
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import pairwise

import pytest

from zhiji.kernel.users.models import Team, User
from zhiji.ui.lists import marks, paging
from zhiji.ui.lists.marks import take_marks
from zhiji.ui.lists.order import Order
from zhiji.ui.lists.paging import neighbours, page_of
from zhiji.ui.lists.rules import Key, Place, page_count, read_key, write_key

pytestmark = pytest.mark.django_db

SORTS = ["name", "-name", "pk", "-pk", "team__name", "-team__name", "created_at"]
SIZE = 4


@pytest.fixture
def people():
    """Twenty-three people, many of the same name, a third of them in no team."""
    teams = [Team.objects.create(name=name) for name in ("South", "North")]
    for number in range(23):
        team = teams[number % 2] if number % 3 else None
        User.objects.create(email=f"{number}@zhiji.example", name=f"Name {number % 5}", team=team)
    return User.objects.all()


def walked(people, sort):
    """All pages by their Next links."""
    pages = [page_of(people, sort, SIZE, Place())]
    while pages[-1].has_next:
        pages.append(page_of(people, sort, SIZE, Place(after=pages[-1].last)))
    return pages


@pytest.mark.parametrize("sort", SORTS)
def test_going_forward_shows_every_row_once(people, sort):
    rows = [row.pk for page in walked(people, sort) for row in page.rows]
    assert len(rows) == len(set(rows)) == 23


@pytest.mark.parametrize("sort", SORTS)
def test_going_back_shows_the_same_pages(people, sort):
    pages = walked(people, sort)
    for before, after in pairwise(pages):
        back = page_of(people, sort, SIZE, Place(before=after.first))
        assert [row.pk for row in back.rows] == [row.pk for row in before.rows]
        assert back.has_next


@pytest.mark.parametrize("sort", SORTS)
def test_a_page_by_its_number_is_the_page_that_one_reaches_by_walking(people, sort):
    for number, walked_to in enumerate(walked(people, sort), 1):
        page = page_of(people, sort, SIZE, Place(number=number))
        assert [row.pk for row in page.rows] == [row.pk for row in walked_to.rows]
        assert (page.has_previous, page.has_next) == (number > 1, number < 6)


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("marked", [False, True])
def test_a_far_page_of_a_list_too_long_to_count_is_the_page_that_one_reaches_by_walking(
    people, sort, marked, monkeypatch
):
    expected = [[row.pk for row in page.rows] for page in walked(people, sort)]
    monkeypatch.setattr(paging, "COUNT_LIMIT", 3)
    monkeypatch.setattr(marks, "STEP", 5)
    taken = take_marks(Order(people, sort)) if marked else None
    monkeypatch.setattr(paging, "marks_of", lambda order: taken)
    for number, rows in enumerate(expected, 1):
        page = page_of(people, sort, SIZE, Place(number=number))
        assert [row.pk for row in page.rows] == rows
    assert [row.pk for row in page_of(people, sort, SIZE, Place(number=99)).rows][-1] == expected[-1][-1]


@pytest.mark.parametrize("sort", SORTS)
def test_marks_count_the_whole_list(people, sort, monkeypatch):
    monkeypatch.setattr(marks, "STEP", 5)
    assert take_marks(Order(people, sort)).total == 23
    assert take_marks(Order(people.none(), sort)).total == 0


@pytest.mark.django_db(transaction=True)
def test_marks_of_a_long_list_are_taken_as_soon_as_a_page_is_turned(people, monkeypatch):
    monkeypatch.setattr(paging, "COUNT_LIMIT", 3)
    looked = []
    with monkeypatch.context() as watched:
        watched.setattr(paging, "marks_of", looked.append)
        page_of(people, "name", SIZE, Place())
        assert not looked
    page_of(people, "name", SIZE, Place(number=2))
    until = time.monotonic() + 10
    while marks.marks_of(Order(people, "name")) is None and time.monotonic() < until:
        time.sleep(0.02)
    found = marks.marks_of(Order(people, "name"))
    assert found is not None
    assert found.total == 23


def test_the_last_page_holds_what_is_left_over(people):
    page = page_of(people, "name", SIZE, Place(last=True))
    assert len(page.rows) == 3
    assert (page.number, page.has_next) == (6, False)


def test_a_page_behind_the_end_is_the_last_one(people):
    assert page_of(people, "name", SIZE, Place(number=99)).number == 6


def test_rows_without_a_value_come_last_in_both_directions(people):
    for sort in ("team__name", "-team__name"):
        rows = [row for page in walked(people, sort) for row in page.rows]
        assert [row.team is None for row in rows] == sorted(row.team is None for row in rows)


def test_an_empty_list_is_one_page_without_rows():
    page = page_of(User.objects.all(), "name", SIZE, Place())
    assert (page.rows, page.total, page.has_previous, page.has_next) == ([], 0, False, False)


def test_a_record_knows_the_ones_around_it(people):
    rows = [row for page in walked(people, "name") for row in page.rows]
    before, after = neighbours(people, "name", rows[7])
    assert (before.pk, after.pk) == (rows[6].pk, rows[8].pk)
    assert neighbours(people, "name", rows[0])[0] is None
    assert neighbours(people, "name", rows[-1])[1] is None


@pytest.mark.parametrize(
    "value", ["蓝天", 7, None, True, datetime(2026, 1, 2, 3, tzinfo=UTC), date(2026, 1, 2), Decimal("1.50")]
)
def test_a_place_survives_the_way_through_an_address(value):
    assert read_key(write_key(Key(value, 12))) == Key(value, 12)


@pytest.mark.parametrize("text", ["", "x", "%%%", "W10", "WzEsWzJdXQ", "bnVsbA", "W3sieiI6MX0sMl0"])
def test_a_place_that_nobody_wrote_is_no_place(text):
    assert read_key(text) is None


@pytest.mark.parametrize(("total", "pages"), [(0, 1), (1, 1), (4, 1), (5, 2), (8, 2), (9, 3)])
def test_pages_are_counted_up(total, pages):
    assert page_count(total, SIZE) == pages


@pytest.mark.django_db
def test_that_a_list_is_long_is_counted_once_and_a_short_one_every_time(people, monkeypatch):
    counted = []
    real = paging.count_capped
    monkeypatch.setattr(paging, "count_capped", lambda rows: counted.append(1) or real(rows))
    monkeypatch.setattr(paging, "COUNT_LIMIT", 3)
    totals = [page_of(people, sort, SIZE, Place()).total for sort in ("name", "-name", "name")]
    assert (totals, len(counted)) == ([4, 4, 4], 1)
    few = people.filter(pk__in=list(people.values_list("pk", flat=True)[:2]))
    assert [page_of(few, "name", SIZE, Place()).total for _ in range(2)] == [2, 2]
    assert len(counted) == 3
    assert page_of(people.filter(pk__in=[]), "name", SIZE, Place()).total == 0
