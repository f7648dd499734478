"""Mails as they really come in, made by code: the usual ones and the hostile ones."""

import base64
import struct
from email.message import EmailMessage

WORDS = "您好，我们的电路板有问题，请看附件里的照片。"
TRADITIONAL = "您好，我們的電路板有問題，請協助處理。"
JAPANESE = "お世話になっております。基板に問題があります。よろしくお願いします。"
KOREAN = "안녕하세요. 회로 기판에 문제가 있습니다. 도와주세요."


def usual(**changes: str) -> EmailMessage:
    """A customer's question with text, HTML, a signature and a quote, about 5 kB."""
    heads = {
        "From": "李雷 <lilei@lantian.example>",
        "To": "service@crm.example",
        "Subject": "电路板故障 42",
        "Message-ID": "<a1@lantian.example>",
        "Date": "Mon, 02 Nov 2026 10:00:00 +0800",
        "References": "<q1@crm.example> <q2@crm.example>",
    } | changes
    message = EmailMessage()
    for name, value in heads.items():
        if value:
            message[name] = value
    text = (
        f"{WORDS}\n" * 8 + "\n李雷\n发自我的 iPhone\n\n在 2026年11月1日，客服 <service@crm.example> 写道：\n"
    )
    message.set_content(text + "> 请问是哪一块板子？\n" * 20)
    message.add_alternative(f"<p>{WORDS}</p>" * 10, subtype="html")
    return message


def plain(body: bytes, content_type: str = "text/plain", extra: bytes = b"") -> bytes:
    """A mail with the given bytes as its body, sent as they are."""
    head = b"From: a@b.example\r\nTo: service@crm.example\r\nMessage-ID: <m@b.example>\r\nSubject: x\r\n"
    return head + extra + f"Content-Type: {content_type}\r\n\r\n".encode() + body


def nested(depth: int, *, same_boundary: bool = False) -> bytes:
    """A mail of parts within parts with one sentence at the very bottom."""
    names = [b"b" if same_boundary else b"b%d" % level for level in range(depth)]
    opening = b"".join(
        b'Content-Type: multipart/mixed; boundary="%s"\r\n\r\n--%s\r\n' % (name, name) for name in names
    )
    closing = b"".join(b"\r\n--%s--\r\n" % name for name in reversed(names))
    bottom = b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + WORDS.encode()
    return b"From: a@b.example\r\nSubject: deep\r\n" + opening + bottom + closing


def delivery_report(original_id: str, *, action: str = "failed", status: str = "5.1.1") -> bytes:
    """The report of a mail server in the form of RFC 3464."""
    return f"""Return-Path: <>\r
From: MAILER-DAEMON@mx.example (Mail Delivery System)\r
To: service@crm.example\r
Subject: Undelivered Mail Returned to Sender\r
Message-ID: <report@mx.example>\r
Auto-Submitted: auto-replied\r
Content-Type: multipart/report; report-type=delivery-status; boundary="B"\r
\r
--B\r
Content-Type: text/plain; charset=us-ascii\r
\r
This is the mail system at host mx.example.\r
--B\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; mx.example\r
X-Postfix-Sender: rfc822; service@crm.example\r
\r
Final-Recipient: rfc822; gone@lantian.example\r
Action: {action}\r
Status: {status}\r
Diagnostic-Code: smtp; 550 {status} <gone@lantian.example>: User unknown\r
\r
--B\r
Content-Type: message/rfc822\r
\r
From: service@crm.example\r
To: gone@lantian.example\r
Message-ID: <{original_id}>\r
Subject: answer\r
\r
hello\r
--B--\r
""".encode()


def winmail(name: str, content: bytes, body: bytes = b"", rich: bytes = b"") -> bytes:
    """A winmail.dat with one file, a text, and a packed rich text in it."""

    def attribute(level: int, tag: int, value: bytes) -> bytes:
        return struct.pack("<BII", level, tag, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)

    wide = name.encode("utf-16-le") + b"\0\0"
    properties = b"\x01\0\0\0\x1f\x00\x07\x37" + struct.pack("<II", 1, len(wide)) + wide
    packed = b"\x01\0\0\0\x02\x01\x09\x10" + struct.pack("<II", 1, len(rich)) + rich
    return b"".join(
        (
            b"\x78\x9f\x3e\x22\x01\x00",
            attribute(1, 0x0002800C, body) if body else b"",
            attribute(1, 0x00069003, packed) if rich else b"",
            attribute(2, 0x00069002, b"\0" * 14),
            attribute(2, 0x00018010, b"SHORT~1.PDF\0"),
            attribute(2, 0x0006800F, content),
            attribute(2, 0x00069005, properties),
        )
    )


def with_file(disposition: str, content: bytes = b"data", media: str = "application/pdf") -> bytes:
    """A mail with one file whose Content-Disposition line is given."""
    encoded = base64.encodebytes(content)
    body = b"--B\r\nContent-Type: text/plain\r\n\r\nsee file\r\n--B\r\nContent-Type: " + media.encode()
    body += b"\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: "
    body += disposition.encode("latin-1") + b"\r\n\r\n" + encoded + b"--B--\r\n"
    return plain(body, 'multipart/mixed; boundary="B"')
