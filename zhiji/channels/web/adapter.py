"""Reads what was sent by a web form into a contact."""

import json
from collections.abc import Mapping
from typing import Any

from django.utils.dateparse import parse_datetime

from zhiji.channels.contact import Contact
from zhiji.channels.inbox import adapters

CHANNEL = "web"
LANGUAGES = {"zh-hans", "en"}


class WebFormAdapter:
    """The web form's side of the one door in."""

    channel = CHANNEL

    def read(self, raw: bytes, meta: Mapping[str, Any]) -> Contact:
        """Reads a kept submission; a suspicious one is set aside until somebody lets it through."""
        sent = json.loads(raw)
        said = {key: str(value) for key, value in sent["values"].items()}
        language = str(sent.get("language", ""))
        return Contact(
            at=parse_datetime(str(sent.get("at", ""))),
            mail=said.get("mail", ""),
            phone=said.get("phone", ""),
            name=said.get("name", ""),
            organisation=said.get("organisation", ""),
            language=language if language in LANGUAGES else "",
            subject=_subject(said),
            text=said.get("message", ""),
            sender=said.get("mail", "") or said.get("phone", ""),
            auto="own" if meta.get("suspicions") and not meta.get("let_through") else "",
            data={
                "form": sent.get("form", ""),
                "page": sent.get("page", ""),
                "topic": said.get("topic", ""),
                "reply_to": said.get("mail", ""),
                "consent": sent.get("consent") is True,
                "fields": said,
            },
        )


def _subject(said: Mapping[str, str]) -> str:
    """What a colleague reads first: the topic, else how the message begins."""
    begin = " ".join(said.get("message", "").split())
    begin = begin if len(begin) <= 80 else begin[:79] + "…"
    return ": ".join(part for part in (said.get("topic", ""), begin) if part)


def register() -> None:
    """Lets the door in read what web forms bring."""
    from zhiji.channels.web import screens

    adapters.register(WebFormAdapter())
    screens.register()
