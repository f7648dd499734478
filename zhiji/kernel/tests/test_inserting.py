from contextlib import nullcontext

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from zhiji.kernel.access.actor import Actor
from zhiji.kernel.actions import one_act
from zhiji.kernel.audit.actions import record
from zhiji.kernel.audit.models import AuditEntry
from zhiji.kernel.inserting import write_gathered

pytestmark = pytest.mark.django_db

ME = Actor.machine("test")


def lines() -> list[str]:
    return list(AuditEntry.objects.order_by("id").values_list("action", flat=True))


def test_an_act_writes_its_lines_of_history_by_one_statement_in_their_order():
    with (
        CaptureQueriesContext(
            connection,
        ) as seen,
        one_act(),
        one_act(),
    ):
        for name in ("one", "two", "three"):
            record(ME, name, None)
    assert sum("kernel_auditentry" in query["sql"] for query in seen.captured_queries) == 1
    assert lines() == ["one", "two", "three"]


def fail_after(name: str) -> None:
    record(ME, name, None)
    raise ValueError(name)


def test_lines_of_an_act_that_fails_are_not_written():
    with pytest.raises(ValueError, match="one"), one_act():
        fail_after("one")
    with one_act():
        record(ME, "two", None)
    assert lines() == ["two"]


def test_what_a_savepoint_undoes_takes_its_lines_along():
    with one_act():
        record(ME, "stays", None)
        with pytest.raises(ValueError, match="goes"), transaction.atomic():
            fail_after("goes")
    assert lines() == ["stays"]


def test_who_looks_within_the_act_has_the_lines_written_first():
    with one_act():
        record(ME, "one", None)
        write_gathered()
        assert lines() == ["one"]
        record(ME, "two", None)
    assert lines() == ["one", "two"]


def test_many_lines_are_written_in_parts():
    with one_act():
        for _turn in range(450):
            record(ME, "again", None)
    assert len(lines()) == 450


class Undone(Exception):
    """What ends a savepoint in these tests."""


def look_and_fail(*, deeper: bool = False) -> None:
    """Look at what was gathered, within a savepoint that is undone; deeper: within one more that holds."""
    with transaction.atomic() if deeper else nullcontext():
        write_gathered()
    assert "gathered" in lines()
    record(ME, "goes", None)
    raise Undone


@pytest.mark.parametrize("deeper", [False, True])
def test_lines_that_were_looked_at_within_an_undone_savepoint_are_written_once(deeper):
    with one_act():
        record(ME, "gathered", None)
        with pytest.raises(Undone), transaction.atomic():
            look_and_fail(deeper=deeper)
        assert lines() == []
        record(ME, "after", None)
    assert lines() == ["gathered", "after"]


def test_lines_that_were_looked_at_within_a_savepoint_that_holds_are_written_once():
    with one_act():
        record(ME, "gathered", None)
        with transaction.atomic():
            write_gathered()
            record(ME, "within", None)
            write_gathered()
        record(ME, "after", None)
        write_gathered()
        assert lines() == ["gathered", "within", "after"]
    assert lines() == ["gathered", "within", "after"]


def test_lines_looked_at_twice_within_savepoints_are_written_once():
    with one_act():
        record(ME, "gathered", None)
        for _turn in range(2):
            with pytest.raises(Undone), transaction.atomic():
                look_and_fail()
            with transaction.atomic(), pytest.raises(Undone), transaction.atomic():
                look_and_fail()
        record(ME, "after", None)
    assert lines() == ["gathered", "after"]


def look_in_vain() -> None:
    """Look at what was gathered within a savepoint that holds, in an act that fails."""
    record(ME, "gathered", None)
    with transaction.atomic():
        write_gathered()
    raise Undone


def test_an_act_that_fails_after_such_a_look_writes_nothing():
    with pytest.raises(Undone), one_act():
        look_in_vain()
    assert lines() == []
