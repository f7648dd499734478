from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from zhiji.kernel.access.actor import Actor
from zhiji.kernel.events import dispatch, table
from zhiji.kernel.events.actions import publish
from zhiji.kernel.events.base import EVENTS, Event
from zhiji.kernel.events.dispatch import dispatch_events, retry_deliveries
from zhiji.kernel.events.models import Delivery, EventRecord
from zhiji.kernel.users.models import Team

ACTOR = Actor.machine("test")


@dataclass(frozen=True)
class SomethingTested(Event):
    """A test happened."""

    number: int


def make_team(event: SomethingTested, actor: Actor) -> None:
    Team.objects.create(name=f"team {event.number}")


def fail(event: SomethingTested, actor: Actor) -> None:
    Team.objects.create(name="must not stay")
    raise RuntimeError("broken on purpose")


@pytest.fixture
def wired(monkeypatch):
    """Wire handlers for one test alone."""
    monkeypatch.setattr(table, "_handlers", {})
    return lambda *handlers: table.wire({SomethingTested: [("", handler) for handler in handlers]})


@pytest.mark.django_db(transaction=True)
def test_an_event_of_a_transaction_that_failed_never_happened(wired):
    wired(make_team)

    def fail_after_publishing() -> None:
        with transaction.atomic():
            publish(SomethingTested(1), actor=ACTOR)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_publishing()
    assert dispatch_events() == 0
    assert not EventRecord.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_each_event_reaches_its_handler_once(wired):
    wired(make_team)
    for number in range(5):
        publish(SomethingTested(number), actor=ACTOR)
    while dispatch_events():
        pass
    assert sorted(Team.objects.values_list("name", flat=True)) == [f"team {n}" for n in range(5)]
    assert not EventRecord.objects.pending().exists()


@pytest.mark.django_db(transaction=True)
def test_a_handler_that_fails_does_not_stop_the_others_and_is_tried_again(wired, monkeypatch):
    wired(fail, make_team)
    publish(SomethingTested(7), actor=ACTOR)
    assert dispatch_events() == 1
    assert [team.name for team in Team.objects.all()] == ["team 7"]
    delivery = Delivery.objects.get()
    assert "broken on purpose" in delivery.error
    assert delivery.next_try_at > timezone.now()

    Delivery.objects.update(next_try_at=timezone.now() - timedelta(seconds=1))
    assert retry_deliveries() == 1
    assert Delivery.objects.get().attempts == 2

    Delivery.objects.update(next_try_at=timezone.now() - timedelta(seconds=1))
    monkeypatch.setattr(dispatch, "_again", lambda kind, handler, delivery: None)
    retry_deliveries()
    assert not Delivery.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_who_tries_again_waits_for_others_as_long_as_it_takes(wired, monkeypatch):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer")
    wired(fail)
    publish(SomethingTested(1), actor=ACTOR)
    while dispatch_events():
        pass
    Delivery.objects.update(next_try_at=timezone.now() - timedelta(seconds=1))
    shown = []

    def look(kind, handler, delivery):
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('lock_timeout')")
            shown.append(cursor.fetchone()[0])

    monkeypatch.setattr(dispatch, "_again", look)
    retry_deliveries()
    assert shown == ["0"]


@pytest.mark.django_db(transaction=True)
def test_after_the_last_try_a_person_must_look(wired):
    wired(fail)
    publish(SomethingTested(1), actor=ACTOR)
    dispatch_events()
    Delivery.objects.update(attempts=dispatch.TRIES - 1, next_try_at=timezone.now())
    retry_deliveries()
    assert Delivery.objects.get().next_try_at is None


@pytest.mark.django_db(transaction=True)
def test_an_event_whose_name_nobody_knows_any_more_stops_nothing(wired):
    wired(make_team)
    EventRecord.objects.create(name="old.Forgotten", data={}, pending=True)
    publish(SomethingTested(1), actor=ACTOR)
    dispatch_events()
    assert Team.objects.count() == 1


def test_an_event_is_restored_without_fields_it_no_longer_has():
    assert EVENTS[SomethingTested.name].restore({"number": 3, "gone": "x"}) == SomethingTested(3)
