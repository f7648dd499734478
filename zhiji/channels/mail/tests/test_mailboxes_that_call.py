"""A server that can call (IDLE) is not asked again and again: its mail is here in a moment."""

import time

import pytest

from zhiji.channels.inbox.models import InboxItem
from zhiji.channels.mail.mailbox import mailbox_of, open_mailbox
from zhiji.channels.mail.polling import Watcher, take_new
from zhiji.channels.mail.tests import dovecot
from zhiji.channels.mail.tests.samples import usual

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(dovecot.PROGRAM is None, reason=dovecot.ADVICE),
]


@pytest.fixture
def server():
    running = dovecot.Dovecot()
    try:
        running.start()
        yield running
    finally:
        running.stop()
        running.remove()


def mail(number):
    return bytes(usual(**{"Message-ID": f"<{number}@x>"}))


def wait_for(question, seconds=20):
    end = time.monotonic() + seconds
    while not question():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def test_mail_is_here_in_a_moment_and_again_after_a_break(server, line, monkeypatch):
    monkeypatch.setattr("zhiji.channels.mail.polling.pause_after", lambda failures: 0.2)
    url = f"imap://service@127.0.0.1:{server.port}/INBOX?every=600"
    watcher = Watcher(mailbox_of(line.pk, url, dovecot.PASSWORD))
    server.deliver("service", mail(1))
    watcher.start()
    try:
        wait_for(InboxItem.objects.exists)
        time.sleep(0.5)
        server.deliver("service", mail(2))
        wait_for(lambda: InboxItem.objects.count() == 2)
        server.stop()
        wait_for(lambda: watcher.failures)
        server.deliver("service", mail(3))
        server.start_again()
        wait_for(lambda: InboxItem.objects.count() == 3)
    finally:
        watcher.stopping.set()
        watcher.join(timeout=10)


def test_a_mail_that_was_taken_is_put_where_the_line_wants_it(server, line):
    server.deliver("service", mail(1))
    untouched = mailbox_of(line.pk, f"imap://service@127.0.0.1:{server.port}/INBOX", dovecot.PASSWORD)
    seen = mailbox_of(line.pk, f"imap://service@127.0.0.1:{server.port}/INBOX?after=seen", dovecot.PASSWORD)
    moved = mailbox_of(
        line.pk, f"imap://service@127.0.0.1:{server.port}/INBOX?after=move:Done", dovecot.PASSWORD
    )
    for box, unseen, left in ((untouched, 1, 1), (seen, 0, 1), (moved, 0, 0)):
        mailbox = open_mailbox(box)
        if "move" in box.after:
            mailbox.folder.create("Done")
        take_new(mailbox, box, {})
        mailbox.folder.set("INBOX")
        assert len(mailbox.uids("UNSEEN")) == unseen
        assert len(mailbox.uids("ALL")) == left
        mailbox.logout()
    assert InboxItem.objects.count() == 1
