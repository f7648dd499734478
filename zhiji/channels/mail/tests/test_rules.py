"""Machines are told from people, and answers are headed as mail programs expect."""

import pytest

from zhiji.channels.mail.parse import parse_mail
from zhiji.channels.mail.parsed import Automatic
from zhiji.channels.mail.rules import bare_subject, may_answer_by_itself, reference_chain, reply_subject
from zhiji.channels.mail.tests.samples import delivery_report, usual

MACHINES = [
    (Automatic.AUTO_REPLY, "Auto-Submitted: auto-replied"),
    (Automatic.AUTO_REPLY, "Auto-Submitted: auto-generated; owner-email=x"),
    (Automatic.AUTO_REPLY, "X-Autoreply: yes"),
    (Automatic.AUTO_REPLY, "Precedence: auto_reply"),
    (Automatic.AUTO_REPLY, "Subject: 自动回复: 电路板故障"),
    (Automatic.AUTO_REPLY, "Subject: Automatic reply: PCB"),
    (Automatic.AUTO_REPLY, "Subject: Out of Office: PCB"),
    (Automatic.AUTO_REPLY, "From: no-reply@shop.example"),
    (
        Automatic.AUTO_REPLY,
        "Content-Type: multipart/report; report-type=disposition-notification; boundary=x",
    ),
    (Automatic.LIST, "List-Id: <news.example>"),
    (Automatic.LIST, "Precedence: bulk"),
    (Automatic.LIST, "List-Unsubscribe: <mailto:x@y.example>"),
    (Automatic.BOUNCE, "From: MAILER-DAEMON@mx.example\nSubject: failure notice"),
    (Automatic.BOUNCE, "From: PostMaster@qq.com\nSubject: =?utf-8?B?57O757uf6YCA5L+h?="),
    (Automatic.BOUNCE, "From: Postmaster@163.com\nSubject: 系统退信"),
    (Automatic.BOUNCE, "From: postmaster@outlook.com\nSubject: 未送达: 报价"),
    (Automatic.BOUNCE, "From: a@b.example\nX-Failed-Recipients: x@y.example"),
    (Automatic.NONE, "Auto-Submitted: no"),
    (Automatic.NONE, "X-Auto-Response-Suppress: OOF"),
    (Automatic.NONE, "Subject: delivery failure of your PCB order"),
    (Automatic.NONE, "Subject: 请问能自动回复吗"),
]


@pytest.mark.parametrize(("kind", "lines"), MACHINES)
def test_machines_are_recognised(kind, lines):
    sender = "" if "From:" in lines else "From: lilei@lantian.example\n"
    assert parse_mail(f"{sender}{lines}\n\nhello".encode()).automatic is kind


def test_own_mail_that_comes_back_is_known():
    raw = bytes(usual(**{"X-Zhiji-Origin": "abc"}))
    assert parse_mail(raw, own_mark="abc").automatic is Automatic.OWN
    assert parse_mail(raw, own_mark="other").automatic is Automatic.NONE
    assert parse_mail(raw).automatic is Automatic.NONE


def test_a_delivery_report_names_message_and_reason():
    mail = parse_mail(delivery_report("sent-1@crm.example"))
    assert mail.automatic is Automatic.BOUNCE
    assert mail.bounce is not None
    assert mail.bounce.recipient == "gone@lantian.example"
    assert mail.bounce.status == "5.1.1"
    assert "User unknown" in mail.bounce.diagnostic
    assert mail.bounce.original_message_id == "sent-1@crm.example"
    assert mail.bounce.permanent


def test_a_delay_is_no_failure():
    bounce = parse_mail(delivery_report("s@c", action="delayed", status="4.4.1")).bounce
    assert bounce is not None
    assert not bounce.permanent


PLAIN_REPORTS = [
    "Hi. This is the qmail-send program at mx.example.\n\n<gone@lantian.example>:\n"
    "550 5.1.1 User unknown\n\n--- Below this line is a copy of the message.\n\nMessage-ID: "
    "<sent-1@crm.example>\n",
    "很抱歉，您的邮件被退回来了。\n收件人邮件地址：gone@lantian.example\n"
    "退信代码：550 MailBox not found\n\nMessage-ID: <sent-1@crm.example>\n",
]


@pytest.mark.parametrize("words", PLAIN_REPORTS)
def test_a_report_in_plain_words_is_read(words):
    raw = (
        f"From: postmaster@mx.example\nSubject: 系统退信\nContent-Type: text/plain; charset=utf-8\n\n{words}"
    )
    bounce = parse_mail(raw.encode()).bounce
    assert bounce is not None
    assert bounce.recipient == "gone@lantian.example"
    assert bounce.original_message_id == "sent-1@crm.example"
    assert bounce.permanent


def test_answers_by_itself_go_to_people_who_want_them():
    assert may_answer_by_itself(Automatic.NONE)
    assert not may_answer_by_itself(Automatic.LIST)
    assert not may_answer_by_itself(Automatic.NONE, "DR, AutoReply")


def test_re_is_not_stacked():
    for written in (
        "PCB",
        "Re: PCB",
        "RE: re: PCB",
        "回复：Re: PCB",
        "答复: PCB",
        "Re[2]: PCB",
        "Fwd: 转发：PCB",
    ):
        assert bare_subject(written) == "PCB"
        assert reply_subject(written) == "Re: PCB"
        assert reply_subject(written, "zh-hans") == "回复：PCB"
    assert reply_subject("Recall: PCB") == "Re: Recall: PCB"


def test_the_chain_of_references_keeps_its_ends():
    chain = reference_chain(tuple(f"{n}@x" for n in range(50)), "last@x")
    assert len(chain) == 20
    assert (chain[0], chain[-1]) == ("0@x", "last@x")
    assert reference_chain((), "") == ()
    assert reference_chain(("a@x", "b@x"), "b@x") == ("a@x", "b@x")
