"""What is known of a kept mail besides its bytes, and how it becomes a contact."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from zhiji.channels.contact import Bounce, Contact, ContactFile
from zhiji.channels.mail.parse import parse_mail
from zhiji.channels.mail.parsed import Attachment, Automatic, ParsedMail
from zhiji.channels.mail.tokens import find_conversation, origin_mark, plain_address


def read_contact(raw: bytes, meta: Mapping[str, Any]) -> Contact:
    """Reads a kept mail as a contact: who wrote, about what, in which conversation, with which files.

    Arguments: raw, the mail; meta, what the listener noted: "to" (receivers), "from" (the envelope's sender).
    """
    secret = settings.SECRET_KEY
    mail = parse_mail(raw, own_mark=origin_mark(secret), null_sender=meta.get("from") == "")
    receivers = tuple(dict.fromkeys(one.address for one in (*mail.to, *mail.cc)))
    noted = tuple(str(address) for address in meta.get("to", ()))
    texts = (mail.subject, mail.text[-20_000:])
    return Contact(
        at=mail.date,
        mail=mail.from_address,
        name=mail.from_name,
        language=_language(mail),
        subject=mail.subject,
        text=mail.visible_text,
        quoted="\n\n".join(part for part in (mail.signature_text, mail.quoted_text) if part),
        html=mail.html,
        external_id=mail.message_id,
        references=_references(mail),
        conversation_id=find_conversation((*noted, *mail.delivered_to, *receivers), texts, secret),
        sender=f"{mail.from_name} <{mail.from_address}>" if mail.from_name else mail.from_address,
        recipients=receivers or noted,
        files=tuple(_file(one) for one in mail.attachments),
        auto="" if mail.automatic is Automatic.NONE else mail.automatic.value,
        bounce=_bounce(mail),
        data=_data(mail, {plain_address(one) for one in (*noted, *receivers)}),
    )


def _references(mail: ParsedMail) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*mail.references, *([mail.in_reply_to] if mail.in_reply_to else [])]))


def _file(one: Attachment) -> ContactFile:
    return ContactFile(one.name, one.media_type, one.content, one.content_id, one.inline)


def _bounce(mail: ParsedMail) -> Bounce | None:
    if mail.bounce is None:
        return None
    reason = " ".join(part for part in (mail.bounce.status, mail.bounce.diagnostic) if part)
    return Bounce(mail.bounce.recipient, mail.bounce.original_message_id, reason, mail.bounce.permanent)


def _data(mail: ParsedMail, receivers: set[str]) -> dict[str, Any]:
    """What the page shows on demand: when it was written, where answers go, what was wrong with it."""
    data: dict[str, Any] = {"size": mail.size}
    if mail.date:
        data["written_at"] = mail.date.isoformat()
    # Whoever asks for answers to the address he wrote to would have us write to ourselves.
    wanted = mail.reply_to if plain_address(mail.reply_to) not in receivers else ""
    if wanted or mail.from_address:
        data["reply_to"] = wanted or mail.from_address
    if mail.cc:
        data["cc"] = [one.address for one in mail.cc[:50]]
    if mail.signature_text:  # so many letters of what is folded away are the signature
        data["signed"] = len(mail.signature_text)
    if mail.defects:
        data["defects"] = list(mail.defects)
    return data


def _language(mail: ParsedMail) -> str:
    """Chinese where there are Chinese characters in what was written, else not known."""
    sample = mail.subject + mail.visible_text[:2000]
    return "zh-hans" if sum("\u4e00" <= letter <= "\u9fff" for letter in sample) >= 4 else ""
