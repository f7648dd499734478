"""Mail comes in by real SMTP and LMTP; what is answered with 250 is kept."""

import smtplib
import socket
import threading

import pytest
from django.db import OperationalError

from zhiji.channels.inbox.models import InboxItem
from zhiji.channels.lines.models import Line
from zhiji.channels.mail import keeping
from zhiji.channels.mail.tests.samples import plain, usual
from zhiji.kernel.files.queries import read_file

pytestmark = pytest.mark.django_db(transaction=True)


def send(port, raw, to=("support@crm.example",), sender="lilei@lantian.example"):
    with smtplib.SMTP("127.0.0.1", port, timeout=30) as smtp:
        return smtp.sendmail(sender, list(to), raw)


def dialogue(port, *lines):
    """Speaks line by line, as bytes; returns the last answer."""
    with socket.create_connection(("127.0.0.1", port), 30) as connection:
        stream = connection.makefile("rwb")
        stream.readline()
        answer = b""
        for text in lines:
            stream.write(text)
            stream.flush()
            answer = stream.readline()
            while answer[3:4] == b"-":
                answer = stream.readline()
        return answer


def test_a_mail_is_kept_byte_by_byte_with_its_envelope(listening, line):
    raw = plain(b"first\r\n.\r\n..dots\r\n" + b"x" * 300_000 + b"\r\nlast\r\n")
    send(listening.port, raw)
    (item,) = InboxItem.objects.all()
    assert read_file(item.file) == raw
    assert (item.channel, item.line_id, item.state) == ("mail", line.pk, "kept")
    assert item.meta["from"] == "lilei@lantian.example"
    assert item.meta["to"] == ["support@crm.example"]


def test_plus_addresses_lead_to_their_line_and_capitals_do_not_matter(listening):
    send(listening.port, bytes(usual()), to=["Support+C-abc@CRM.example"])
    assert InboxItem.objects.get().meta["to"] == ["Support+C-abc@CRM.example"]


def test_an_unknown_address_is_refused_in_plain_words(listening):
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refusal:
        send(listening.port, bytes(usual()), to=["nobody@crm.example"])
    code, words = refusal.value.recipients["nobody@crm.example"]
    assert code == 550
    assert b"Nobody here" in words
    assert InboxItem.objects.count() == 0


def test_a_line_added_a_moment_ago_is_known(listening):
    send(listening.port, bytes(usual()))
    Line.objects.create(name="Sales", channel="mail", address="sales@crm.example")
    send(listening.port, bytes(usual()), to=["sales@crm.example"])
    assert InboxItem.objects.count() == 2


def test_a_mail_to_two_lines_is_kept_for_each(listening, line):
    sales = Line.objects.create(name="Sales", channel="mail", address="sales@crm.example")
    send(
        listening.port,
        bytes(usual()),
        to=["support@crm.example", "sales@crm.example", "support+x@crm.example"],
    )
    assert sorted(InboxItem.objects.values_list("line_id", flat=True)) == sorted([line.pk, sales.pk])


def test_the_same_mail_five_times_is_one_and_a_forged_number_is_another(listening):
    raw = bytes(usual())
    for route in range(5):
        send(listening.port, b"Received: by route %d\r\n" % route + raw)
    assert InboxItem.objects.count() == 1
    send(listening.port, bytes(usual(Subject="something else")))
    assert InboxItem.objects.count() == 2


def test_a_mail_that_is_too_large_is_refused_and_the_connection_goes_on(listening):
    with smtplib.SMTP("127.0.0.1", listening.port, timeout=30) as smtp:
        with pytest.raises(smtplib.SMTPSenderRefused) as announced:
            smtp.sendmail("a@b.example", ["support@crm.example"], b"x" * 3_000_000)
        assert announced.value.smtp_code == 552
        smtp.ehlo()
        smtp.mail("a@b.example")
        smtp.rcpt("support@crm.example")
        code, words = smtp.data(b"x" * 3_000_000)
        assert (code, words) == (552, b"5.3.4 The mail is larger than the 2 MB that are taken here.")
        smtp.sendmail("a@b.example", ["support@crm.example"], b"small")
    assert InboxItem.objects.count() == 1


def test_a_database_that_is_away_makes_the_sender_try_again(listening, monkeypatch):
    def away(**_):
        raise OperationalError("away")

    with smtplib.SMTP("127.0.0.1", listening.port, timeout=30) as smtp:
        monkeypatch.setattr(keeping, "keep", away)
        with pytest.raises(smtplib.SMTPDataError) as refusal:
            smtp.sendmail("a@b.example", ["support@crm.example"], bytes(usual()))
        assert refusal.value.smtp_code == 451
        monkeypatch.undo()
        smtp.sendmail("a@b.example", ["support@crm.example"], bytes(usual()))
    assert InboxItem.objects.count() == 1


def test_lines_that_cannot_be_read_make_the_sender_try_again(listening, monkeypatch):
    def away(channel):
        raise OperationalError("away")

    monkeypatch.setattr(keeping, "lines_in_use", away)
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refusal:
        send(listening.port, bytes(usual()))
    assert refusal.value.recipients["support@crm.example"][0] == 451


def test_an_empty_mail_and_an_empty_sender_are_taken(listening):
    begin = (b"HELO x\r\n", b"MAIL FROM:<>\r\n", b"RCPT TO:<support@crm.example>\r\n", b"DATA\r\n")
    assert dialogue(listening.port, *begin, b".\r\n").startswith(b"250")
    item = InboxItem.objects.get()
    assert (item.file.size, item.meta["from"]) == (0, "")


def test_a_lone_line_feed_does_not_end_a_mail(listening):
    begin = (b"HELO x\r\n", b"MAIL FROM:<a@b>\r\n", b"RCPT TO:<support@crm.example>\r\n", b"DATA\r\n")
    smuggled = b"Subject: x\r\n\r\nhello\n.\nMAIL FROM:<c@d>\r\n.\n\r\nend\r\n.\r\n"
    assert dialogue(listening.port, *begin, smuggled).startswith(b"250")
    assert b"MAIL FROM" in read_file(InboxItem.objects.get().file)


def test_strange_bytes_in_the_envelope_are_survived(listening):
    begin = (
        b"EHLO \xff\xfe\r\n",
        b"MAIL FROM:<\xc4\xe3@b.example>\r\n",
        b"RCPT TO:<support@crm.example>\r\n",
    )
    assert dialogue(listening.port, *begin, b"DATA\r\n", b"x\r\n.\r\n").startswith(b"250")
    assert InboxItem.objects.count() == 1


def test_a_mail_that_goes_round_in_circles_is_refused(listening):
    with pytest.raises(smtplib.SMTPDataError) as refusal:
        send(listening.port, b"Received: again\r\n" * 60 + bytes(usual()))
    assert refusal.value.smtp_code == 554


def test_lmtp_answers_for_each_receiver(listening):
    begin = (b"LHLO x\r\n", b"MAIL FROM:<a@b.example>\r\n")
    receivers = (b"RCPT TO:<support@crm.example>\r\n", b"RCPT TO:<support+x@crm.example>\r\n")
    with socket.create_connection(("127.0.0.1", listening.lmtp_port), 30) as connection:
        stream = connection.makefile("rwb")
        stream.write(
            b"".join((*begin, *receivers, b"DATA\r\n", b"Subject: x\r\n\r\nx\r\n.\r\n", b"QUIT\r\n"))
        )
        stream.flush()
        answers = stream.read().decode().splitlines()
    assert [
        answer[:3] for answer in answers if answer[3] == " "
    ] == "220 250 250 250 250 354 250 250 221".split()
    assert InboxItem.objects.count() == 1


def test_many_senders_at_once_lose_nothing(listening):
    def several(start):
        with smtplib.SMTP("127.0.0.1", listening.port, timeout=60) as smtp:
            for number in range(start, start + 25):
                raw = bytes(usual(**{"Message-ID": f"<{number}@x>"}))
                smtp.sendmail("a@b.example", ["support@crm.example"], raw)

    threads = [threading.Thread(target=several, args=(start * 25,)) for start in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert InboxItem.objects.count() == 200
