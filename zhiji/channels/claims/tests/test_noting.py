"""What senders say of themselves reaches their record by the one door, with its source, once."""

import json
from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.utils import timezone

from zhiji.channels.claims import queries, tasks
from zhiji.channels.claims.models import ClaimMark
from zhiji.channels.claims.rules import Told
from zhiji.channels.conversations.events import ContactRecorded
from zhiji.channels.conversations.models import Message
from zhiji.channels.inbox.actions import Raw, keep
from zhiji.channels.inbox.pump import process_kept
from zhiji.channels.lines.models import Line
from zhiji.customers.parties.actions import add_customer
from zhiji.customers.parties.models import Affiliation, Customer
from zhiji.customers.permission.models import Permission
from zhiji.customers.sources.actions import note_claims
from zhiji.customers.sources.models import SourceRecord
from zhiji.customers.sources.queries import provenance
from zhiji.kernel import settling
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.events.models import EventRecord
from zhiji.lib.signatures import Signature

pytestmark = pytest.mark.django_db
MACHINE = Actor.machine("test")
CARD = """张伟
采购经理
深圳市蓝天电子科技有限公司
地址：深圳市南山区科技园南区8栋501室
电话：0755-26001234-8001
手机：13800138000
"""


@pytest.fixture(autouse=True)
def line(db, monkeypatch):
    monkeypatch.setattr(settling, "SETTLED", timedelta(0))
    tasks.read_claims()
    return Line.objects.create(
        name="Support",
        channel="mail",
        address="support@crm.example",
        signature="Our Support\nHotline 400 800 1234",
    )


@pytest.fixture
def write(line):
    """Let a mail come in and be read: write("words", name=…, mail=…)."""
    count = 0

    def write(text, *, name="张伟", mail="zhang.wei@lantian.example", card="", read=True):
        nonlocal count
        count += 1
        message = EmailMessage()
        message["From"] = f"{name} <{mail}>" if name else mail
        message["To"] = line.address
        message["Message-ID"] = f"<{count}@there.example>"
        message["Subject"] = "Board"
        message.set_content(text)
        if card:
            message.add_attachment(card.encode(), "text", "vcard", filename="me.vcf")
        keep(actor=MACHINE, raws=[Raw("mail", str(count), bytes(message), line.pk)])
        return arrived(read=read)

    return write


def arrived(*, read: bool = True) -> Customer:
    while process_kept():
        pass
    if read:
        while tasks.read_claims():
            pass
    return Message.objects.latest("pk").customer


def points(customer: Customer) -> set[tuple[str, str, str]]:
    return set(customer.contact_points.filter(removed_at=None).values_list("kind", "value", "extension"))


def test_a_signature_brings_what_reaches_the_person_and_what_reaches_the_company(write):
    person = write(f"您好，请报价。\n\n{CARD}")
    role = Affiliation.objects.select_related("organisation").get(person=person)
    assert role.title == "采购经理"
    assert role.organisation.name == "深圳市蓝天电子科技有限公司"
    assert {("mobile", "+8613800138000", ""), ("phone", "+8675526001234", "8001")} < points(person)
    assert {kind for kind, _value, _extension in points(role.organisation)} == {"domain", "phone", "address"}
    assert not SourceRecord.objects.exclude(source__key="mail").exists()
    assert not Permission.objects.exists()
    said = SourceRecord.objects.get(customer=role.organisation, state=SourceRecord.State.CURRENT)
    assert set(said.raw) == {
        "message"
    }  # who signed is erased with the person, and no record beside them keeps it


def test_a_new_number_stands_beside_the_old_one_and_names_its_source(write):
    person = add_customer(
        actor=MACHINE,
        kind="person",
        name="张伟",
        points=[("mail", "zhang.wei@lantian.example"), ("mobile", "13900139000")],
        source="desk",
    )
    assert write(f"新号码\n\n{CARD}") == person
    choices = provenance(person)
    assert choices["point:mobile:+8613800138000"].winner.source == "mail"
    assert not choices["point:mobile:+8613800138000"].winner.verified
    assert choices["point:mobile:+8613900139000"].winner.source == "people"
    assert person.contact_points.get(kind="mobile", is_primary=True).value == "+8613900139000"


def test_a_number_that_only_a_signature_tells_is_not_preferred_to_a_lists(write):
    person = add_customer(
        actor=MACHINE,
        kind="person",
        name="张伟",
        points=[("mail", "zhang.wei@lantian.example"), ("mobile", "13900139000")],
        source="erp",
    )
    write(f"新号码\n\n{CARD}")
    assert person.contact_points.get(kind="mobile", is_primary=True).value == "+8613900139000"
    person.contact_points.filter(kind="mobile", value="+8613900139000").update(state="fails")
    note_claims(actor=MACHINE, source="erp", customer_id=person.pk, values={"region": "华南"})
    assert person.contact_points.get(kind="mobile", is_primary=True).value == "+8613800138000"


def test_what_a_message_tells_is_noted_once_whatever_is_killed_when(write):
    person = write(f"您好。\n\n{CARD}")
    before = list(SourceRecord.objects.order_by("pk").values_list("pk", "state", "at"))
    version = Customer.objects.get(pk=person.pk).version
    ClaimMark.objects.update(last_event=0)
    while tasks.read_claims():
        pass
    write(f"还有一个问题。\n\n{CARD}")
    assert list(SourceRecord.objects.order_by("pk").values_list("pk", "state", "at")) == before
    assert Customer.objects.get(pk=person.pk).version == version


@pytest.mark.parametrize(
    "text",
    [
        CARD.replace("张伟", "李雷"),
        f"代发\n\n{CARD}",
        "见下\n\n在 2026年11月1日，张伟 <a@b.example> 写道：\n> " + CARD.replace("\n", "\n> "),
        f"Please see below.\n\nFrom: 张伟 <a@b.example>\nSent: Monday\nTo: us\n\n{CARD}",
        "谢谢\n\nOur Support\nHotline 400 800 1234\nMobile: 13800138000",
        CARD + "support@crm.example\n",
    ],
    ids=["another name", "for somebody else", "quoted", "passed on", "our signature", "our address"],
)
def test_what_is_not_surely_the_senders_is_not_noted(write, text):
    person = write(f"您好，请报价。\n\n{text}")
    assert points(person) == {("mail", "zhang.wei@lantian.example", "")}
    assert not Affiliation.objects.exclude(title="").exists()


def test_a_signature_with_the_very_address_counts_under_another_name_without_it(write):
    person = write("Hi\n\nDavid Zhang\nMobile: 13800138000\nzhang.wei@lantian.example")
    assert ("mobile", "+8613800138000", "") in points(person)
    assert person.name == "张伟"


def test_a_mail_box_of_several_people_gets_nobodys_number(write):
    person = write(f"您好。\n\n{CARD}", name="", mail="purchasing@lantian.example")
    assert points(person) == {("mail", "purchasing@lantian.example", "")}


def test_who_was_known_by_the_address_only_gets_the_name_that_they_sign_with(write):
    person = write("Hello\n\nLena Torres\nBuyer\nMobile: +44 7700 900123", name="", mail="lt@north.example")
    person.refresh_from_db()
    assert (person.name, person.given_name) == ("Lena Torres", "Lena")


@pytest.mark.parametrize(
    ("mail", "other", "is_noted"),
    [("wei@lantian.example", "zw@lantian.example", True), ("wei@lantian.example", "zw@evil.example", False),
     ("wei@qq.com", "zw@qq.com", False)],
)  # fmt: skip
def test_a_further_address_is_noted_at_the_same_company_only(write, mail, other, is_noted):
    person = write(f"Hi\n\n张伟\n手机：13800138000\n邮箱：{other}", mail=mail)
    assert (("mail", other, "") in points(person)) is is_noted


@pytest.mark.parametrize("name", ["张伟", "韩梅梅"])
def test_a_visiting_card_counts_if_it_is_the_senders(write, name):
    card = f"BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nTEL;TYPE=CELL:13800138000\nTITLE:总监\nEND:VCARD\n"
    person = write("名片见附件。", card=card)
    assert (("mobile", "+8613800138000", "") in points(person)) is (name == "张伟")
    write("名片见附件。", card="BEGIN:VCARD\nTEL:;;;\x00\nEND")
    write("名片见附件。", card=f"BEGIN:VCARD\nTEL;A{60 * ','}\nEND:VCARD\n")


def test_a_fact_behind_one_that_is_too_young_waits_with_it(write, monkeypatch):
    for text in ("一", "二"):
        write(f"{text}\n\n{CARD}", read=False)
    now = timezone.now()
    monkeypatch.setattr(settling, "SETTLED", timedelta(seconds=5))
    first = (
        EventRecord.objects.filter(name=ContactRecorded.name).order_by("pk").values_list("pk", flat=True)[0]
    )
    EventRecord.objects.exclude(pk=first).update(at=now - timedelta(seconds=6))
    EventRecord.objects.filter(pk=first).update(at=now - timedelta(seconds=4))
    turn = queries.turn_after(now, 2000, 40)
    assert turn.messages == []
    assert turn.seen_to < first
    assert len(queries.turn_after(now + timedelta(seconds=2), 2000, 40).messages) == 2


def test_one_message_that_can_not_be_noted_does_not_hold_up_the_others(write, monkeypatch):
    write(f"一\n\n{CARD}", read=False)
    broken = tasks.read_signature
    monkeypatch.setattr(
        tasks,
        "read_signature",
        lambda text, *more, **any: 1 / 0 if text.startswith("一") else broken(text, *more, **any),
    )
    person = write(f"二\n\n{CARD}")
    assert ("mobile", "+8613800138000", "") in points(person)


@pytest.mark.parametrize(
    ("said", "noted"),
    [
        ({"name": "张伟", "phone": "13800138000"}, {("mobile", "+8613800138000", "")}),
        ({"name": "韩梅梅", "phone": "13800138000"}, set()),
        ({"name": "张伟", "phone": "rubbish"}, set()),
    ],
)
def test_a_web_form_adds_a_number_to_whom_it_names(line, said, noted):
    person = add_customer(actor=MACHINE, kind="person", name="张伟", points=[("mail", "zw@lantian.example")])
    content = {"values": {"mail": "zw@lantian.example", "message": "Hi", **said}, "form": "contact"}
    keep(actor=MACHINE, raws=[Raw("web", "form:1", json.dumps(content).encode(), line.pk)])
    assert arrived() == person
    assert points(person) - {("mail", "zw@lantian.example", "")} == noted


def test_a_web_form_never_puts_an_address_beside_the_one_that_is_known(line):
    person = add_customer(
        actor=MACHINE, kind="person", name="张伟", points=[("mail", "zw@qq.com"), ("mobile", "13800138000")]
    )
    content = {"values": {"name": "张伟", "mail": "thief@qq.com", "phone": "13800138000", "message": "Hi"}}
    keep(actor=MACHINE, raws=[Raw("web", "form:1", json.dumps(content).encode(), line.pk)])
    assert arrived() == person
    assert ("mail", "thief@qq.com", "") not in points(person)


def test_what_can_not_be_noted_of_the_organisation_is_not_noted_of_the_person(write, monkeypatch):
    write("Hello")
    message = Message.objects.select_related("customer").get()
    before = points(message.customer)
    told = Told(
        {"points": [{"kind": "mobile", "typed": "13800138000", "value": "+8613800138000"}]},
        organisation_id=message.customer_id + 1000,
        organisation={"region": "East"},
    )
    monkeypatch.setattr(tasks, "claims_of_signature", lambda *asked: told)
    monkeypatch.setattr(tasks, "_signatures", lambda *asked: [Signature(lines=("张伟",))])
    ClaimMark.objects.update(last_event=0)
    assert tasks.read_claims() == 1
    assert points(message.customer) == before
    assert not SourceRecord.objects.filter(raw__has_key="signature").exists()
