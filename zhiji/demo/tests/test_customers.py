from collections import Counter
from datetime import datetime
from itertools import islice

import phonenumbers
import pytest

from zhiji.customers.parties.rules import PHONES, normal_point
from zhiji.demo import company, words_en, words_zh
from zhiji.demo.customers import draw_family, families
from zhiji.demo.facts import Family, Party
from zhiji.lib.text import has_cjk

NOW = datetime.fromisoformat("2026-11-20T17:00:00+08:00")
MANY = 3000


@pytest.fixture(scope="module")
def made() -> list[Family]:
    return list(families(2026, NOW, MANY))


@pytest.fixture(scope="module")
def parties(made: list[Family]) -> list[Party]:
    return [party for family in made for party in family.parties]


def test_the_same_seed_makes_the_same_customers(made):
    assert repr(list(families(2026, NOW, MANY))) == repr(made)


def test_another_seed_makes_others(made):
    assert repr(list(families(2027, NOW, 50))) != repr(made[: len(list(families(2027, NOW, 50)))])


def test_a_customer_is_the_same_however_many_are_made(made):
    assert repr(draw_family(2026, 700, NOW)) == repr(made[700])
    assert repr(next(families(2026, NOW, 100, first=40))) == repr(made[40])


def test_as_many_are_made_as_asked_for(parties):
    assert MANY <= len(parties) < MANY + 16
    assert len(list(islice(families(2026, NOW, 10**9), 5))) == 5


def test_every_mail_and_web_domain_is_reserved_and_can_not_exist(parties):
    domains = {
        point.value.rpartition("@")[2]
        for party in parties
        for point in party.points
        if point.kind in ("mail", "domain", "website")
    }
    domains |= {line.mail.rpartition("@")[2] for line in company.LINES} | {company.DOMAIN}
    assert domains
    assert all(domain.endswith(".example") for domain in domains)


def test_every_phone_number_is_valid_and_written_as_it_is_looked_up(parties):
    points = [point for party in parties for point in party.points if point.kind in PHONES]
    assert len(points) > MANY / 2
    faulty = [p.value for p in points if not phonenumbers.is_valid_number(phonenumbers.parse(p.value))]
    assert faulty == []


def test_contact_points_have_the_normal_form_under_which_they_are_found(parties):
    for party in parties:
        for point in party.points:
            normal = normal_point(point.kind, point.typed)
            assert (normal.kind, normal.value, normal.extension, normal.fault) == (
                point.kind, point.value, point.extension, "",
            )  # fmt: skip


def test_no_two_persons_share_a_mobile_number_or_a_mail_address(parties):
    counts = Counter(p.value for party in parties for p in party.points if p.kind in ("mobile", "mail"))
    assert [value for value, count in counts.items() if count > 1] == []


def test_no_two_organisations_share_a_domain(parties):
    counts = Counter(p.value for party in parties for p in party.points if p.kind == "domain")
    assert max(counts.values()) == 1


def test_seven_in_ten_are_chinese(parties):
    share = sum(party.language == "zh-hans" for party in parties) / len(parties)
    assert 0.65 < share < 0.75
    assert {party.language for party in parties} == {"zh-hans", "en"}


def test_chinese_names_are_a_family_name_and_one_or_two_characters(parties):
    surnames = {name for name, _ in words_zh.SURNAMES}
    people = [party for party in parties if party.kind == "person" and party.language == "zh-hans"]
    for person in people:
        assert person.family_name in surnames
        given = person.name.removeprefix(person.family_name)
        assert 1 <= len(given) <= 2
        assert all(has_cjk(character) for character in person.name)


def test_all_categories_have_customers(parties):
    assert {party.category for party in parties} == {
        "home", "small_business", "large_business", "education", "government", "partner",
    }  # fmt: skip


def test_families_hang_together(made):
    for family in made:
        keys = {party.key for party in family.parties}
        assert len(keys) == family.size <= 16
        assert all(role.person in keys and role.organisation in keys for role in family.roles)
        assert all(party.parent in keys for party in family.parties if party.parent)
        assert len(family.roles) == (len(family.persons) if family.organisations else 0)


def test_few_customers_have_much_history_and_most_have_little(made):
    activity = sorted((family.activity for family in made), reverse=True)
    assert activity[0] > 1000
    assert sorted(activity)[len(activity) // 2] <= 2


def test_trade_names_spell_different_domains():
    assert len({latin for _, latin in words_zh.TRADE_NAMES}) == len(words_zh.TRADE_NAMES)
    assert len({latin for _, latin in words_en.HEADS}) == len(words_en.HEADS)


def test_there_is_a_sign_in_for_each_kind_of_work():
    roles = [role for _, _, _, role in company.sign_ins()]
    assert roles == ["administrator", "sales_manager", "salesperson", "service_agent", "viewer"]
    teams = {team.key for team in company.TEAMS}
    assert all(person.team in teams for person in company.STAFF)
    assert all(team.parent in teams for team in company.TEAMS if team.parent)
    assert len(company.STAFF) == 25
