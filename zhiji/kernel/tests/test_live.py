import threading
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone

from zhiji.kernel.access.actor import Actor
from zhiji.kernel.events.actions import signal_pages
from zhiji.kernel.events.models import EventRecord
from zhiji.kernel.live.hub import QUEUE_LENGTH, Hub, Subscriber
from zhiji.kernel.live.missed import MOST_LOOKED_AT, missed_topics, read_seconds
from zhiji.kernel.live.tail import Seen, open_tail
from zhiji.kernel.live.topics import may_listen


def signal_elsewhere(*topics: str) -> None:
    """Writes from another connection, as another process would."""

    def write() -> None:
        signal_pages(topics)
        connections.close_all()

    thread = threading.Thread(target=write)
    thread.start()
    thread.join()


@pytest.mark.django_db(transaction=True)
def test_a_tail_sees_what_others_write_and_nothing_from_before():
    signal_pages(["customer:1"])
    tail = open_tail()
    try:
        assert tail.wait(0.05) == []
        signal_elsewhere("customer:2", "inbox")
        seen = tail.wait(2.0)
        assert [event.topics for event in seen] == [("customer:2", "inbox")]
        assert tail.wait(0.05) == []
    finally:
        tail.close()


@pytest.mark.django_db(transaction=True)
def test_postgresql_rings_without_an_event_to_wake_workers():
    from zhiji.kernel.live.wake import wake_workers

    tail = open_tail()
    try:
        wake_workers()
        assert tail.wait(1.0) == []
    finally:
        tail.close()
    assert connection.vendor in {"sqlite", "postgresql"}


def test_a_page_hears_only_its_own_topics_and_each_event_once():
    hub, page = Hub(), Subscriber(frozenset({"customer:1", "inbox"}))
    hub.add(page)
    hub.fan_out([Seen(1, "x", ("customer:1", "inbox")), Seen(2, "x", ("customer:2",))])
    assert page.queue.qsize() == 1
    hub.remove(page)
    hub.fan_out([Seen(3, "x", ("inbox",))])
    assert page.queue.qsize() == 1


def test_a_page_that_fell_behind_is_told_to_look_at_everything():
    hub, page = Hub(), Subscriber(frozenset({"inbox"}))
    hub.add(page)
    hub.fan_out([Seen(n, "x", ("inbox",)) for n in range(QUEUE_LENGTH + 5)])
    assert page.overflowed


@pytest.mark.django_db
def test_nobody_listens_to_what_they_may_not_see():
    stranger = Actor(kind="user", name="s", user_id=5)
    assert may_listen(stranger, "user:5")
    assert not may_listen(stranger, "user:6")
    assert not may_listen(stranger, "customer:1")
    assert not may_listen(stranger, "customer:99999999999999999999999")
    assert not may_listen(stranger, "nonsense:1")


@pytest.mark.django_db
def test_a_page_is_told_what_happened_while_it_was_on_its_way():
    signal_pages(["customer:1", "inbox"])
    assert missed_topics(["inbox", "customer:2"], 1.5) == ["inbox"]
    assert missed_topics(["customer:2"], 1.5) == []
    assert missed_topics(["inbox"], 0) == []
    EventRecord.objects.update(at=timezone.now() - timedelta(seconds=30))
    assert missed_topics(["inbox"], 1.5) == []
    assert missed_topics(["inbox"], 40) == ["inbox"]


@pytest.mark.django_db
def test_a_page_that_missed_more_than_is_looked_at_looks_at_everything():
    EventRecord.objects.bulk_create(EventRecord(name="x") for _ in range(MOST_LOOKED_AT))
    assert missed_topics(["inbox", "customer:2"], 1.5) == ["customer:2", "inbox"]


@pytest.mark.parametrize(
    ("typed", "meant"), [("", 0), ("x", 0), ("nan", 0), ("-3", 0), ("1.5", 1.5), ("1e9", 600)]
)
def test_how_long_ago_is_read_from_any_text(typed, meant):
    assert read_seconds(typed) == meant
