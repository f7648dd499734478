import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection, transaction

from zhiji.customers.identity.merging.actions import merge_customers, unmerge
from zhiji.customers.identity.merging.deadlocks import past_deadlocks
from zhiji.customers.identity.merging.models import Merge
from zhiji.customers.identity.merging.tests.conftest import MACHINE, tell
from zhiji.customers.parties.models import Customer
from zhiji.customers.timeline.models import TimelineEntry
from zhiji.kernel.errors import Refused


def test_an_act_is_done_again_after_a_deadlock_and_other_faults_are_told():
    faults = [OperationalError("deadlock detected"), OperationalError("deadlock detected")]

    def act() -> str:
        if faults:
            raise faults.pop()
        return "done"

    assert past_deadlocks(act) == "done"
    with pytest.raises(OperationalError, match="disk"):
        past_deadlocks(lambda: (_ for _ in ()).throw(OperationalError("disk is full")))


def in_threads(*acts) -> list[object]:
    """Do acts at one time, each on a connection of its own; returns results and errors."""
    start = threading.Barrier(len(acts))

    def run(act):
        try:
            start.wait()
            return past_deadlocks(act)
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.mark.django_db(transaction=True)
def test_merges_at_one_time_leave_one_customer_and_all_entries(person):
    a, b, c = person("A"), person("B"), person("C")
    told = {tell(one) for one in (a, b, c)}

    def merging(survivor, loser):
        return lambda: merge_customers(actor=MACHINE, survivor_id=survivor.pk, loser_id=loser.pk)

    done = in_threads(merging(a, b), merging(b, a), merging(b, c), merging(c, a))
    assert all(isinstance(one, Merge | Refused) for one in done), done
    assert Customer.objects.count() == 1
    notes = TimelineEntry.objects.filter(kind="note", customer=Customer.objects.get())
    assert set(notes.values_list("pk", flat=True)) == told


@pytest.mark.django_db(transaction=True)
def test_a_merge_undone_twice_at_one_time_is_undone_once(person):
    a, b = person("A"), person("B")
    merge = merge_customers(actor=MACHINE, survivor_id=a.pk, loser_id=b.pk)
    done = in_threads(*[lambda: unmerge(actor=MACHINE, merge_id=merge.pk)] * 3)
    assert all(isinstance(one, Merge) for one in done), done
    assert Customer.objects.count() == 2
    assert TimelineEntry.objects.filter(kind="unmerged", customer=b).count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_written_while_a_merge_goes_on_is_never_lost(person):
    a, b = person("A"), person("B")

    def write():
        with transaction.atomic():
            return tell(Customer.objects.get(pk=b.pk))

    written, merged = in_threads(
        write, lambda: merge_customers(actor=MACHINE, survivor_id=a.pk, loser_id=b.pk)
    )
    assert isinstance(merged, Merge)
    # Either the entry came first and went along, or its writer was told that there is no such customer any more.
    if isinstance(written, int):
        assert TimelineEntry.objects.get(pk=written).customer_id == a.pk
    assert not TimelineEntry.objects.filter(customer_id=b.pk).exists()
