"""Reads the reports in which mail servers say that a message of ours was not handed over."""

import re
from collections.abc import Sequence

from zhiji.channels.mail.headers import Headers, message_ids, normal_address
from zhiji.channels.mail.parsed import Attachment, Bounce
from zhiji.channels.mail.rules import is_permanent_failure

_MOST_TEXT = 200_000
_ADDRESS = re.compile(r"[A-Za-z0-9._%+=/-]{1,100}@[A-Za-z0-9-]{1,60}(?:\.[A-Za-z0-9-]{1,60}){1,6}")
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_REPLY_CODE = re.compile(r"(?<![\d.])([45]\d\d)[ -]")
_ORIGINAL_ID = re.compile(r"^[> \t]*Message-ID:\s*(<[^<>\s]{1,900}>)", re.IGNORECASE | re.MULTILINE)
_FIELDS = ("final-recipient", "original-recipient", "status", "diagnostic-code", "action")
_ORIGINALS = {"message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global"}
_ROBOT = re.compile(r"^(?:mailer-daemon|postmaster|mail-daemon)@", re.I)


def read_bounce(headers: Headers, text: str, attachments: Sequence[Attachment]) -> Bounce:
    """What a report of failure says: who was not reached, why, and which message of ours it was.

    Arguments: the report's headers; its text; the parts that came with it. Source: RFC 3464; where a server
    (QQ, 163, qmail, Exim) writes plain text only, the first address, code and message number in it.
    """
    report = next((a for a in attachments if a.media_type == "message/delivery-status"), None)
    fields = _report_fields(report.content if report else b"")
    text = text[:_MOST_TEXT]
    recipient = _recipient(fields, headers, text)
    diagnostic = fields.get("diagnostic-code", "").partition(";")[2].strip() or _reason(text)
    status = fields.get("status", "").split(" ")[0] or _status(diagnostic) or _status(text)
    delayed = fields.get("action", "").lower() in {"delayed", "relayed", "delivered", "expanded"}
    return Bounce(
        recipient=recipient,
        status=status[:20],
        diagnostic=diagnostic[:1000],
        original_message_id=_original_id(headers, text, attachments),
        permanent=not delayed and is_permanent_failure(status, diagnostic or text),
    )


def _report_fields(content: bytes) -> dict[str, str]:
    """The fields of the first recipient that failed; servers put those of the message first."""
    groups = [Headers(group) for group in re.split(rb"\r?\n(?:\r?\n)+", content[:_MOST_TEXT].strip())]
    groups = [group for group in groups if any(name in group for name in _FIELDS)]
    failed = next((group for group in groups if group.line("action").lower() == "failed"), None)
    chosen = failed or (groups[0] if groups else Headers(b""))
    return {name: chosen.text(name) for name in _FIELDS}


def _recipient(fields: dict[str, str], headers: Headers, text: str) -> str:
    for line in (fields.get("original-recipient", ""), fields.get("final-recipient", "")):
        found = _ADDRESS.search(line.partition(";")[2] or line)
        if found:
            return normal_address(found[0])
    found = _ADDRESS.search(headers.line("x-failed-recipients"))
    if found:
        return normal_address(found[0])
    words = (match[0] for match in _ADDRESS.finditer(text))
    return normal_address(next((word for word in words if not _ROBOT.match(word)), ""))


def _status(text: str) -> str:
    found = _STATUS.search(text)
    if found:
        return found[1]
    code = _REPLY_CODE.search(text)
    return f"{code[1][0]}.0.0" if code else ""


def _reason(text: str) -> str:
    """The line of a plain report that holds the other server's words."""
    lines = [line.strip() for line in text.split("\n")]
    for line in lines:
        if _STATUS.search(line) or (_REPLY_CODE.search(line) and len(line) > 6):
            return line
    return next((line for line in lines if line), "")


def _original_id(headers: Headers, text: str, attachments: Sequence[Attachment]) -> str:
    for attachment in attachments:
        if attachment.media_type in _ORIGINALS:
            head = Headers(attachment.content[:_MOST_TEXT].replace(b"\r\n", b"\n"))
            ids = message_ids(head.line("message-id"))
            if ids:
                return ids[0]
    for place in (headers.line("in-reply-to"), headers.line("references")):
        ids = message_ids(place)
        if ids:
            return ids[-1]
    found = _ORIGINAL_ID.search(text)
    return message_ids(found[1])[0] if found else ""
