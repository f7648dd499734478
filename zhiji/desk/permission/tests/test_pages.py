"""The ledger beside a customer, its page, and the page on which the rules are set."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.support.conversations import MACHINE
from zhiji.customers.permission.actions import note_permission, restrict_customer
from zhiji.customers.permission.kept import set_rules
from zhiji.customers.permission.models import Holiday, Permission, QuietTime
from zhiji.customers.permission.queries import is_restricted
from zhiji.customers.permission.setting import actions as setting
from zhiji.kernel.access.cache import forget_rights

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_rules():
    forget_rights()
    yield
    forget_rights()


@pytest.fixture
def page(signed_in, manager):
    return signed_in(manager)


def said(customer, **values):
    given = {
        "state": "granted",
        "purpose": "marketing",
        "channel": "mail",
        "by": "call",
        "words": "May we?",
        **values,
    }
    return f"/customers/{customer.pk}/permissions/note", given


def test_what_a_customer_said_is_noted_in_a_dialog_with_its_proof(page, customer, manager):
    address, values = said(customer, proof=SimpleUploadedFile("yes.txt", b"yes"))
    assert page.post(address, values).status_code == 204
    line = Permission.objects.get()
    assert (line.noted_by, line.words, line.by) == (manager, "May we?", "call")
    shown = page.get(f"/customers/{customer.pk}/permissions").content.decode()
    assert "May we?" in shown
    answer = page.get(f"/customers/{customer.pk}/permissions/{line.pk}/proof")
    assert b"".join(answer.streaming_content) == b"yes"


def test_a_fault_brings_the_dialog_back_with_what_was_typed(page, customer):
    answer = page.post(*said(customer, purpose="all"))
    assert answer.status_code == 422
    assert "May we?" in answer.content.decode()
    assert not Permission.objects.exists()


def test_the_panel_says_what_holds_for_each_purpose(page, customer):
    note_permission(
        actor=MACHINE,
        customer_id=customer.pk,
        channel="mail",
        purpose="marketing",
        state="granted",
        by="form",
    )
    note_permission(
        actor=MACHINE, customer_id=customer.pk, channel="", purpose="survey", state="refused", by="call"
    )
    shown = page.get(f"/customers/{customer.pk}/panels").content.decode()
    assert "mail: <span" in shown
    assert "all channels: <span" in shown
    assert "not asked yet" in shown


def test_a_time_zone_is_set_and_data_are_let_out_of_rest(page, customer):
    page.post(f"/customers/{customer.pk}/permissions/zone", {"time_zone": "Europe/Paris"})
    customer.refresh_from_db()
    assert customer.time_zone == "Europe/Paris"
    assert "Europe/Paris" in page.get(f"/customers/{customer.pk}/told?field=time_zone").content.decode()
    restrict_customer(actor=MACHINE, customer_id=customer.pk, reason="")
    assert "may be seen, not used" in page.get(f"/customers/{customer.pk}/permissions").content.decode()
    page.post(f"/customers/{customer.pk}/permissions/lift")
    assert not is_restricted(customer.pk)


@pytest.fixture
def admin(signed_in, db):
    from zhiji.kernel.users.actions import add_user

    return signed_in(add_user(actor=MACHINE, email="a@x.example", name="Ada", roles=["admin"]))


def test_caps_and_quiet_hours_are_set_on_a_page_and_hold_at_once(admin):
    caps = {"all-per_day": "3", "marketing-per_week": "1", "contract-needs_grant": "on"}
    assert admin.post("/setup/contact/rules", caps).status_code == 302
    quiet = {"begin": "20:00", "end": "09:30", "weekdays": ["6"], "country": "DE"}
    assert admin.post("/setup/contact/quiet", quiet).status_code == 302
    rules = set_rules()
    by_purpose = {cap.purpose: cap for cap in rules.caps}
    assert (by_purpose[""].day, by_purpose[""].week, by_purpose["marketing"].week) == (3, None, 1)
    assert (rules.quiet.begin.hour, rules.quiet.end.minute, rules.quiet.weekdays) == (20, 30, frozenset({6}))
    assert rules.asks_grant("contract")
    assert admin.get("/setup/contact").status_code == 200


@pytest.mark.parametrize(
    ("address", "values"),
    [
        ("rules", {"all-per_day": "0"}),
        ("quiet", {"begin": "x", "end": "09:30", "country": "CN"}),
        ("quiet", {"begin": "20:00", "end": "09:30", "country": "XX"}),
        ("quiet", {"begin": "20:00", "end": "09:30", "country": "CN", "weekdays": list("0123456")}),
        ("holidays", {"day": "2026-13-01", "name": "x"}),
    ],
)
def test_rules_that_make_no_sense_are_refused(admin, address, values):
    assert admin.post(f"/setup/contact/{address}", values).status_code == 422


def test_the_country_of_the_holidays_is_chosen_by_its_name(admin):
    page = admin.get("/setup/contact").content.decode()
    assert '<option value="CN" selected>China</option>' in page
    assert "Enter those of China for two years" in page
    german = admin.get("/setup/contact", headers={"accept-language": "zh-hans"}).content.decode()
    assert '<option value="DE">德国</option>' in german
    # One that an installation set before there was a choice stays.
    QuietTime.objects.update_or_create(defaults={"country": "VA", "begin": "21:00", "end": "08:00"})
    assert '<option value="VA" selected>VA</option>' in admin.get("/setup/contact").content.decode()


def test_holidays_are_entered_by_hand_and_from_a_calendar(admin, monkeypatch):
    admin.post("/setup/contact/holidays", {"day": "2026-12-24", "name": "Founder's day"})
    found = {date(2026, 12, 24): "other", date(2027, 2, 6): "Chinese New Year"}
    monkeypatch.setattr(setting, "holidays_in", lambda country, years, language: found)
    admin.post("/setup/contact/holidays/fill")
    assert dict(Holiday.objects.values_list("day", "name"))[date(2026, 12, 24)] == "Founder's day"
    admin.post(f"/setup/contact/holidays/{Holiday.objects.get(day=date(2027, 2, 6)).pk}/remove")
    assert Holiday.objects.count() == 1
    assert date(2026, 12, 24) in set_rules().quiet.closed


def test_the_calendar_knows_chinas_lunar_and_published_holidays():
    from zhiji.customers.permission.setting.calendars import holidays_in

    pytest.importorskip("holidays")
    days = holidays_in("CN", [2026, 2027], "zh-hans")
    assert {date(2026, 2, 17), date(2026, 10, 4), date(2027, 2, 6), date(2027, 9, 15)} <= set(days)
    assert date(2026, 2, 14) not in days
    assert "春节" in days[date(2027, 2, 6)]
