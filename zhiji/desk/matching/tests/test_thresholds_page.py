import re

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from zhiji.customers.identity.matching import extra
from zhiji.customers.identity.matching.models import MatchRun
from zhiji.customers.identity.matching.parameters import COMPARISONS
from zhiji.customers.identity.matching.scoring import forbidden
from zhiji.customers.identity.matching.telling import told_done
from zhiji.customers.identity.pairs.actions import Candidate, propose_pairs, set_thresholds
from zhiji.customers.identity.pairs.models import MatchPair, MatchThreshold
from zhiji.customers.identity.pairs.queries import zones_of
from zhiji.desk.matching.words import FIELDS, FORBIDDEN, SEEN
from zhiji.kernel.access.actor import Actor

PAGE = "/matching/thresholds/person"
BOSS = Actor("user", "Boss", rights={"match.set": "all"})


@pytest.fixture
def sure_pair(person) -> MatchPair:
    """Two people who are surely one, as a run would ask about them."""
    sides = sorted(person(name).pk for name in ("李雷", "Li Lei"))
    found = Candidate(*sides, 20.0, {"kind": "person", "steps": [], "forbidden": ""})
    propose_pairs(actor=Actor.machine("test"), candidates=[found])
    return MatchPair.objects.get()


def test_merging_by_itself_is_off_and_the_page_says_what_it_would_do(manager, sure_pair):
    page = manager.get(PAGE).content.decode()
    assert "Nobody is merged without being asked about" in page
    assert "At this threshold 1 pair that waits would be merged without asking." in page
    assert f'href="/matching/{sure_pair.pk}"' in page


def test_what_a_hard_rule_forbids_is_neither_counted_nor_called_sure(manager, sure_pair):
    sure_pair.evidence = {**sure_pair.evidence, "forbidden": "given"}
    sure_pair.save()
    assert "none of the pairs that wait would be merged" in manager.get(PAGE).content.decode()
    assert "badge-good" not in manager.get("/matching/queue").content.decode()


def test_whoever_may_switches_it_on_without_moving_the_thresholds(manager):
    zones = zones_of("person")
    sent = {"merge_from": zones.merge_from, "ask_from": zones.ask_from}
    assert manager.post(PAGE, sent | {"by_itself": "on"}).status_code == 302
    row = MatchThreshold.objects.get()
    assert (row.kind, row.by_itself, row.is_moved) == ("person", True, False)
    assert "as soon as it is found" in manager.get(PAGE).content.decode()
    manager.post(PAGE, {**sent, "merge_from": 20})
    row.refresh_from_db()
    assert (row.by_itself, row.is_moved) == (False, True)


def test_the_zones_follow_the_switch_before_it_is_set(manager):
    asked = manager.get(f"{PAGE}/zones", {"merge_from": 10, "ask_from": 0, "by_itself": "on"})
    assert "merged by itself" in asked.content.decode()
    assert not MatchThreshold.objects.exists()


def test_the_queue_calls_what_is_above_the_threshold_sure(manager, sure_pair):
    assert "badge-good" in manager.get("/matching/queue").content.decode()
    set_thresholds(actor=BOSS, kind="person", merge_from=30.0, ask_from=0.0)
    assert "badge-good" not in manager.get("/matching/queue").content.decode()


def test_all_customers_are_looked_through_once_however_often_it_is_asked_for(manager, monkeypatch):
    monkeypatch.setattr(extra, "PACKAGES", ())
    for _ in range(2):
        assert "<progress" in manager.post(f"{PAGE}/look-through").content.decode()
    assert DBTaskResult.objects.count() == 1
    told_done(6)
    assert "Look through all customers now" in manager.get(f"{PAGE}/run").content.decode()


@pytest.mark.parametrize(
    ("language", "words"), [("en", "was stopped before its end"), ("zh-hans", "中途停止")]
)
def test_a_run_that_was_killed_is_told_of_until_the_next_is_done(manager, monkeypatch, language, words):
    monkeypatch.setattr(extra, "PACKAGES", ())
    run = MatchRun.objects.create(kind="person", state="stopped", started_at=timezone.now())
    told = {"HTTP_ACCEPT_LANGUAGE": language}
    assert words in manager.get(f"{PAGE}/run", **told).content.decode()
    assert words not in manager.get("/matching/thresholds/organisation/run", **told).content.decode()
    MatchRun.objects.create(kind="person", state="done", started_at=run.started_at)
    assert words not in manager.get(f"{PAGE}/run", **told).content.decode()


def test_without_the_packages_the_page_says_how_to_install_them(manager, monkeypatch):
    monkeypatch.setattr(extra, "PACKAGES", ("no_such_package",))
    page = manager.get(PAGE).content.decode()
    assert "zhiji[matching]" in page
    assert "Look through all customers now" not in page
    manager.post(f"{PAGE}/look-through")
    assert not DBTaskResult.objects.exists()


def test_every_hard_rule_has_words_for_people():
    assert set(re.findall(r'"(\w+)":', forbidden.__doc__ or "")) == FORBIDDEN.keys()


def test_every_compared_field_and_grade_has_words_for_people():
    for several in COMPARISONS.values():
        for one in several:
            assert one.field in FIELDS
            assert all(any(grade.code.startswith(start) for start, _text in SEEN) for grade in one.grades)
