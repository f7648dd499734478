"""Mail is fetched from real mailboxes: each mail once, and on after every break."""

import threading
import time

import pytest
from django.utils import timezone

from zhiji.channels.inbox.models import InboxItem
from zhiji.channels.mail.mailbox import mailbox_of, open_mailbox
from zhiji.channels.mail.polling import Watch, Watcher, pause_after, take_new
from zhiji.channels.mail.tests.samples import usual
from zhiji.kernel.sealing import seal

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def box(mail_server, line):
    url = f"imap://support@crm.example@{mail_server.host}:{mail_server.imap_port}/INBOX?every=1"
    return mailbox_of(line.pk, url, mail_server.password)


def deliver(mail_server, number):
    mail_server.send(usual(To="support@crm.example", **{"Message-ID": f"<{number}@x>"}))


def look(box, place):
    mailbox = open_mailbox(box)
    try:
        return take_new(mailbox, box, place)
    finally:
        mailbox.logout()


def test_each_mail_is_fetched_once_and_the_place_is_kept(mail_server, box, line):
    for number in range(45):
        deliver(mail_server, number)
    place = look(box, {})
    assert InboxItem.objects.count() == 45
    item = InboxItem.objects.first()
    assert (item.line_id, item.meta["route"]) == (line.pk, "imap")
    line.refresh_from_db()
    assert line.state["imap"] == place
    assert line.seen_at is not None
    deliver(mail_server, 45)
    assert look(box, place)["uid"] == place["uid"] + 1
    assert InboxItem.objects.count() == 46


def test_a_mailbox_that_was_renumbered_gives_nothing_twice(mail_server, box):
    for number in range(3):
        deliver(mail_server, number)
    place = look(box, {})
    look(box, {"uidvalidity": -1, "uid": 2})
    look(box, {**place, "uid": 1})
    assert InboxItem.objects.count() == 3


def test_only_new_mail_is_wanted_with_days_0(mail_server, box, line):
    deliver(mail_server, 1)
    url = f"imap://support@crm.example@{mail_server.host}:{mail_server.imap_port}/INBOX?days=0"
    only_new = mailbox_of(line.pk, url, mail_server.password)
    place = look(only_new, {})
    assert InboxItem.objects.count() == 0
    deliver(mail_server, 2)
    look(only_new, place)
    assert InboxItem.objects.count() == 1


def test_a_watched_line_takes_mail_by_itself_and_shows_faults(mail_server, line):
    line.imap_url = f"imap://support@crm.example@{mail_server.host}:{mail_server.imap_port}/INBOX?every=1"
    line.imap_secret = seal("wrong")
    line.save()
    watch, stopping = Watch(), threading.Event()
    watch.look_for_lines()
    wait_for(lambda: line_now(line).error)
    line.refresh_from_db()
    line.imap_secret = seal(mail_server.password)
    line.save()
    deliver(mail_server, 1)
    try:
        watch.look_for_lines()
        wait_for(InboxItem.objects.exists)
        deliver(mail_server, 2)
        wait_for(lambda: InboxItem.objects.count() == 2)
        now = line_now(line)
        assert now.error == ""
        assert timezone.now() - now.seen_at < timezone.timedelta(minutes=1)
    finally:
        stopping.set()
        watch.run(stopping)


def test_a_watcher_comes_back_after_a_break(mail_server, box, monkeypatch):
    monkeypatch.setattr("zhiji.channels.mail.polling.pause_after", lambda failures: 0.1)
    watcher = Watcher(box)
    watcher.start()
    try:
        deliver(mail_server, 1)
        wait_for(InboxItem.objects.exists)
        port = mail_server.imap_port
        mail_server.stop()
        mail_server.smtp_port, mail_server.imap_port = mail_server.smtp_port, port
        wait_for(lambda: watcher.failures)
        mail_server.start()
        deliver(mail_server, 2)
        wait_for(lambda: InboxItem.objects.count() == 2)
    finally:
        watcher.stopping.set()
        watcher.join(timeout=10)


def test_an_address_that_is_none_is_told_on_the_line(line):
    line.imap_url = "pop3://x"
    line.save()
    Watch().look_for_lines()
    assert "imaps://" in line_now(line).error


def test_the_pauses_grow_to_five_minutes():
    assert [pause_after(number) for number in (1, 2, 3, 50)] == [5, 10, 20, 300]


def line_now(line):
    return type(line).objects.get(pk=line.pk)


def wait_for(question, seconds=20):
    end = time.monotonic() + seconds
    while not question():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)
