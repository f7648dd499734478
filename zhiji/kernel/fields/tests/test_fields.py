import pytest
from django.db.models import Q

from zhiji.kernel.access.actor import Actor
from zhiji.kernel.access.models import Role
from zhiji.kernel.audit.models import AuditEntry
from zhiji.kernel.errors import Denied, Refused
from zhiji.kernel.fields.actions import (
    change_field,
    define_field,
    order_fields,
    restore_field,
    retire_field,
)
from zhiji.kernel.fields.faults import fault_text
from zhiji.kernel.fields.keeping import keep_own
from zhiji.kernel.fields.models import OwnIndex
from zhiji.kernel.fields.queries import (
    condition_of,
    fields_for,
    hidden_names,
    right_to,
    values_of,
    with_value,
    without_hidden,
)
from zhiji.kernel.fields.rules import read_value
from zhiji.kernel.users.models import Team

pytestmark = pytest.mark.django_db
MACHINE = Actor.machine("test")
CHOICES = [{"key": "net30", "en": "30 days", "zh": "30天"}, {"key": "cash", "en": "Cash", "zh": "现金"}]


def _define(kind="text", label="Payment terms", **values):
    return define_field(actor=MACHINE, record_kind="team", kind=kind, label_en=label, **values)


def test_a_field_is_defined_once_under_a_lasting_key_and_audited():
    first, second = _define(), _define()
    assert (first.key, second.key) == ("payment_terms", "payment_terms_2")
    assert AuditEntry.objects.filter(action="define_field").count() == 2


def test_only_an_administrator_defines_fields():
    seller = Actor(kind="user", name="Seller", user_id=1, rights={"customer.change": "all"})
    with pytest.raises(Denied):
        define_field(actor=seller, record_kind="team", kind="text", label_en="Size")


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "choice"},
        {"kind": "colour"},
        {"label": "  "},
        {"rights": {"1": "peek"}},
        {"is_searched": True, "rights": {"1": "hidden"}},
    ],
)
def test_a_field_that_could_not_work_is_refused(values):
    with pytest.raises(Refused):
        _define(**values)


def test_values_are_read_kept_and_found_again():
    terms = _define("choice", choices=CHOICES, is_filtered=True)
    size = _define("number", "Size", is_filtered=True)
    south, north = (Team.objects.create(name=name) for name in ("South", "North"))
    keep_own("team", {south.pk: {"own:payment_terms": "net30", "own:size": "1200"}})
    keep_own("team", {north.pk: {"own:size": "3"}})
    assert values_of("team", [south.pk]) == {south.pk: {"payment_terms": "net30", "size": "1200"}}
    rows = Team.objects.all()
    assert list(with_value(rows, terms, condition_of(terms, "net30"))) == [south]
    assert list(with_value(rows, size, condition_of(size, (100, None)))) == [south]
    assert list(with_value(rows, size, condition_of(size, (None, 100)))) == [north]


def test_a_very_common_value_is_found_by_looking_at_each_row(monkeypatch):
    monkeypatch.setattr("zhiji.kernel.fields.queries.FEW", 1)
    terms = _define("choice", choices=CHOICES, is_filtered=True)
    teams = [Team.objects.create(name=f"Team {n}") for n in range(4)]
    keep_own("team", {team.pk: {"own:payment_terms": "cash"} for team in teams[:3]})
    found = with_value(Team.objects.order_by("pk"), terms, condition_of(terms, "cash"))
    assert list(found) == teams[:3]
    assert list(with_value(found, terms, Q(text="net30"))) == []


def test_an_emptied_value_goes_from_the_record_and_from_filters():
    terms = _define("choice", choices=CHOICES, is_filtered=True)
    keep_own("team", {7: {"own:payment_terms": "cash"}})
    keep_own("team", {7: {"own:payment_terms": None}})
    assert values_of("team", [7]) == {7: {}}
    assert not OwnIndex.objects.filter(field=terms).exists()


def test_marking_a_field_for_filters_later_takes_the_values_that_are_there():
    terms = _define("choices", choices=CHOICES)
    keep_own("team", {1: {"own:payment_terms": ["cash", "net30"]}, 2: {"own:payment_terms": ["cash"]}})
    assert OwnIndex.objects.count() == 0
    change_field(actor=MACHINE, field_id=terms.pk, values={"is_filtered": True})
    assert sorted(OwnIndex.objects.values_list("object_id", "text")) == [
        (1, "cash"),
        (1, "net30"),
        (2, "cash"),
    ]
    change_field(actor=MACHINE, field_id=terms.pk, values={"is_filtered": False})
    assert OwnIndex.objects.count() == 0


def test_what_does_not_fit_a_field_is_told_in_a_sentence():
    size, founded = _define("number", "Size", options={"min": 1}), _define("date", "Founded")
    assert fault_text(size, read_value(size.shape, "0").fault) == "Size must be at least 1."
    assert "such as 2026-03-01" in fault_text(founded, read_value(founded.shape, "soon").fault)


def test_a_role_from_whom_a_field_is_hidden_neither_sees_nor_writes_it():
    role = Role.objects.create(slug="porter", name="Porter")
    porter = Actor(kind="user", name="Porter", user_id=1, roles=frozenset({role.pk}))
    secret = _define(label="Margin", rights={str(role.pk): "hidden"})
    shown = _define(label="Size", rights={str(role.pk): "read"})
    assert fields_for(porter, "team") == [shown]
    assert fields_for(porter, "team", to="write") == []
    assert hidden_names(porter, "team") == {secret.name}
    assert without_hidden(porter, "team", {"own:margin": "9", "own:size": "1", "name": "x"}) == {
        "own:size": "1",
        "name": "x",
    }
    assert right_to(porter, shown) == "read"


def test_a_retired_field_is_out_of_use_and_comes_back_with_its_values():
    field = _define()
    keep_own("team", {1: {"own:payment_terms": "cash"}})
    retire_field(actor=MACHINE, field_id=field.pk)
    assert fields_for(MACHINE, "team") == []
    restore_field(actor=MACHINE, field_id=field.pk)
    assert fields_for(MACHINE, "team") == [field]
    assert values_of("team", [1]) == {1: {"payment_terms": "cash"}}


def test_fields_stand_in_the_order_they_are_put_into():
    fields = [_define(label=label) for label in ("One", "Two", "Three")]
    order_fields(actor=MACHINE, record_kind="team", ids=[fields[2].pk, fields[0].pk, fields[1].pk])
    assert [field.label_en for field in fields_for(MACHINE, "team")] == ["Three", "One", "Two"]
