from datetime import timedelta

import pytest
from django.utils import timezone

from zhiji.customers.identity.pairs.models import MatchPair
from zhiji.customers.parties.actions import add_customer, mark_contact_point
from zhiji.customers.parties.models import ContactPoint, Customer
from zhiji.customers.quality import tasks
from zhiji.customers.quality.actions import (
    ask_after_all,
    ask_later,
    mark_point,
    note_quality_day,
    note_reached,
    reckon_quality,
)
from zhiji.customers.quality.gathering import required_fields
from zhiji.customers.quality.models import Quality, QualityDay
from zhiji.customers.quality.queries import due, turn_after
from zhiji.customers.quality.registry import Reached
from zhiji.customers.quality.rules import WEIGHTS, Known, Question, question
from zhiji.customers.sources.actions import note_claims, save_survivorship
from zhiji.customers.sources.models import Import, Source
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.events.models import EventRecord
from zhiji.kernel.fields.keeping import forget_fields
from zhiji.kernel.fields.models import OwnField

MACHINE = Actor.machine("test")
pytestmark = pytest.mark.django_db


def person(name="Lena Feld", points=(("mail", "lena@feld.example"),), **values):
    return add_customer(actor=MACHINE, kind="person", name=name, points=points, **values)


def quality(customer):
    reckon_quality(actor=MACHINE, ids=[customer.pk])
    customer.refresh_from_db()
    return Quality.objects.get(pk=customer.pk)


def aged(customer, days):
    then = timezone.now() - timedelta(days=days)
    ContactPoint.objects.filter(customer=customer).update(created_at=then)
    Customer.objects.filter(pk=customer.pk).update(created_at=then)


def test_a_score_stands_with_its_parts_on_the_customer_and_in_its_own_row():
    lena = person()
    row = quality(lena)
    assert lena.quality == row.score
    assert (row.completeness, row.freshness, row.agreement, row.uniqueness) == (35, 100, 100, 100)
    assert (row.question, row.why) == ("mobile", "missing")


def test_a_bounce_lowers_the_score_and_asks_for_another_address():
    lena = person(points=[("mail", "lena@feld.example"), ("mobile", "13800138000")])
    before = quality(lena)
    mark_contact_point(actor=MACHINE, kind="mail", value="lena@feld.example", works=False, reason="550")
    after = quality(lena)
    assert after.score < before.score
    assert (after.question, after.why) == ("mail", "fails")


def test_an_old_value_is_stale_until_a_person_says_it_again():
    lena = person(points=[("mail", "lena@feld.example"), ("mobile", "13800138000")])
    aged(lena, 900)
    stale = quality(lena)
    assert stale.why == "stale"
    entry = {"kind": "mobile", "typed": "13800138000", "value": "+8613800138000"}
    note_claims(actor=MACHINE, source="people", customer_id=lena.pk, values={"points": [entry]})
    fresher = quality(lena)
    assert fresher.freshness > stale.freshness
    assert (fresher.question, fresher.why) == ("mail", "stale")


def test_the_age_that_the_house_set_for_a_field_counts():
    lena = person()
    aged(lena, 100)
    assert quality(lena).freshness == 100
    save_survivorship(actor=MACHINE, field="mail", order=["works"], stale_after=50)
    assert quality(lena).freshness < 50


def test_sources_that_disagree_make_the_question_which_is_right():
    lena = person(points=[], source="one-list", values={"region": "East"})
    Source.objects.create(key="other-list", name="Other", trust=50)
    Customer.objects.filter(pk=lena.pk).update(name="Lena Feld")
    values = {"name": "Elena Feldmann"}
    note_claims(actor=MACHINE, source="other-list", customer_id=lena.pk, values=values, external_id="1")
    assert quality(lena).agreement < 100


def test_a_suspected_duplicate_lowers_uniqueness_of_both():
    one, other = person(), person("Lena Field", points=[])
    MatchPair.objects.create(
        left=min(one, other, key=lambda c: c.pk), right=max(one, other, key=lambda c: c.pk),
        weight=3.0, created_at=timezone.now(),
    )  # fmt: skip
    assert quality(one).uniqueness == quality(other).uniqueness == 11


def test_a_field_of_ones_own_is_asked_for_only_where_it_must_be_filled_in():
    lena = person()
    fields = [
        OwnField.objects.create(record="customer", key=key, kind="text", label_en=key, required=required)
        for key, required in (("shoe", False), ("size", True))
    ]
    forget_fields("customer")
    known = {name: Known(True) for name in WEIGHTS["person"]}
    assert [one.name for one in required_fields()] == [fields[1].name]
    assert question("person", {**known, "own:size": Known()}, activity=1.0) == Question(
        "own:size", "missing", 5
    )
    assert quality(lena).completeness == 35
    forget_fields("customer")


def test_a_question_put_off_stays_away_for_thirty_days_or_until_there_is_another_reason():
    lena = person(points=[("mail", "lena@feld.example"), ("mobile", "13800138000")])
    assert quality(lena).question == "organisation"
    ask_later(actor=MACHINE, customer_id=lena.pk)
    assert quality(lena).question == ""
    mark_contact_point(actor=MACHINE, kind="mail", value="lena@feld.example", works=False)
    assert quality(lena).question == "mail"
    Quality.objects.update(put_off_until=timezone.now() - timedelta(days=1))
    assert due(0, timezone.now(), 10) == [lena.pk]


def test_a_question_put_off_by_mistake_comes_back():
    lena = person()
    quality(lena)
    ask_later(actor=MACHINE, customer_id=lena.pk)
    assert ask_after_all(actor=MACHINE, customer_id=lena.pk).question == "mobile"


def test_one_customers_number_is_noted_as_wrong_without_touching_those_who_share_it():
    one, other = (person(name, points=[("phone", "021-5555 0101")]) for name in ("Ann Ort", "Bea Ort"))
    point = one.contact_points.get()
    mark_point(actor=MACHINE, point_id=point.pk, state="fails", reason="wrong_number")
    assert ContactPoint.objects.get(customer=one).state == "fails"
    assert ContactPoint.objects.get(customer=other).state == "unknown"


def test_an_address_that_a_customer_wrote_from_works_and_is_written_down_once():
    lena = person()
    reached = [Reached(lena.pk, "mail", "lena@feld.example"), Reached(lena.pk, "mail", "strange@x.example")]
    assert note_reached(actor=MACHINE, reached=reached) == 1
    assert note_reached(actor=MACHINE, reached=reached) == 0
    assert lena.contact_points.get().state == "works"


@pytest.fixture
def turn(monkeypatch):
    """Take a turn of the queue at once, with all facts settled."""

    def take():
        EventRecord.objects.update(at=timezone.now() - timedelta(minutes=1))
        Customer.objects.update(created_at=timezone.now() - timedelta(minutes=1))
        monkeypatch.setattr(tasks, "_next_turn", 0.0)
        return tasks.follow_changes()

    return take


def test_the_score_follows_a_change_by_itself(turn):
    lena = person()
    turn()
    assert Quality.objects.get(pk=lena.pk).question == "mobile"
    mark_contact_point(actor=MACHINE, kind="mail", value="lena@feld.example", works=False)
    turn()
    assert Quality.objects.get(pk=lena.pk).validity < 100


def test_a_change_of_a_person_is_followed_by_their_organisation_too(turn):
    ltd = add_customer(actor=MACHINE, kind="organisation", name="Feld Ltd")
    turn()
    before = Quality.objects.get(pk=ltd.pk).completeness
    person(organisation_id=ltd.pk)
    turn()
    assert Quality.objects.get(pk=ltd.pk).completeness > before


def test_what_came_too_late_is_waited_for_with_all_that_has_a_higher_key():
    now, then = timezone.now(), timezone.now() - timedelta(minutes=1)
    keys = [person(name).pk for name in ("Lena Feld", "Ida Berg", "Udo Tal")]
    facts = list(EventRecord.objects.order_by("pk").values_list("pk", flat=True))
    assert len(facts) > 2
    Customer.objects.exclude(pk=keys[1]).update(created_at=then)
    EventRecord.objects.exclude(pk=facts[1]).update(at=then)
    turn = turn_after(now, 100, 100)
    assert (turn.newcomers, turn.last_customer, turn.last_event) == (keys[:1], keys[0], facts[0])
    later = turn_after(now + timedelta(seconds=30), 100, 100)
    assert (later.newcomers, later.last_event) == (keys, facts[-1])


def test_newcomers_wait_while_a_list_comes_in(turn):
    lena = person()
    EventRecord.objects.all().delete()
    running = Import.objects.create(name="list", state=Import.State.RUNNING)
    turn()
    assert not Quality.objects.filter(pk=lena.pk).exists()
    running.state = Import.State.DONE
    running.save()
    turn()
    assert Quality.objects.filter(pk=lena.pk).exists()


def test_nothing_is_reckoned_again_before_something_happens(turn):
    person()
    assert turn() == 1
    assert turn() == 0


def test_the_nightly_job_goes_on_where_it_was_stopped(monkeypatch):
    ids = [person(f"Ann {number}", points=[]).pk for number in range(5)]
    monkeypatch.setattr(tasks, "BLOCK", 2)
    reckon_quality(actor=MACHINE, ids=ids[:2])
    assert tasks.reckon_all.func() == 3
    assert tasks.reckon_all.func() == 0
    Quality.objects.filter(pk=ids[4]).update(at=timezone.now() - timedelta(days=8))
    assert tasks.reckon_all.func() == 1


def test_a_customer_who_goes_away_while_scores_are_reckoned_is_left_out(monkeypatch):
    stays, goes = person(points=[]), person("Bea", points=[])
    reckoned = tasks.scored

    def meanwhile(ids, now):
        found = reckoned(ids, now)
        Customer.objects.filter(pk=goes.pk).delete()
        return found

    monkeypatch.setattr(tasks, "scored", meanwhile)
    tasks._reckon([stays.pk, goes.pk])
    assert list(Quality.objects.values_list("pk", flat=True)) == [stays.pk]


def test_the_day_is_noted_for_all_and_by_source_once():
    Source.objects.create(key="fair", name="Fair", trust=50)
    one = person("Ann", points=[], source="fair")
    two = person("Bea", source="")
    note_claims(actor=MACHINE, source="fair", customer_id=two.pk, values={"region": "East"}, external_id="7")
    reckon_quality(actor=MACHINE, ids=[one.pk, two.pk])
    for _again in range(2):
        note_quality_day(actor=MACHINE, day=timezone.localdate())
    counted = {(row.of, row.key): row.customers for row in QualityDay.objects.all()}
    assert counted == {("all", ""): 2, ("source", "fair"): 2, ("source", "unknown"): 1}
    scores = dict(Quality.objects.values_list("pk", "score"))
    assert QualityDay.objects.get(of="all").score == pytest.approx(sum(scores.values()) / 2, abs=0.1)
