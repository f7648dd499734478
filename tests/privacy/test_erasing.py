"""An erasure leaves hashes and a report; a kill in between leaves nothing half done."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from tests.support.conversations import MACHINE, let_time_pass
from zhiji.channels.conversations.models import Conversation, Message
from zhiji.channels.inbox.models import InboxItem
from zhiji.channels.outbox.actions import reply
from zhiji.customers.parties.actions import add_customer
from zhiji.customers.parties.models import Customer
from zhiji.customers.permission.actions import note_permission
from zhiji.customers.permission.queries import is_restricted, is_suppressed
from zhiji.customers.privacy.actions import (
    add_privacy_request,
    erase_some,
    forget_copies,
    rest_on_request,
    settle_privacy_request,
    start_work,
)
from zhiji.customers.privacy.models import PrivacyRequest
from zhiji.customers.privacy.queries import what_is_held
from zhiji.customers.privacy.rules import due_at, urgency
from zhiji.customers.privacy.tasks import carry_out, tidy_privacy
from zhiji.customers.sources.actions import change_customer
from zhiji.customers.sources.models import SourceRecord
from zhiji.customers.timeline.actions import add_note
from zhiji.customers.timeline.models import TimelineEntry
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.audit.models import AuditEntry
from zhiji.kernel.errors import Denied, Refused
from zhiji.kernel.fields.actions import define_field
from zhiji.kernel.fields.keeping import forget_fields, keep_own
from zhiji.kernel.fields.models import OwnIndex, OwnValues
from zhiji.kernel.files.actions import store_file
from zhiji.kernel.files.models import StoredFile
from zhiji.kernel.files.queries import read_file
from zhiji.kernel.files.removal import forget_files, remove_laid_aside
from zhiji.kernel.search.models import SearchEntry
from zhiji.service.cases.actions import open_case, set_case_state

pytestmark = pytest.mark.django_db
SECRET = "Zebrafish"


def asked(customer, kind="erase", **values):
    values = {"law": "gdpr", "words": f"I am {SECRET}", "checked": "passport", **values}
    return add_privacy_request(actor=MACHINE, customer_id=customer.pk, kind=kind, **values)


def carried_out(request):
    start_work(actor=MACHINE, request_id=request.pk)
    carry_out.func(request.pk)
    request.refresh_from_db()
    return request


@pytest.fixture
def known(customer, arrive, agent):
    """A person with a mail that has a file, an answer to it, a note and a permission."""
    item = arrive(
        "1", name=SECRET, text=f"{SECRET} asks", files=[["a.txt", "text/plain", f"file of {SECRET}"]]
    )
    reply(actor=Actor.of(agent), conversation_id=item.message.conversation_id, text=f"Dear {SECRET}", key="1")
    let_time_pass()
    add_note(actor=MACHINE, customer_id=customer.pk, text=f"{SECRET} called", key="n")
    note_permission(
        actor=MACHINE, customer_id=customer.pk, channel="mail", purpose="marketing", state="granted", by="form",
        proof=("proof.txt", SECRET.encode()),
    )  # fmt: skip
    return customer


def test_fields_of_ones_own_and_the_files_in_them_go_too(db):
    fields = [
        define_field(actor=MACHINE, record_kind="customer", kind=kind, label_en=kind, is_filtered=True)
        for kind in ("text", "file")
    ]
    mine, shared = (store_file(actor=MACHINE, content=text) for text in (b"of one alone", b"of both"))
    one, other = (add_customer(actor=MACHINE, kind="person", name=name) for name in ("李雷", "韩梅梅"))
    for who, file in ((one, mine), (other, shared)):
        values = {fields[0].name: SECRET, fields[1].name: {"file": file.pk, "name": "a.txt"}}
        keep_own("customer", {who.pk: values})
    carried_out(asked(one))
    assert list(OwnValues.objects.values_list("object_id", flat=True)) == [other.pk]
    assert not OwnIndex.objects.filter(object_id=one.pk).exists()
    assert list(StoredFile.objects.filter(pk__in=[mine.pk, shared.pk])) == [shared]
    forget_fields("customer")


def test_a_file_that_stands_in_a_field_of_somebody_else_stays(known, django_capture_on_commit_callbacks):
    field = define_field(actor=MACHINE, record_kind="customer", kind="file", label_en="Paper")
    same = store_file(actor=MACHINE, content=f"file of {SECRET}".encode())
    other = add_customer(actor=MACHINE, kind="person", name="韩梅梅")
    keep_own("customer", {other.pk: {field.name: {"file": same.pk, "name": "a.txt"}}})
    with django_capture_on_commit_callbacks(execute=True):
        carried_out(asked(known))
    remove_laid_aside(older_than=-1)
    assert read_file(StoredFile.objects.get(pk=same.pk)) == f"file of {SECRET}".encode()
    forget_fields("customer")


def test_a_file_that_our_people_claim_stays_whether_it_counts_or_not(known):
    field = define_field(actor=MACHINE, record_kind="customer", kind="file", label_en="Paper")
    file = store_file(actor=MACHINE, content=b"paper")
    change_customer(
        actor=MACHINE,
        customer_id=known.pk,
        version=None,
        values={field.name: {"file": file.pk, "name": "a.txt"}},
    )
    OwnValues.objects.all().delete()
    assert forget_files([file.pk]) == 0
    SourceRecord.objects.all().delete()
    assert forget_files([file.pk]) == 1
    forget_fields("customer")


def killed_after(act):
    """Do something and die before it is committed."""
    with transaction.atomic():
        act()
        raise KeyboardInterrupt


def everything_in_the_database():
    """Read every text that the database holds, but what staff are called."""
    from django.apps import apps

    for model in apps.get_models():
        for row in model.objects.values():
            yield f"{model._meta.label}: {json.dumps(row, default=str, ensure_ascii=False)}"


def test_nothing_is_left_of_a_person_but_hashes_and_a_report(known, django_capture_on_commit_callbacks):
    key, number = known.pk, known.number
    with django_capture_on_commit_callbacks(execute=True):
        request = carried_out(asked(known))
    assert [
        row for row in everything_in_the_database() if SECRET in row or "lilei@" in row or "李雷" in row
    ] == []
    assert not Customer.objects.filter(pk=key).exists()
    assert not SearchEntry.objects.filter(kind="customer", object_id=key).exists()
    assert is_suppressed("mail", "lilei@qq.com")
    assert (request.state, request.customer, request.customer_number) == ("done", None, number)
    assert request.report["erased"]["messages"] == 2
    assert request.report["kept"] == []
    files = [read_file(file) for file in StoredFile.objects.all()]
    assert not [content for content in files if SECRET.encode() in content]


def test_a_kill_between_two_steps_is_gone_on_from(known):
    for number in range(450):
        add_note(actor=MACHINE, customer_id=known.pk, text=f"note {number}", key=str(number))
    request = asked(known)
    start_work(actor=MACHINE, request_id=request.pk)
    steps = 0
    while TimelineEntry.objects.filter(customer=known).count() > 200:
        assert erase_some(actor=MACHINE, request_id=request.pk)
        steps += 1
    with pytest.raises(KeyboardInterrupt):
        killed_after(lambda: erase_some(actor=MACHINE, request_id=request.pk))
    request.refresh_from_db()
    left = TimelineEntry.objects.filter(customer=known).count()
    assert request.report["erased"]["timeline"] + left == 450 + 3
    assert is_restricted(known.pk)
    carry_out.func(request.pk)
    request.refresh_from_db()
    assert request.report["erased"]["timeline"] == 450 + 3
    assert request.state == "done"


def test_what_others_wrote_in_the_same_conversation_stays_theirs(known, arrive):
    other = add_customer(actor=MACHINE, kind="person", name="韩梅梅", points=[("mail", "hmm@qq.com")])
    conversation = Conversation.objects.get()
    token = {"conversation_id": conversation.pk}
    arrive("2", mail="hmm@qq.com", text="Me too", **token)
    carried_out(asked(known))
    left = Message.objects.get()
    assert (left.customer, left.text, left.conversation) == (other, "Me too", conversation)
    conversation.refresh_from_db()
    assert conversation.customer == other


def test_what_a_law_keeps_is_kept_without_the_name_until_its_end(known):
    case = open_case(actor=MACHINE, customer_id=known.pk, kind="complaint", subject="Broken")
    request = carried_out(asked(known))
    known.refresh_from_db()
    assert (known.name, known.sort_name) == ("—", "—")
    assert [(kept["what"], kept["why"]) for kept in request.report["kept"]] == [(case.number, "open")]
    assert tidy_privacy.func() == 1
    carry_out.func(request.pk)
    assert Customer.objects.filter(pk=known.pk).exists()
    set_case_state(actor=MACHINE, case_id=case.pk, state="closed")
    type(case).objects.update(closed_at=timezone.now() - timedelta(days=4 * 365))
    tidy_privacy.func()
    carry_out.func(request.pk)
    assert not Customer.objects.filter(pk=known.pk).exists()


def test_the_history_keeps_who_did_what_without_values(known):
    carried_out(asked(known))
    line = AuditEntry.objects.get(action="add_customer", object_id=known.pk)
    assert line.actor_name == "test"
    assert line.after == {"erased": True}


def test_raw_mail_that_could_not_be_read_goes_too(known):
    file = store_file(actor=MACHINE, content=b"unread")
    InboxItem.objects.create(
        channel="mail", external_id="x", file=file, state="failed", received_at=timezone.now(),
        meta={"from": "lilei@qq.com"},
    )  # fmt: skip
    carried_out(asked(known))
    assert not InboxItem.objects.exists()
    assert not StoredFile.objects.filter(pk=file.pk).exists()


def test_a_copy_holds_everything_for_machines_and_for_people(known):
    request = carried_out(asked(known, "export"))
    with zipfile.ZipFile(io.BytesIO(read_file(request.file))) as archive:
        data = json.loads(archive.read("data.json"))
        page = archive.read("index.html").decode()
        contents = [archive.read(name) for name in archive.namelist() if name.startswith("files/")]
    assert data["held"]["customer"][0]["name"] == "李雷"
    assert {"messages", "timeline", "permissions", "points", "history"} <= set(data["held"])
    assert "lilei@qq.com" in page
    assert f"file of {SECRET}".encode() in contents
    PrivacyRequest.objects.update(done_at=timezone.now() - timedelta(days=31))
    assert forget_copies(actor=MACHINE) == 1
    request.refresh_from_db()
    assert request.file is None


def test_a_file_that_somebody_else_names_stays(db, django_capture_on_commit_callbacks):
    shared = store_file(actor=MACHINE, content=b"shared")
    alone = store_file(actor=MACHINE, content=b"alone")
    InboxItem.objects.create(channel="mail", external_id="x", file=shared, received_at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_files([shared.pk, alone.pk]) == 1
    assert default_storage.exists(shared.path)
    assert not default_storage.exists(alone.path)
    again = StoredFile.objects.create(sha256=alone.sha256, size=5)
    remove_laid_aside(older_than=-1)
    assert read_file(again) == b"alone"


def test_a_restriction_is_carried_out_at_once(known):
    rest_on_request(actor=MACHINE, request_id=asked(known, "restrict").pk)
    assert is_restricted(known.pk)


def test_requests_are_due_by_law_and_asked_once(known, viewer, agent):
    first = asked(known, law="pipl")
    assert asked(known).pk == first.pk
    assert first.due_at == due_at(first.received_at, "pipl") == first.received_at + timedelta(days=15)
    assert urgency(first.due_at, first.due_at + timedelta(seconds=1)) == "late"
    assert urgency(first.due_at, first.due_at - timedelta(days=2)) == "soon"
    with pytest.raises(Denied):
        add_privacy_request(actor=Actor.of(viewer), customer_id=known.pk, kind="export", law="gdpr")
    with pytest.raises(Denied):
        start_work(actor=Actor.of(agent), request_id=first.pk)


def test_a_refusal_says_why(known):
    request = asked(known, "correct")
    with pytest.raises(Refused):
        settle_privacy_request(actor=MACHINE, request_id=request.pk, state="refused", answer=" ")
    settle_privacy_request(actor=MACHINE, request_id=request.pk, state="refused", answer="Not you.")
    with pytest.raises(Refused):
        settle_privacy_request(actor=MACHINE, request_id=request.pk, state="done", answer="")


def test_an_organisation_has_no_such_rights(line):
    firm = add_customer(actor=MACHINE, kind="organisation", name="Firm")
    with pytest.raises(Refused):
        asked(firm)


def test_what_is_held_is_counted(known):
    counts = {str(row["label"]): row["count"] for row in what_is_held(known.pk)}
    assert counts["Messages"] == 2
    assert counts["Timeline"] == 3
