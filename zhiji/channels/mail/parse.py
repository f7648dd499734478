"""Raw bytes of a mail to plain values. Whatever comes in, something readable comes out."""

import logging
import re
from collections.abc import Iterator
from datetime import datetime
from typing import TypedDict

from zhiji.channels.mail import tnef
from zhiji.channels.mail.bounces import read_bounce
from zhiji.channels.mail.charset import clean_text, decode
from zhiji.channels.mail.headers import Headers, Typed, message_ids, parse_addresses, parse_date, parse_typed
from zhiji.channels.mail.html import html_to_text
from zhiji.channels.mail.mime import Part, Walk, split_head
from zhiji.channels.mail.parsed import Address, Attachment, Automatic, Bounce, ParsedMail
from zhiji.channels.mail.quoting import fold
from zhiji.channels.mail.rules import recognise_automatic

logger = logging.getLogger(__name__)

MOST_TEXT = 2_000_000
LONGEST_SUBJECT = 1000
_OCTETS = "application/octet-stream"
_WORDS = {"text/plain", "text/html", "text/enriched", "text/richtext"}
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([A-Za-z0-9_:.-]{1,40})", re.I)
_UNSAFE_IN_NAME = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|\u202a-\u202e\u2066-\u2069]+")
_ONLY_A_HINT = re.compile(r"\b(html|browser|mail client|邮件客户端|浏览器)\b", re.I)
_ENDINGS = {
    "image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/tiff": ".tif",
    "application/pdf": ".pdf", "text/calendar": ".ics", "message/rfc822": ".eml", "text/plain": ".txt",
    "text/html": ".html", "message/delivery-status": ".txt", "text/rfc822-headers": ".txt",
    "application/zip": ".zip", "application/ms-tnef": ".dat", "text/csv": ".csv",
    "application/pgp-signature": ".asc",
}  # fmt: skip


class _Envelope(TypedDict):
    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    subject: str
    from_name: str
    from_address: str
    reply_to: str
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    delivered_to: tuple[str, ...]
    date: datetime | None


class _Machine(TypedDict):
    automatic: Automatic
    bounce: Bounce | None


def parse_mail(raw: bytes, *, own_mark: str = "", null_sender: bool = False) -> ParsedMail:
    """Reads a mail: who wrote it to whom, its words without quotes and signature, its files. Never fails.

    Arguments: raw, the mail as it came; own_mark, the mark of this installation, by which its own mail is
    known; null_sender, whether the envelope named no sender, as reports of servers do.
    """
    if b"\n" not in raw and b"\r" in raw:
        raw = raw.replace(b"\r", b"\n")
    try:
        return _read(raw, own_mark, null_sender)
    except Exception:
        # A fault of ours must not keep a customer's mail from the screen; the fuzz tests see to it that none
        # is known.
        logger.exception("a mail of %d bytes could not be read", len(raw))
        text = clean_text(raw[:MOST_TEXT].decode("utf-8", "replace"))
        return ParsedMail(text=text, visible_text=text, size=len(raw), defects=("unreadable",))


def _read(raw: bytes, own_mark: str, null_sender: bool) -> ParsedMail:
    headers, _ = split_head(raw, 0, len(raw))
    walk, content = Walk(raw), _Content()
    for part in walk.leaves():
        content.take(part, raw)
    text, html = content.texts()
    folded = fold(text)
    return ParsedMail(
        **_envelope(headers),
        **_machine(headers, text, content.attachments, own_mark, null_sender),
        text=text,
        html=html,
        visible_text=folded.visible,
        quoted_text=folded.quoted,
        signature_text=folded.signature,
        attachments=tuple(content.attachments),
        size=len(raw),
        defects=tuple(dict.fromkeys([*_head_defects(headers), *walk.defects, *content.defects])),
    )


def _envelope(headers: Headers) -> _Envelope:
    sender = _first(parse_addresses(headers.line("from"))) or _first(parse_addresses(headers.line("sender")))
    reply_to = _first(parse_addresses(headers.line("reply-to")))
    own_ids = message_ids(headers.line("message-id"))
    return {
        "message_id": own_ids[0] if own_ids else "",
        "in_reply_to": next(iter(message_ids(headers.line("in-reply-to"))), ""),
        "references": message_ids(headers.line("references")),
        "subject": headers.text("subject")[:LONGEST_SUBJECT],
        "from_name": sender.name if sender else _nameless(headers),
        "from_address": sender.address if sender else "",
        "reply_to": reply_to.address if reply_to else "",
        "to": parse_addresses(", ".join(headers.lines("to"))),
        "cc": parse_addresses(", ".join(headers.lines("cc"))),
        "delivered_to": _delivered_to(headers),
        "date": parse_date(headers.line("date")),
    }


def _first(addresses: tuple[Address, ...]) -> Address | None:
    return addresses[0] if addresses else None


def _nameless(headers: Headers) -> str:
    """What stands in a From line without any address."""
    return "" if "@" in headers.line("from") else headers.text("from")[:200]


def _delivered_to(headers: Headers) -> tuple[str, ...]:
    """Boxes that servers on the way noted: the only trace of a line that was in Bcc."""
    lines = [
        line for name in ("delivered-to", "x-original-to", "envelope-to") for line in headers.lines(name)
    ]
    return tuple(dict.fromkeys(one.address for line in lines for one in parse_addresses(line)))


def _machine(
    headers: Headers, text: str, attachments: list[Attachment], own_mark: str, null_sender: bool
) -> _Machine:
    kind = parse_typed(headers.line("content-type"))
    sender = _first(parse_addresses(headers.line("from")))
    automatic = recognise_automatic(
        headers,
        subject=headers.text("subject")[:LONGEST_SUBJECT],
        from_address=sender.address if sender else "",
        content_type=kind.value,
        report_type=kind.parameters.get("report-type", "").lower(),
        own_mark=own_mark,
        null_sender=null_sender,
    )
    bounce: Bounce | None = read_bounce(headers, text, attachments) if automatic is Automatic.BOUNCE else None
    return {"automatic": automatic, "bounce": bounce}


def _head_defects(headers: Headers) -> Iterator[str]:
    if not headers:
        yield "no_head"
    for name in ("from", "message-id", "date"):
        if name not in headers:
            yield f"no_{name.replace('-', '_')}"
        elif headers.count(name) > 1:
            yield f"several_{name.replace('-', '_')}"


class _Content:
    """Collects the words and the files of a mail while its parts go by."""

    def __init__(self) -> None:
        self.plain: list[str] = []
        self.html: list[str] = []
        self.attachments: list[Attachment] = []
        self.defects: list[str] = []
        self._room = MOST_TEXT

    def take(self, part: Part, raw: bytes) -> None:
        content, sound = part.body(raw)
        if not sound:
            self.defects.append("encoding_broken")
        disposition = parse_typed(part.headers.line("content-disposition"))
        name = disposition.parameters.get("filename", "") or part.kind.parameters.get("name", "")
        media = part.kind.value
        is_body = media in _WORDS or media.startswith("multipart/")
        if is_body and disposition.value != "attachment" and not name:
            self._take_text(media, content, part.kind)
        elif not tnef.is_tnef(media, name) or not self._take_tnef(content):
            self._take_file(media, name, content, part, disposition)

    def _take_text(self, media: str, content: bytes, kind: Typed) -> None:
        if self._room <= 0:
            self.defects.append("text_cut")
            return
        if len(content) > self._room:
            self.defects.append("text_cut")
            content = content[: self._room]
        self._room -= len(content)
        claim = kind.parameters.get("charset", "")
        if media == "text/html":
            found = _META_CHARSET.search(content, 0, 2000) if not claim else None
            self.html.append(decode(content, found[1].decode("ascii") if found else claim))
        else:
            self.plain.append(decode(content, claim))

    def _take_tnef(self, content: bytes) -> bool:
        body, rich, files = tnef.unpack(content)
        for name, data in files:
            self.attachments.append(
                Attachment(_file_name(name, "application/octet-stream", 1), _OCTETS, data)
            )
        if not self.html and not any(text.strip() for text in self.plain):
            body = body or rich  # the rich text says the same again, where there is another
        if body:
            self.plain.append(body)
        return bool(files or rich)

    def _take_file(self, media: str, name: str, content: bytes, part: Part, disposition: Typed) -> None:
        if media == "message/rfc822" and not name:
            name = split_head(content, 0, len(content))[0].text("subject")[:100]
            name = f"{name}.eml" if name else ""
        content_id = part.headers.line("content-id").strip(" <>\t")[:250]
        inline = disposition.value == "inline" or (bool(content_id) and "multipart/related" in part.within)
        media = media if re.fullmatch(r"[a-z0-9.+-]{1,80}/[a-z0-9.+_-]{1,120}", media) else _OCTETS
        name = _file_name(name, media, len(self.attachments) + 1)
        self.attachments.append(Attachment(name, media, content, content_id, inline))

    def texts(self) -> tuple[str, str]:
        """The text and the HTML of the mail; where nobody wrote a text, the one read out of the HTML."""
        text, html = "\n".join(self.plain).strip("\n"), "\n".join(self.html)
        if html and _is_no_text(text):
            text = html_to_text(html)
        return text, html


def _is_no_text(text: str) -> bool:
    """Whether the text part is empty or only says that one should look at the HTML."""
    text = text.strip()
    return not text or (len(text) < 200 and "\n" not in text and bool(_ONLY_A_HINT.search(text)))


def _file_name(name: str, media: str, number: int) -> str:
    """A name that is safe on every disk; made from the kind of file where the sender gave none."""
    name = _UNSAFE_IN_NAME.sub("_", clean_text(name).replace("\\", "/").rpartition("/")[2]).strip(" ._") or ""
    if len(name) > 150:
        stem, dot, ending = name.rpartition(".")
        name = f"{stem[:140]}.{ending[:9]}" if dot else name[:150]
    return name or f"{media.partition('/')[0]}-{number}{_ENDINGS.get(media, '.bin')}"
