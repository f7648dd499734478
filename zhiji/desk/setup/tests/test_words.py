"""Rights and acts have words in both languages, and the pages of settings show them."""

import pytest
from django.urls import get_resolver
from django.utils import translation

from zhiji.desk.setup.words import ACTS, KINDS, VERBS, acts_called, record_words
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.access.registry import OBJECTS
from zhiji.kernel.actions import ACTIONS
from zhiji.kernel.audit.actions import record
from zhiji.kernel.audit.models import AuditEntry
from zhiji.kernel.modules.actions import switch_module
from zhiji.kernel.users.actions import add_user
from zhiji.sales.leads.models import Lead

MACHINE = Actor.machine("test")


@pytest.fixture
def admin(client, db):
    """A browser of somebody who may set Zhiji up."""
    user = add_user(actor=MACHINE, email="admin@ours.example", name="Admin", roles=["admin"])
    client.force_login(user)
    return client


def test_every_act_has_words_that_people_understand():
    assert get_resolver().url_patterns  # loads all that can be done from a page
    ours = {name for name, act in ACTIONS.items() if act.__module__.startswith("zhiji.")}
    missing = sorted(name for name in ours if ".tests" not in ACTIONS[name].__module__ and name not in ACTS)
    assert missing == [], "say what these acts do, in ACTS of zhiji/desk/setup/words.py"


def test_every_right_has_words_that_people_understand():
    kinds = {item.slug for item in OBJECTS.values()}
    verbs = {verb for item in OBJECTS.values() for verb in item.verbs}
    assert sorted(kinds - set(KINDS)) == [], "name these kinds of record in zhiji/desk/setup/words.py"
    assert sorted(verbs - set(VERBS)) == [], "name these verbs in zhiji/desk/setup/words.py"


@pytest.mark.parametrize("table", [ACTS, KINDS, VERBS], ids=["acts", "kinds", "verbs"])
def test_chinese_readers_get_chinese_words(table):
    with translation.override("zh-hans"):
        assert [name for name, words in table.items() if str(words).isascii()] == []


def test_an_act_is_found_by_its_words_in_the_readers_language():
    with translation.override("zh-hans"):
        assert acts_called("指派了线索") == ["assign_lead"]
    assert acts_called("assigned a lead") == ["assign_lead"]


def test_a_record_goes_by_the_number_that_people_know():
    assert record_words(AuditEntry(object_type=Lead._meta.label_lower, object_id=7)) == "lead L-000007"
    assert record_words(AuditEntry(object_type="gone.thing", object_id=7)) == "gone.thing 7"
    assert record_words(AuditEntry()) == ""


def test_the_pages_say_words_and_no_names_of_the_program(admin):
    record(MACHINE, "assign_lead", Lead(pk=7))
    audit = admin.get("/setup/audit?q=assigned a lead").content.decode()
    assert "assigned a lead" in audit
    assert "L-000007" in audit
    role = admin.get("/setup/roles/1").content.decode()
    assert "What came in" in role
    assert "inbox item" not in role


def test_web_forms_leave_the_settings_with_their_module(admin):
    assert "Web forms</a>" in admin.get("/setup/roles").content.decode()
    switch_module(actor=MACHINE, slug="channel.web", on=False)
    assert "Web forms</a>" not in admin.get("/setup/roles").content.decode()
