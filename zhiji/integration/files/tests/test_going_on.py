"""An import rests, goes on, and is taken back in several turns."""

import pytest

from zhiji.customers.parties.models import Customer
from zhiji.customers.sources.models import Import, SourceRecord
from zhiji.integration.files import actions, running, undoing
from zhiji.integration.files.running import run_import
from zhiji.integration.files.tasks import import_on, waiting
from zhiji.integration.files.tests.bringing import MACHINE, bring_in, prepare, write
from zhiji.integration.files.undoing import run_undo
from zhiji.kernel.errors import Refused
from zhiji.kernel.notifications.models import Notification
from zhiji.kernel.users.models import User

pytestmark = pytest.mark.django_db
LIST = "id,company,name,mail\n" + "\n".join(
    f"K{n},Firm {n // 3} Ltd,Ann Lee {n},ann{n}@firm{n // 3}.example" for n in range(9)
)


@pytest.fixture
def small_blocks(monkeypatch):
    for name in ("_FIRST_BLOCK", "_LARGEST_BLOCK", "_SMALLEST_BLOCK"):
        monkeypatch.setattr(running, name, 2)
    monkeypatch.setattr(undoing, "_BLOCK", 2)


@pytest.mark.usefixtures("small_blocks")
def test_an_import_rests_where_it_is_and_goes_on_there(tmp_path):
    at = prepare(write(tmp_path, "list.csv", LIST), "Sales")
    actions.start_import(actor=MACHINE, import_id=at.pk)
    assert run_import(actor=MACHINE, import_id=at.pk, seconds=0).next_row == 2
    actions.pause_import(actor=MACHINE, import_id=at.pk)
    assert run_import(actor=MACHINE, import_id=at.pk).next_row == 2
    actions.resume_import(actor=MACHINE, import_id=at.pk)
    done = run_import(actor=MACHINE, import_id=at.pk)
    assert (done.state, done.counts["new"]) == ("done", 9)
    assert Customer.objects.count() == 12


@pytest.mark.usefixtures("small_blocks")
def test_what_was_half_brought_in_is_taken_back_in_several_turns(tmp_path):
    at = prepare(write(tmp_path, "list.csv", LIST), "Sales")
    actions.start_import(actor=MACHINE, import_id=at.pk)
    for _turn in range(3):
        run_import(actor=MACHINE, import_id=at.pk, seconds=0)
    actions.pause_import(actor=MACHINE, import_id=at.pk)
    actions.undo_import(actor=MACHINE, import_id=at.pk)
    undoing._take_back_block(MACHINE, at.pk)
    assert Import.objects.get(pk=at.pk).next_row == 4
    assert run_undo(actor=MACHINE, import_id=at.pk).state == "undone"
    assert not Customer.objects.exists()
    assert SourceRecord.objects.filter(state="undone").count() == 6 + 2, "the rows stay as they came"


def test_two_lists_of_one_source_do_not_come_in_at_once(tmp_path):
    first, second = (prepare(write(tmp_path, f"{n}.csv", LIST), "Sales") for n in "ab")
    actions.start_import(actor=MACHINE, import_id=first.pk)
    with pytest.raises(Refused):
        actions.start_import(actor=MACHINE, import_id=second.pk)


def test_a_list_without_a_name_is_refused_before_it_begins(tmp_path):
    with pytest.raises(Refused):
        bring_in(write(tmp_path, "list.csv", "mail,mobile\na@x.example,13800138000\n"), "Sales")


def test_the_job_brings_a_list_in_and_tells_who_began_it(tmp_path):
    user = User.objects.create(email="mei@ours.example", name="Mei Lin")
    at = prepare(write(tmp_path, "list.csv", LIST), "Sales")
    actions.start_import(actor=MACHINE, import_id=at.pk)
    Import.objects.filter(pk=at.pk).update(user=user)
    import_on.func(at.pk)
    assert Import.objects.get(pk=at.pk).state == "done"
    notice = Notification.objects.get(user=user)
    assert (notice.kind, notice.params["count"]) == ("import_done", 12)
    assert not waiting(at.pk)
