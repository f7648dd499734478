"""Messages go out by real SMTP, in one thread with the customer's, and failures are told apart."""

import email
import email.policy
import smtplib
import threading
from socketserver import StreamRequestHandler, ThreadingTCPServer

import pytest

from tests.support.mail import MailServer
from zhiji.channels.conversations.models import Message
from zhiji.channels.inbox.models import InboxItem
from zhiji.channels.inbox.pump import process_kept
from zhiji.channels.lines.models import Line
from zhiji.channels.mail.adapter import MailSender
from zhiji.channels.mail.parse import parse_mail
from zhiji.channels.mail.parsed import Automatic
from zhiji.channels.mail.tests.samples import delivery_report, usual
from zhiji.channels.mail.tokens import find_conversation, origin_mark
from zhiji.channels.mail.transport import Server, send, server_of
from zhiji.channels.outbox.actions import reply
from zhiji.channels.outbox.adapters import Never, NotNow
from zhiji.channels.outbox.models import OutboxItem
from zhiji.channels.outbox.pump import send_due
from zhiji.kernel.access.actor import Actor

pytestmark = pytest.mark.django_db(transaction=True)
ACTOR = Actor.machine("test")


class Answering:
    """A server that answers as told: command → answer."""

    def __init__(self, **answers):
        outer = self
        self.answers = {
            "MAIL": "250 ok",
            "RCPT": "250 ok",
            "DATA": "354 go",
            ".": "250 queued as 1",
        } | answers
        self.connections = 0

        class Handler(StreamRequestHandler):
            def handle(self):
                outer.connections += 1
                self.say(outer.answers.get("HELLO", "220 hi"))
                in_data = False
                for line in self.rfile:
                    word = line.decode("utf-8", "replace").strip()[:4].upper()
                    if in_data:
                        in_data = line != b".\r\n"
                        if not in_data:
                            self.say(outer.answers["."])
                        continue
                    self.say(outer.answers.get(word, "250 ok"))
                    in_data = word == "DATA" and outer.answers["DATA"].startswith("354")
                    if word == "QUIT":
                        return

            def say(self, text):
                self.wfile.write(text.encode() + b"\r\n")

        ThreadingTCPServer.allow_reuse_address = True
        self.server = ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *fault):
        self.server.shutdown()
        self.server.server_close()

    def send(self):
        server = Server("127.0.0.1", self.port)
        return send(
            server, sender="a@b.example", receivers=["c@d.example"], content=b"Subject: x\r\n\r\nx\r\n"
        )


def test_the_answer_of_the_server_is_the_proof():
    with Answering() as server:
        assert server.send().proof == "127.0.0.1: 250 queued as 1"


def test_several_mails_take_one_connection():
    with Answering() as server:
        for _ in range(3):
            server.send()
        assert server.connections == 1


@pytest.mark.parametrize(
    ("where", "answer", "kind"),
    [
        ("RCPT", "550 5.1.1 no such user", Never),
        ("MAIL", "553 not you", Never),
        (".", "554 spam", Never),
        ("DATA", "554 no", Never),
        ("RCPT", "450 greylisted", NotNow),
        (".", "451 later", NotNow),
        ("DATA", "421 closing", NotNow),
        ("HELLO", "554 go away", NotNow),
        ("MAIL", "530 login first", NotNow),
    ],
)
def test_what_never_works_is_told_from_what_may_pass(where, answer, kind):
    with Answering(**{where: answer}) as server, pytest.raises(kind, match=answer[4:]):
        server.send()


def test_a_server_that_is_away_may_come_back():
    with Answering() as server:
        port = server.port
    with pytest.raises(NotNow):
        send(Server("127.0.0.1", port), sender="a@b.example", receivers=["c@d.example"], content=b"x")


def test_addresses_of_servers_are_read():
    assert server_of("smtp+tls://me%40x.example:secret@mail.example") == Server(
        "mail.example", 587, "starttls", "me@x.example", "secret"
    )
    assert server_of("smtps://me@mail.example", "kept") == Server("mail.example", 465, "ssl", "me", "kept")
    with pytest.raises(NotNow):
        server_of("")


@pytest.fixture(scope="module")
def mail_server():
    """One server for all tests here: each looks at the newest mail only."""
    server = MailServer()
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture
def conversation(listening, line, mail_server):
    """A customer's mail that came in by SMTP, on its way to the timeline."""
    line.smtp_url = mail_server.smtp_url
    line.signature = "Lantian Electronics"
    line.save()
    deliver(listening, bytes(usual()))
    return Message.objects.get().conversation


def deliver(listening, raw, to="support@crm.example", sender="lilei@lantian.example"):
    with smtplib.SMTP("127.0.0.1", listening.port, timeout=30) as smtp:
        smtp.sendmail(sender, [to], raw)
    while process_kept():
        pass
    failed = InboxItem.objects.filter(state__in=["kept", "failed"]).values_list("error", flat=True)
    assert not list(failed)


def answer(conversation, text="请寄回板子，谢谢。", key="1", **more):
    message = reply(actor=ACTOR, conversation_id=conversation.pk, text=text, key=key, **more)
    OutboxItem.objects.update(next_try_at=message.at)
    send_due()
    message.refresh_from_db()
    return message


def test_a_mail_comes_onto_the_timeline(conversation):
    message = Message.objects.get()
    assert message.subject == "电路板故障 42"
    assert message.text.startswith("您好")
    assert "请问是哪一块" in message.quoted
    assert message.html is not None
    assert (message.external_id, message.auto) == ("a1@lantian.example", "")
    assert message.references == ["q1@crm.example", "q2@crm.example"]


def test_the_answer_goes_out_and_the_answer_to_it_comes_back(conversation, mail_server, listening):
    message = answer(conversation, files=[("报价 单.pdf", "application/pdf", b"%PDF")])
    assert message.state == "sent", message.error
    received = mail_server.wait_for("lilei@lantian.example")
    assert received["Message-ID"] == f"<{message.external_id}>"
    assert received["In-Reply-To"] == "<a1@lantian.example>"
    assert received["From"].endswith("<support@crm.example>")
    assert received["Subject"] == "Re: 电路板故障 42"
    assert "请寄回板子" in received.get_body(("plain",)).get_content()
    assert "Lantian Electronics" in received.get_body(("plain",)).get_content()
    assert "请寄回板子" in received.get_body(("html",)).get_content()
    assert [one.get_filename() for one in received.iter_attachments()] == ["报价 单.pdf"]
    reply_to = parse_mail(bytes(received)).reply_to
    assert reply_to.startswith("support+c-")

    # One mail program loses the thread, but writes to the address; another keeps the thread only.
    again = usual(
        **{"Message-ID": "<a2@x>", "References": "", "Subject": "again", "From": "wang@other.example"}
    )
    deliver(listening, bytes(again), to=reply_to)
    third = usual(**{"Message-ID": "<a3@x>", "References": f"<{message.external_id}>", "Subject": "third"})
    deliver(listening, bytes(third))
    assert conversation.messages.filter(direction="in").count() == 3
    stranger = usual(**{"Message-ID": "<a4@x>", "References": "", "Subject": "new"})
    deliver(listening, bytes(stranger))
    assert conversation.messages.filter(direction="in").count() == 3


def test_what_began_in_a_web_form_is_answered_from_a_mail_line_of_its_purpose(
    conversation, line, mail_server
):
    Line.objects.create(name="Sales", channel="mail", address="a-sales@crm.example", purpose="sales")
    conversation.line = Line.objects.create(name="Form", channel="web", address="form", purpose="support")
    conversation.save()
    assert answer(conversation).state == "sent"
    assert mail_server.wait_for("lilei@lantian.example")["From"].endswith(f"<{line.address}>")


def test_each_try_sends_the_same_number(conversation):
    message = reply(actor=ACTOR, conversation_id=conversation.pk, text="x", key="k")
    assert MailSender().external_id(message) == message.external_id
    assert message.external_id.endswith("@crm.example")


def test_polled_mailboxes_get_the_sign_in_the_text(conversation, line, mail_server, settings):
    line.imap_url = "imaps://support@crm.example@mail.example"
    line.save()
    assert answer(conversation).state == "sent"
    received = mail_server.wait_for("lilei@lantian.example")
    assert parse_mail(bytes(received)).reply_to == "support@crm.example"
    text = received.get_body(("plain",)).get_content()
    assert find_conversation((), (text,), settings.SECRET_KEY) == conversation.pk


def test_our_own_mail_is_marked_and_set_aside_when_it_comes_round(
    conversation, mail_server, listening, settings
):
    answer(conversation)
    raw = bytes(mail_server.wait_for("lilei@lantian.example"))
    assert parse_mail(raw, own_mark=origin_mark(settings.SECRET_KEY)).automatic is Automatic.OWN
    deliver(listening, raw)
    assert InboxItem.objects.order_by("-id")[0].state == "ignored"


def test_a_bounce_marks_the_message_and_not_the_timeline(conversation, listening):
    message = answer(conversation)
    deliver(listening, delivery_report(message.external_id), sender="")
    message.refresh_from_db()
    assert message.state == "bounced"
    assert "User unknown" in message.error
    assert conversation.messages.count() == 2


def test_a_delay_marks_nothing_as_failed(conversation, listening):
    message = answer(conversation)
    deliver(listening, delivery_report(message.external_id, action="delayed", status="4.4.1"), sender="")
    message.refresh_from_db()
    assert message.state == "sent"


def test_an_address_nobody_can_write_to_fails_for_good(conversation):
    message = reply(actor=ACTOR, conversation_id=conversation.pk, text="x", key="bad")
    Message.objects.filter(pk=message.pk).update(recipients=["not an address\r\nBcc: x@y.example"])
    OutboxItem.objects.update(next_try_at=message.at)
    send_due()
    message.refresh_from_db()
    assert message.state == "failed"


def test_an_answer_to_ourselves_is_not_asked_for(listening, line):
    deliver(listening, bytes(usual(**{"Reply-To": "support@crm.example"})))
    assert Message.objects.get().data["reply_to"] == "lilei@lantian.example"


def test_what_we_send_is_sound_mail(conversation, mail_server):
    answer(conversation, text="长" * 3000 + "\n.\n..\nFrom here")
    received = mail_server.wait_for("lilei@lantian.example")
    assert email.message_from_bytes(bytes(received), policy=email.policy.default).defects == []
    assert "\n.\n..\nFrom here" in received.get_body(("plain",)).get_content()
