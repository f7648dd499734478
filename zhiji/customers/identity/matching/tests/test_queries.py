import pytest
from django.utils import timezone

from zhiji.customers.identity.matching.blocking import keys_of
from zhiji.customers.identity.matching.keeping import keep_all_keys, keep_keys, match_base
from zhiji.customers.identity.matching.models import MatchKey, MatchRun
from zhiji.customers.identity.matching.queries import key_number, likenesses_of, records_of
from zhiji.customers.identity.matching.runs import kept_run
from zhiji.customers.identity.matching.whole import STEPS, match_everybody
from zhiji.customers.identity.pairs.actions import set_thresholds
from zhiji.customers.identity.pairs.models import MatchPair
from zhiji.customers.identity.pairs.queries import zones_of
from zhiji.customers.parties.models import Affiliation, ContactPoint, Customer, Identifier
from zhiji.kernel.access.actor import Actor

pytestmark = pytest.mark.django_db


def _organisation(name, **points):
    customer = Customer.objects.create(kind="organisation", name=name, sort_name=name)
    _reach(customer, points)
    return customer


def _person(name, employer=None, **points):
    customer = Customer.objects.create(kind="person", name=name, sort_name=name)
    _reach(customer, points)
    if employer:
        Affiliation.objects.create(person=customer, organisation=employer, title="采购经理", is_primary=True)
    return customer


def _reach(customer, points):
    for kind, value in points.items():
        ContactPoint.objects.create(customer=customer, kind=kind, typed=value, value=value)


def test_a_customer_is_read_with_all_that_is_known_of_it():
    firm = _organisation("深圳蓝天电子有限公司", phone="+8675526001234", domain="lantian.example")
    Identifier.objects.create(
        customer=firm, scheme="tax", value="91440300192282776X", verified_at=timezone.now()
    )
    Identifier.objects.create(customer=firm, scheme="tax", value="unproved")
    record = records_of([firm.pk])[0]
    assert (record.brand, record.town, record.phones) == ("蓝天", "深圳市", ["+8675526001234"])
    assert (record.domains, record.tax) == (["lantian.example"], ["91440300192282776X"])


def test_a_domain_at_which_anybody_has_a_mailbox_says_nothing_of_a_firm():
    firm = _organisation("深圳蓝天电子有限公司", domain="163.com")
    assert records_of([firm.pk])[0].domains is None


def test_a_person_is_read_with_the_firm_they_work_for():
    firm = _organisation("深圳蓝天电子有限公司")
    person = _person("李雷", firm, mobile="+8613800138000", mail="lilei@lantian.example")
    record = records_of([person.pk])[0]
    assert (record.kind, record.family, record.given) == ("person", "李", "雷")
    assert (record.core, record.title, record.mails) == ("蓝天电子", "采购经理", ["lilei@lantian.example"])


def test_a_newcomer_finds_the_customer_they_are():
    there = _organisation("深圳市蓝天电子有限公司", phone="+8675526001234", domain="lantian.example")
    _organisation("上海恒通贸易有限公司", phone="+862126001234")
    keep_all_keys("organisation")
    new = _organisation("深圳蓝天电子", phone="+8675526001234", domain="lantian.example")
    keep_keys([new.pk])
    found = likenesses_of(new.pk)
    assert [one.id for one in found] == [there.pk]
    assert found[0].evidence.weight > 10


def test_looking_for_likenesses_asks_a_fixed_number_of_questions(django_assert_max_num_queries):
    for number in range(30):
        _organisation(f"深圳蓝天电子有限公司{number}", phone="+8675526001234")
    keep_all_keys("organisation")
    new = _organisation("深圳蓝天电子有限公司", phone="+8675526001234")
    with django_assert_max_num_queries(12):
        likenesses_of(new.pk)


def test_keys_are_kept_once_however_often_they_are_written():
    firm = _organisation("深圳蓝天电子有限公司", phone="+8675526001234")
    first = keep_keys([firm.pk])
    assert keep_keys([firm.pk]) == first == MatchKey.objects.filter(customer=firm).count()
    numbers = {key_number("organisation", key) for key in keys_of(records_of([firm.pk])[0])}
    assert numbers == set(MatchKey.objects.values_list("key", flat=True))
    assert key_number("person", "p:1") != key_number("organisation", "p:1")


def test_somebody_who_is_gone_finds_nobody():
    assert likenesses_of(4_711) == []


def test_a_run_over_the_whole_base_keeps_what_it_learned():
    pytest.importorskip("splink", reason="the extra `matching` (Splink, Arrow) is not installed")
    for name in ("深圳蓝天电子有限公司", "深圳市蓝天电子", "上海恒通贸易有限公司"):
        _organisation(name, phone="+8675526001234" if "蓝天" in name else "+862126001234")
    with kept_run("organisation") as run:
        found, explain = match_base(run)
    assert (run.state, run.counts["records"]) == (MatchRun.State.DONE, 3)
    assert run.automatic >= run.ask
    assert len(found.groups) + len(found.questions) >= 1
    one, other = [*found.groups, *found.questions][0][:2]
    assert explain(one, other).weight > run.ask


def test_whoever_is_surely_the_same_is_merged_or_asked_about():
    pytest.importorskip("splink", reason="the extra `matching` (Splink, Arrow) is not installed")
    for name in ("深圳蓝天电子有限公司", "深圳市蓝天电子有限公司", "上海恒通贸易有限公司"):
        mine = "蓝天" in name
        _organisation(
            name,
            phone="+8675526001234" if mine else "+862126001234",
            domain="lantian.example" if mine else "ht.example",
        )
    steps: list[str] = []
    counts = match_everybody("organisation", steps.append)
    assert steps == list(STEPS)
    assert counts["records"] == 3
    assert counts["keys"] > 6
    assert Customer.objects.filter(kind="organisation").count() == 3
    assert MatchPair.objects.filter(state="open").count() == 1
    run = MatchRun.objects.get()
    assert (zones_of("organisation").merge_from, zones_of("organisation").ask_from) == (
        run.automatic,
        run.ask,
    )


def test_once_it_is_switched_on_a_run_merges_what_is_sure_by_the_thresholds_people_set():
    pytest.importorskip("splink", reason="the extra `matching` (Splink, Arrow) is not installed")
    for name in ("深圳蓝天电子有限公司", "深圳市蓝天电子有限公司"):
        _organisation(name, phone="+8675526001234", domain="lantian.example")
    boss = Actor("user", "Boss", rights={"match.set": "all"})
    set_thresholds(actor=boss, kind="organisation", merge_from=500.0, ask_from=0.0, by_itself=True)
    assert match_everybody("organisation")["merged"] == 0
    set_thresholds(actor=boss, kind="organisation", merge_from=5.0, ask_from=0.0)
    assert match_everybody("organisation")["merged"] == 1
    assert Customer.objects.filter(kind="organisation").count() == 1
