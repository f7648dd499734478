"""A mail becomes plain values; whatever is broken in it, something readable comes out."""

import base64
import os
import time
import tracemalloc
from datetime import UTC, datetime

import pytest

from zhiji.channels.mail.parse import parse_mail
from zhiji.channels.mail.parsed import Address
from zhiji.channels.mail.tests.samples import WORDS, nested, plain, usual, winmail, with_file
from zhiji.channels.mail.tests.test_rtf import PACKED


def test_a_usual_mail_is_read_whole():
    mail = parse_mail(bytes(usual()))
    assert (mail.from_name, mail.from_address) == ("李雷", "lilei@lantian.example")
    assert mail.to == (Address("", "service@crm.example"),)
    assert mail.message_id == "a1@lantian.example"
    assert mail.references == ("q1@crm.example", "q2@crm.example")
    assert mail.subject == "电路板故障 42"
    assert mail.date == datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
    assert mail.visible_text.startswith(WORDS)
    assert "请问" not in mail.visible_text
    assert mail.quoted_text.startswith("在 2026年11月1日")
    assert mail.signature_text == "发自我的 iPhone"
    assert WORDS in mail.html
    assert mail.defects == ()


def test_no_from_no_body_nothing_at_all():
    assert parse_mail(b"").text == ""
    assert parse_mail(b"\r\n\r\n").text == ""
    assert parse_mail(b"Subject: only\r\n").subject == "only"
    mail = parse_mail(b"To: x@y.example\n\nhello")
    assert (mail.from_address, mail.text) == ("", "hello")
    assert "no_from" in mail.defects
    assert parse_mail("就这些".encode()).text == "就这些"


@pytest.mark.parametrize("same_boundary", [False, True])
def test_200_nested_parts_are_opened(same_boundary):
    raw = nested(200, same_boundary=same_boundary)
    began = time.process_time()
    assert WORDS in parse_mail(raw).text
    assert time.process_time() - began < 2


def test_deeper_than_that_is_kept_as_it_is():
    mail = parse_mail(nested(2000))
    assert "too_deep" in mail.defects
    assert WORDS in mail.text


def test_a_mail_of_50_megabytes_stays_within_bounds():
    message = usual()
    message.add_attachment(os.urandom(37_000_000), maintype="application", subtype="pdf", filename="合同.pdf")
    raw = bytes(message)
    del message
    tracemalloc.start()
    mail = parse_mail(raw)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [(one.name, len(one.content)) for one in mail.attachments] == [("合同.pdf", 37_000_000)]
    assert peak < 3 * len(raw)


def test_50_megabytes_of_text_are_cut_and_said():
    mail = parse_mail(plain(b"all work and no play\n" * 2_500_000))
    assert "text_cut" in mail.defects
    assert len(mail.text) <= 2_000_000


def test_10000_headers_and_a_huge_one():
    many = b"".join(b"X-H-%d: v\r\n" % number for number in range(10_000))
    huge = b"Subject: " + b"x" * 5_000_000 + b"\r\n"
    mail = parse_mail(many + b"From: a@b.example\r\n\r\nbody")
    assert (mail.from_address, mail.text) == ("a@b.example", "body")
    assert parse_mail(huge + b"\r\nbody").text == "body"
    assert len(parse_mail(huge + b"\r\nbody").subject) <= 1000


def test_words_in_the_head_are_read_however_they_are_broken():
    cases = {
        "=?utf-8?B?55S16Lev5p2/?=": "电路板",
        "=?UTF-8?B?55S16L?= =?UTF-8?B?ev5p2/?=": "电路板",  # one character over two words
        "=?gb2312?B?tefCt7Dl?=": "电路板",
        "=?gb2312?Q?=B5=E7=C2=B7=B0=E5?= PCB": "电路板 PCB",
        "=?utf-8?Q?hello world?=": "hello world",
        "=?utf-8*zh?B?55S16Lev5p2/?=": "电路板",
        "=?utf-8?B?55S16Lev5p2": "电路",  # cut off
        "=?made-up?B?55S16Lev5p2/?=": "电路板",
        "=?utf-8?B?!!!?=": "",
    }
    for written, read in cases.items():
        assert parse_mail(f"Subject: {written}\n\n".encode()).subject.rstrip("\ufffd") == read, written


@pytest.mark.parametrize("charset", ["utf-8", "gbk"])
def test_raw_chinese_in_the_head_is_read(charset):
    raw = "From: 蓝天电子 <a@b.example>\nSubject: 电路板报价\n\nx".encode(charset)
    mail = parse_mail(raw)
    assert (mail.from_name, mail.subject) == ("蓝天电子", "电路板报价")


def test_addresses_are_found_however_they_are_written():
    cases = {
        '"Li, Lei" <Li.Lei@LANTIAN.example>': Address("Li, Lei", "Li.Lei@lantian.example"),
        "lilei@lantian.example (Li Lei)": Address("Li Lei", "lilei@lantian.example"),
        "=?utf-8?B?5p2O6Zu3?= <a@b.example>": Address("李雷", "a@b.example"),
        "=?utf-8?Q?Li_Lei_=3Ca@b.example=3E?=": Address("Li Lei", "a@b.example"),
        "<<a@b.example>>": Address("", "a@b.example"),
        '"a@b.example" <c@d.example>': Address("a@b.example", "c@d.example"),
    }
    for written, read in cases.items():
        mail = parse_mail(f"From: {written}\n\n".encode())
        assert (mail.from_name, mail.from_address) == (read.name, read.address), written


def test_all_receivers_are_found():
    line = (
        b'To: friends: a@b.example, "X; Y" <c@d.example>;, e@f.example\nTo: g@h.example\nCc: i@j.example\n\n'
    )
    mail = parse_mail(line)
    found = [one.address for one in mail.to]
    assert found == ["a@b.example", "c@d.example", "e@f.example", "g@h.example"]
    assert [one.address for one in mail.cc] == ["i@j.example"]


def test_names_of_files_are_read_and_made_safe():
    gbk = "".join(f"%{byte:02X}" for byte in "合同.pdf".encode("gbk"))
    cases = {
        'attachment; filename="a.pdf"': "a.pdf",
        f"attachment; filename*=GBK''{gbk}": "合同.pdf",
        "attachment; filename*0*=utf-8''%E5%90%88; filename*1*=%E5%90%8C.pdf": "合同.pdf",
        'attachment; filename="=?gb2312?B?us/NrC5wZGY=?="': "合同.pdf",
        'attachment; filename="../../etc/passwd"': "passwd",
        'attachment; filename="C:\\\\x\\\\a.pdf"': "a.pdf",
        'attachment; filename="a\u202efdp.exe"'.encode().decode("latin-1"): "a_fdp.exe",
        "attachment": "application-1.pdf",
        f'attachment; filename="{"x" * 400}.pdf"': "x" * 140 + ".pdf",
        'attachment; filename="' + "合同.pdf".encode("gbk").decode("latin-1") + '"': "合同.pdf",
    }
    for written, name in cases.items():
        assert [one.name for one in parse_mail(with_file(written)).attachments] == [name], written


def test_broken_base64_gives_what_can_be_saved():
    raw = plain(b"aGVsbG8gd29ybGQ!@#\r\nhIQ", extra=b"Content-Transfer-Encoding: base64\r\n")
    assert parse_mail(raw).text.startswith("hello world")
    joined = base64.b64encode(b"one!") + b"\r\n" + base64.b64encode(b"two!")
    raw = plain(joined, extra=b"Content-Transfer-Encoding: base64\r\n")
    assert parse_mail(raw).text == "one!two!"


def test_boundaries_that_are_missing_or_not_closed():
    body = b"--X\r\nContent-Type: text/plain\r\n\r\none\r\n--X\r\nContent-Type: text/html\r\n\r\n<p>two"
    for kind in ("multipart/mixed", 'multipart/mixed; boundary="Y"', 'multipart/alternative; boundary="X"'):
        mail = parse_mail(plain(body, kind))
        assert (mail.text, mail.html) == ("one", "<p>two"), kind
        assert mail.defects
    assert parse_mail(plain(b"just words", "multipart/mixed")).text == "just words"


def test_winmail_is_opened():
    content = winmail("合同 2026.pdf", b"%PDF", "请看合同".encode("gbk"))
    mail = parse_mail(with_file('attachment; filename="winmail.dat"', content, "application/ms-tnef"))
    assert [(one.name, one.content) for one in mail.attachments] == [("合同 2026.pdf", b"%PDF")]
    assert "请看合同" in mail.text
    broken = parse_mail(with_file('attachment; filename="winmail.dat"', content[:40], "application/ms-tnef"))
    assert [one.name for one in broken.attachments] == ["winmail.dat"]


def test_a_winmail_with_nothing_but_rich_text_can_be_read():
    wrapped = winmail("a.pdf", b"", rich=PACKED)
    mail = parse_mail(plain(wrapped, 'application/ms-tnef; name="winmail.dat"'))
    assert (mail.text.strip(), mail.attachments) == ("hello world", ())
    twice = parse_mail(with_file('attachment; filename="winmail.dat"', wrapped, "application/ms-tnef"))
    assert "hello world" not in twice.text  # the plain text beside it says the same


def test_mails_and_invitations_inside_are_files():
    inner = b"Subject: =?utf-8?B?5Y6f5Lu2?=\r\n\r\ninside"
    body = b"--B\r\nContent-Type: message/rfc822\r\n\r\n" + inner
    body += b"\r\n--B\r\nContent-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\n--B--"
    mail = parse_mail(plain(body, "multipart/mixed; boundary=B"))
    assert [one.name for one in mail.attachments] == ["原件.eml", "text-2.ics"]
    assert mail.attachments[0].content == inner


def test_pictures_inside_html_are_marked():
    message = usual()
    html = message.get_payload()[1]
    html.add_related(b"PNG", "image", "png", cid="<logo@x>")
    (picture,) = parse_mail(bytes(message)).attachments
    assert (picture.content_id, picture.inline) == ("logo@x", True)


def test_a_text_part_that_only_points_to_the_html_is_not_the_text():
    message = usual()
    message.get_payload()[0].set_content("This message requires an HTML mail client.")
    assert parse_mail(bytes(message)).text.startswith(WORDS)


def test_dates_that_cannot_be_are_none():
    for written in ("", "yesterday", "Mon, 99 Foo 2026", "Mon, 02 Nov 9999 10:00:00 +0800", "0" * 100):
        assert parse_mail(f"Date: {written}\n\n".encode()).date is None, written


def test_line_ends_do_not_matter():
    for end in (b"\n", b"\r\n", b"\r"):
        mail = parse_mail(b"From: a@b.example" + end + b"Subject: s" + end + end + b"one" + end + b"two")
        assert (mail.subject, mail.text) == ("s", "one\ntwo"), end


def test_many_parts_stop_somewhere():
    raw = plain(b"--B\r\n\r\nx\r\n" * 20_000 + b"--B--", "multipart/mixed; boundary=B")
    began = time.process_time()
    assert "too_many_parts" in parse_mail(raw).defects
    assert time.process_time() - began < 2
