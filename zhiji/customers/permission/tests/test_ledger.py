"""The ledger in the database: who may note, what an import may, what a merge keeps, who is never written to again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.support.conversations import MACHINE
from zhiji.customers.parties.actions import add_customer
from zhiji.customers.permission.actions import (
    Said,
    lift_restriction,
    note_imported_permissions,
    note_permission,
    permissions_after_merge,
    permissions_after_unmerge,
    restrict_customer,
    suppress,
)
from zhiji.customers.permission.models import Permission
from zhiji.customers.permission.queries import is_suppressed, suppressed_among, why_not, zones_of
from zhiji.customers.sources.actions import add_contact_point, change_customer, link_person
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.audit.models import AuditEntry
from zhiji.kernel.errors import Denied, Refused

pytestmark = pytest.mark.django_db


def note(customer, state="granted", **values):
    given = {"channel": "mail", "purpose": "marketing", "by": "form", **values}
    return note_permission(actor=MACHINE, customer_id=customer.pk, state=state, **given)


def test_a_word_is_kept_with_who_when_how_and_its_proof(customer, agent):
    said = note_permission(
        actor=Actor.of(agent),
        customer_id=customer.pk,
        channel="phone",
        purpose="survey",
        state="granted",
        by="letter",
        words="May we ask?",
        proof=("letter.pdf", b"%PDF"),
        valid_until=timezone.now() + timedelta(days=365),
    )
    assert (said.noted_by, said.noted_by_name, said.words) == (agent, "Agent", "May we ask?")
    assert said.proof.size == 4
    assert AuditEntry.objects.get(action="note_permission").after["state"] == "granted"


def test_whoever_only_looks_notes_nothing(customer, viewer):
    with pytest.raises(Denied):
        note_permission(
            actor=Actor.of(viewer), customer_id=customer.pk, channel="", purpose="", state="refused"
        )


@pytest.mark.parametrize(
    "values",
    [
        {"channel": "pigeon"},
        {"purpose": "nonsense"},
        {"purpose": ""},
        {"by": "telepathy"},
        {"at": timezone.now() + timedelta(days=1)},
        {"valid_until": timezone.now() - timedelta(days=1)},
    ],
)
def test_what_nobody_can_have_said_is_refused(customer, values):
    with pytest.raises(Refused):
        note(customer, **values)


def test_one_list_row_never_turns_an_opt_out_on_again(customer):
    note(customer, "withdrawn", by="mail")
    assert note(customer, by="import") is None
    assert why_not(customer.pk, "mail", "marketing") == "withdrawn_by_customer"


def test_a_whole_list_is_noted_at_once_under_the_same_rule(customer, django_assert_max_num_queries):
    others = [add_customer(actor=MACHINE, kind="person", name=f"P{n}") for n in range(30)]
    note(customer, "refused")
    rows = [Said(one.pk, "mail", "marketing", "granted") for one in [customer, *others, others[0]]]
    rows.append(Said(others[1].pk, "mail", "survey", ""))
    with django_assert_max_num_queries(6):
        counts = note_imported_permissions(actor=MACHINE, said=rows, how="sales.xlsx")
    assert counts == {"note": 30, "same": 1, "keeps_refusal": 1, "says_nothing": 1}


def test_a_merge_keeps_the_stricter_and_an_unmerge_takes_only_that_back(customer):
    other = add_customer(actor=MACHINE, kind="person", name="李雷")
    note(other, "refused", at=timezone.now() - timedelta(days=9))
    note(customer, at=timezone.now() - timedelta(days=1))
    keys = permissions_after_merge(actor=MACHINE, survivor_id=customer.pk, loser_id=other.pk)
    moved = Permission.objects.filter(customer=other).values_list("pk", flat=True)
    moved = list(moved)
    Permission.objects.filter(pk__in=moved).update(customer=customer)
    assert why_not(customer.pk, "mail", "marketing") == "refused_by_customer"
    Permission.objects.filter(pk__in=moved).update(customer=other)
    assert permissions_after_unmerge(actor=MACHINE, keys=[*keys, *moved]) == len(keys) == 1
    assert why_not(customer.pk, "mail", "marketing") == ""
    assert why_not(other.pk, "mail", "marketing") == "refused_by_customer"


def test_an_organisations_refusal_covers_its_shared_address(customer):
    firm = add_customer(
        actor=MACHINE, kind="organisation", name="Firm", points=[("mail", "info@firm.example")]
    )
    link_person(actor=MACHINE, person_id=customer.pk, organisation_id=firm.pk)
    note(customer)
    note(firm, "refused", purpose="", channel="")
    shared, own = ["info@firm.example"], ["lilei@qq.com"]
    assert why_not(customer.pk, "mail", "marketing", addresses=shared) == "refused_by_organisation"
    assert why_not(customer.pk, "mail", "marketing", addresses=own) == ""


def test_data_that_rest_are_not_used_but_questions_are_answered(customer):
    note(customer)
    restrict_customer(actor=MACHINE, customer_id=customer.pk, reason="PR-000001")
    assert why_not(customer.pk, "mail", "marketing") == "restricted"
    assert why_not(customer.pk, "mail", "service") == ""
    lift_restriction(actor=MACHINE, customer_id=customer.pk)
    assert why_not(customer.pk, "mail", "marketing") == ""


def test_addresses_of_the_erased_are_known_by_hash_alone(customer):
    note(customer)
    suppress(actor=MACHINE, points=[("mail", "Gone@QQ.com"), ("mobile", "138 0013 8000"), ("mail", "")])
    assert is_suppressed("mail", "gone@qq.com")
    assert is_suppressed("phone", "+8613800138000")
    assert not is_suppressed("mail", "lilei@qq.com")
    asked = [("mail", "gone@qq.com"), ("mail", "lilei@qq.com")]
    assert suppressed_among(asked) == {("mail", "gone@qq.com")}
    assert why_not(customer.pk, "mail", "marketing", addresses=["gone@qq.com"]) == "suppressed"


def test_a_customers_own_time_zone_counts_before_their_number(customer):
    assert [str(zone) for zone in zones_of(customer.pk)] == ["Asia/Shanghai"]
    add_contact_point(actor=MACHINE, customer_id=customer.pk, kind="phone", typed="+49 30 901820")
    assert [str(zone) for zone in zones_of(customer.pk)] == ["Europe/Berlin"]
    change_customer(actor=MACHINE, customer_id=customer.pk, version=None, values={"time_zone": "Asia/Tokyo"})
    assert [str(zone) for zone in zones_of(customer.pk)] == ["Asia/Tokyo"]
