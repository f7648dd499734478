import json

import pytest
from django.urls import reverse

from zhiji.customers.parties.actions import add_customer
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.access.models import Role
from zhiji.kernel.audit.models import AuditEntry
from zhiji.kernel.fields.actions import define_field
from zhiji.kernel.fields.models import OwnField
from zhiji.kernel.fields.queries import values_of
from zhiji.kernel.users.models import User

pytestmark = pytest.mark.django_db
MACHINE = Actor.machine("test")
CHOICES = [{"key": "net30", "en": "30 days", "zh": "30天"}, {"key": "cash", "en": "Cash", "zh": "现金"}]


def _signed_in(client, role):
    user = User.objects.create(email=f"{role}@zhiji.example", name=role.title(), language="en")
    user.roles.add(Role.objects.get(slug=role))
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return user


@pytest.fixture
def lilei():
    return add_customer(actor=MACHINE, kind="person", name="李雷")


def _define(kind="text", label="Payment terms", **values):
    return define_field(actor=MACHINE, record_kind="customer", kind=kind, label_en=label, **values)


def test_an_administrator_defines_a_field_in_the_page(client):
    _signed_in(client, "admin")
    form = {
        "label_en": "Payment terms",
        "label_zh": "付款方式",
        "choices_text": "30 days | 30天\nCash | 现金",
    }
    answer = client.post(reverse("new_own_field") + "?kind=choice", form)
    assert answer.status_code == 302
    field = OwnField.objects.get()
    assert [(c["key"], c["zh"]) for c in field.choices] == [("30_days", "30天"), ("cash", "现金")]
    assert "Payment terms" in client.get(reverse("own_fields")).content.decode()


def test_a_choice_that_is_renamed_in_place_keeps_its_values(client, lilei):
    _signed_in(client, "admin")
    field = _define("choice", choices=CHOICES)
    form = {"label_en": "Payment terms", "choices_text": "Within 30 days | 30天内\nCash | 现金"}
    assert client.post(reverse("own_field", args=[field.pk]), form).status_code == 302
    field.refresh_from_db()
    assert field.choices[0] == {"key": "net30", "en": "Within 30 days", "zh": "30天内"}


def test_a_field_without_choices_is_told_at_the_field(client):
    _signed_in(client, "admin")
    answer = client.post(reverse("new_own_field") + "?kind=choice", {"label_en": "Terms"})
    assert answer.status_code == 422
    assert "Write down at least one choice." in answer.content.decode()


def test_values_are_filled_in_on_the_record_and_shown_there(client, lilei):
    _signed_in(client, "manager")
    _define("choice", choices=CHOICES, section="Money")
    _define("number", "Employees", options={"min": 1})
    url = reverse("customer_own_fields", args=[lilei.pk])
    wrong = client.post(url, {"own:payment_terms": "cash", "own:employees": "none"})
    assert wrong.status_code == 422
    assert "Employees must be a number" in wrong.content.decode()
    assert client.post(url, {"own:payment_terms": "cash", "own:employees": "1,200"}).status_code == 204
    assert values_of("customer", [lilei.pk])[lilei.pk] == {"payment_terms": "cash", "employees": "1200"}
    page = client.get(lilei.get_absolute_url()).content.decode()
    assert "Cash" in page
    assert "1,200" in page
    assert AuditEntry.objects.filter(action="change_customer").exists()


def test_what_a_role_must_not_see_stands_on_none_of_its_pages(client, lilei):
    role = Role.objects.get(slug="sales")
    _define(label="Margin", rights={str(role.pk): "hidden"}, is_filtered=True)
    manager = _signed_in(client, "manager")
    url = reverse("customer_own_fields", args=[lilei.pk])
    assert client.post(url, {"own:margin": "41 percent"}).status_code == 204
    client.logout()
    assert manager
    _signed_in(client, "sales")
    for address in (
        lilei.get_absolute_url(),
        "/customers/?cols=name,own_margin",
        "/customers/?menu=columns",
        "/customers/?own_margin=41",
        f"/customers/{lilei.pk}/told?field=own:margin",
    ):
        answer = client.get(address)
        assert "41 percent" not in answer.content.decode(), address
        assert "Margin" not in answer.content.decode(), address


def test_lists_show_and_filter_by_the_fields_that_are_marked(client, lilei):
    _signed_in(client, "manager")
    _define("number", "Employees", is_filtered=True)
    other = add_customer(actor=MACHINE, kind="person", name="韩梅梅")
    for customer, value in ((lilei, "1200"), (other, "3")):
        client.post(reverse("customer_own_fields", args=[customer.pk]), {"own:employees": value})
    page = client.get("/customers/?cols=name,own_employees&own_employees=100..").content.decode()
    assert "李雷" in page
    assert "1,200" in page
    assert "韩梅梅" not in page


def test_a_field_moves_one_place_at_a_time(client):
    _signed_in(client, "admin")
    fields = [_define(label=label) for label in ("One", "Two", "Three")]
    client.post(reverse("order_own_fields"), {"up": fields[2].pk})
    assert [field.label_en for field in OwnField.objects.of("customer")] == ["One", "Three", "Two"]
    client.post(reverse("order_own_fields"), {"down": fields[0].pk})
    assert [field.label_en for field in OwnField.objects.of("customer")] == ["Three", "One", "Two"]


def test_a_field_that_search_knows_finds_its_customer(client, lilei):
    _signed_in(client, "manager")
    _define(label="Machine park", is_searched=True)
    _define(label="Remarks")
    typed = {"own:machine_park": "Zephyrus lathe", "own:remarks": "Quixotic"}
    assert client.post(reverse("customer_own_fields", args=[lilei.pk]), typed).status_code == 204
    assert "李雷" in client.get("/search?q=zephyrus").content.decode()
    assert "李雷" not in client.get("/search?q=quixotic").content.decode()


def test_many_customers_get_a_value_at_once_and_it_is_taken_back_at_once(client, lilei):
    _signed_in(client, "manager")
    _define("choice", choices=CHOICES)
    other = add_customer(actor=MACHINE, kind="person", name="韩梅梅")
    keys = [lilei.pk, other.pk]
    asked = {"bulk": "own", "ids": keys, "field": "own:payment_terms"}
    assert client.post("/customers/", {**asked, "value": "gold"}).status_code == 422
    answer = client.post("/customers/", {**asked, "value": "现金"})
    assert values_of("customer", keys) == {key: {"payment_terms": "cash"} for key in keys}
    client.post(json.loads(answer["HX-Trigger"])["toast"]["undo_url"])
    assert not any(values_of("customer", keys).values())


def test_who_has_no_field_to_fill_in_is_not_offered_it(client):
    _signed_in(client, "manager")
    assert "Fill in a field" not in client.get("/customers/").content.decode()


def test_every_kind_of_field_says_what_it_is_for(client):
    _signed_in(client, "admin")
    page = client.get("/setup/fields/new").content.decode()
    assert page.count("&amp;kind=") == len(OwnField.Kind.choices)
    assert "such as payment terms" in page
