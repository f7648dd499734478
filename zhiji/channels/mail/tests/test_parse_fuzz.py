"""Random bytes and damaged mails never stop the reader, and always end in values a database takes."""

import dataclasses

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhiji.channels.mail.charset import decode
from zhiji.channels.mail.content_key import content_key
from zhiji.channels.mail.html import html_to_text, sanitise
from zhiji.channels.mail.parse import parse_mail
from zhiji.channels.mail.quoting import fold
from zhiji.channels.mail.tests import samples
from zhiji.channels.mail.tests.test_rtf import PACKED

MAILS = [
    bytes(samples.usual()),
    samples.nested(6),
    samples.delivery_report("x@y"),
    samples.with_file("attachment; filename*0*=gbk''%BA%CF; filename*1=x.pdf"),
    samples.with_file("attachment; filename=winmail.dat", samples.winmail("a.pdf", b"x", b"y")),
    samples.plain(samples.winmail("a.pdf", b"x", b"", PACKED), "application/ms-tnef"),
    samples.plain(samples.WORDS.encode("gbk"), "text/plain; charset=gb2312"),
]
TOKENS = [
    b"\r\n",
    b"\n\n",
    b"--B",
    b"--",
    b"=?",
    b"?=",
    b'"',
    b"<",
    b">",
    b";",
    b"\0",
    b"\xff",
    b"=",
    b":",
    b"boundary=",
]
SOME = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))


def check(raw: bytes) -> None:
    mail = parse_mail(raw)
    assert "unreadable" not in mail.defects
    for field in dataclasses.fields(mail):
        value = getattr(mail, field.name)
        if isinstance(value, str):
            value.encode("utf-8")
            assert "\0" not in value
    for attachment in mail.attachments:
        assert attachment.name
        assert "/" not in attachment.name
        attachment.name.encode("utf-8")
    for address in (*mail.to, *mail.cc):
        (address.name + address.address).encode("utf-8")
    assert len(content_key(raw)) == 64


@SOME
@given(st.binary(max_size=2000))
def test_random_bytes_end_in_values(raw):
    check(raw)


@SOME
@given(st.sampled_from(MAILS), st.data())
def test_damaged_mails_end_in_values(raw, data):
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(raw)))
        length = data.draw(st.sampled_from([0, 1, 2, 20, 200]))
        raw = (
            raw[:at]
            + data.draw(st.one_of(st.sampled_from(TOKENS), st.binary(max_size=6)))
            + raw[at + length :]
        )
    check(raw)


@SOME
@given(
    st.binary(max_size=300),
    st.sampled_from(["", "gb2312", "utf-7", "iso-2022-jp", "iso-2022-cn", "utf-16", "hz", "idna"]),
)
def test_any_bytes_under_any_claim(raw, claim):
    decode(raw, claim).encode("utf-8")


@SOME
@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<blockquote type=cite>",
                "</blockquote>",
                "<pre>",
                "a\n",
                "&#0;",
                "&#xd800;",
                "<",
                ">",
                "<!--",
                "-->",
                "<style>",
                "</style>",
                "x",
            ]
        ),
        max_size=60,
    )
)
def test_any_html_is_read(pieces):
    html_to_text("".join(pieces)).encode("utf-8")
    assert "<script" not in sanitise("".join(pieces), cid_urls={})


@SOME
@given(
    st.lists(
        st.sampled_from(
            [
                ">",
                "> a",
                "",
                "a",
                "--",
                "-- ",
                "From: a@b",
                "Sent: x",
                "On 1.1.2026 x wrote:",
                "发自我的 iPhone",
                "| x |",
                "签名由 网易邮箱大师 定制",
            ]
        ),
        max_size=40,
    )
)
def test_folding_loses_no_line(lines):
    folded = fold("\n".join(lines))
    kept = "\n".join((folded.visible, folded.quoted, folded.signature)).split("\n")
    assert sorted(line.strip() for line in kept if line.strip()) == sorted(
        line.strip() for line in lines if line.strip()
    )
