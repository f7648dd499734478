"""Where a line's foreign mailbox is, and what is new in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.utils.translation import gettext as _
from imap_tools import AND, BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted, MailMessageFlags

DAYS_BACK = 7
SECONDS_BETWEEN = 60
SECONDS_TO_ANSWER = 60
MOST_AT_ONCE = 20
MOST_BYTES_AT_ONCE = 20_000_000
_NUMBER = re.compile(rb"UID (\d+)")
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


@dataclass(frozen=True)
class Mailbox:
    """One mailbox to look into: imaps://user@host:993/INBOX?days=7&every=60&after=seen.

    days: how far back the first look goes. every: seconds between looks where the server can't call.
    after: what happens to a mail that was read: nothing, "seen", or "move:Folder".
    """

    line_id: int
    host: str
    port: int
    security: str
    user: str
    password: str
    folder: str = "INBOX"
    days: int = DAYS_BACK
    every: int = SECONDS_BETWEEN
    after: str = ""


def mailbox_of(line_id: int, url: str, password: str) -> Mailbox:
    """The mailbox that an address names. Raises ValueError in words for the administrator."""
    parts = urlsplit(url)
    security = {"imaps": "ssl", "imap+tls": "starttls", "imap": ""}.get(parts.scheme)
    if security is None or not parts.hostname:
        raise ValueError(_("The mailbox must look like imaps://user@host:993/INBOX."))
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    return Mailbox(
        line_id=line_id,
        host=parts.hostname,
        port=parts.port or (993 if security == "ssl" else 143),
        security=security,
        user=unquote(parts.username or ""),
        password=password or unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        days=_whole(options.get("days"), DAYS_BACK),
        every=max(1, _whole(options.get("every"), SECONDS_BETWEEN)),
        after=options.get("after", ""),
    )


def _whole(typed: str | None, usual: int) -> int:
    return int(typed) if typed and typed.isdecimal() else usual


def open_mailbox(box: Mailbox) -> BaseMailBox:
    """Connects and signs in. Raises OSError or imap_tools' and imaplib's errors."""
    kind = {"ssl": MailBox, "starttls": MailBoxStartTls, "": MailBoxUnencrypted}[box.security]
    mailbox: BaseMailBox = kind(box.host, box.port, timeout=SECONDS_TO_ANSWER)
    try:
        mailbox.login(box.user, box.password, initial_folder=None)
        if "ID" in mailbox.client.capabilities:
            # NetEase (163, 126) lets nobody open a folder who has not said this.
            mailbox.client.xatom("ID", '("name" "zhiji" "version" "1")')
    except BaseException:
        mailbox.client.shutdown()
        raise
    return mailbox


def new_mails(
    mailbox: BaseMailBox, box: Mailbox, place: dict[str, Any]
) -> Iterator[tuple[dict[int, bytes], dict[str, Any]]]:
    """Mails since the last look, some at a time, each time with the place where to go on after them.

    Arguments: place, the last such place; {} at the first look. A mailbox that was renumbered (UIDVALIDITY)
    is looked through again as at first: what was kept before is recognised by its content.
    """
    mailbox.folder.set(box.folder, readonly=not box.after)
    status = mailbox.folder.status(box.folder, ["UIDVALIDITY", "UIDNEXT"])
    validity, following = status["UIDVALIDITY"], status["UIDNEXT"]
    if place.get("uidvalidity") == validity:
        last = int(place["uid"])
        found = mailbox.uids(f"UID {last + 1}:*") if following > last + 1 else []
        numbers = sorted(int(uid) for uid in found if int(uid) > last)
    else:
        since = date.today() - timedelta(days=box.days)  # noqa: DTZ011 - IMAP compares days without a zone
        numbers = sorted(int(uid) for uid in mailbox.uids(AND(date_gte=since))) if box.days else []
        last = following - 1
    for group in _groups(mailbox, numbers):
        yield _fetch(mailbox, group), {"uidvalidity": validity, "uid": group[-1]}
    yield {}, {"uidvalidity": validity, "uid": max([last, *numbers])}


def _groups(mailbox: BaseMailBox, numbers: list[int]) -> Iterator[list[int]]:
    """Cuts a long list so that neither many mails nor a few huge ones fill the memory."""
    group: list[int] = []
    size = 0
    for at in range(0, len(numbers), 500):
        sizes = _sizes(mailbox, numbers[at : at + 500])
        for number in numbers[at : at + 500]:
            if group and (len(group) >= MOST_AT_ONCE or size + sizes.get(number, 0) > MOST_BYTES_AT_ONCE):
                yield group
                group, size = [], 0
            group.append(number)
            size += sizes.get(number, 0)
    if group:
        yield group


def _sizes(mailbox: BaseMailBox, numbers: list[int]) -> dict[int, int]:
    sizes = {}
    for answer in _uid_fetch(mailbox, numbers, "(UID RFC822.SIZE)"):
        line = answer if isinstance(answer, bytes) else b" ".join(answer)
        number, size = _NUMBER.search(line), _SIZE.search(line)
        if number and size:
            sizes[int(number[1])] = int(size[1])
    return sizes


def _fetch(mailbox: BaseMailBox, numbers: list[int]) -> dict[int, bytes]:
    mails: dict[int, bytes] = {}
    answers = _uid_fetch(mailbox, numbers, "(UID BODY.PEEK[])")
    for place, answer in enumerate(answers):
        if not isinstance(answer, tuple):
            continue
        # Some servers name the UID behind the content.
        behind = answers[place + 1] if place + 1 < len(answers) else b""
        number = _NUMBER.search(answer[0]) or (_NUMBER.search(behind) if isinstance(behind, bytes) else None)
        if number:
            mails[int(number[1])] = answer[1]
    return mails


def _uid_fetch(mailbox: BaseMailBox, numbers: list[int], what: str) -> list[Any]:
    kind, answers = mailbox.client.uid("fetch", ",".join(map(str, numbers)), what)
    if kind != "OK":
        raise OSError(f"The mailbox does not give its mails: {answers!r}"[:300])
    return [answer for answer in answers if answer]


def put_away(mailbox: BaseMailBox, box: Mailbox, numbers: list[int]) -> None:
    """Does with mails that were kept what the line's settings ask for; usually nothing."""
    uids = [str(number) for number in numbers]
    if not uids:
        return
    if box.after == "seen":
        mailbox.flag(uids, MailMessageFlags.SEEN, True)
    elif box.after.startswith("move:"):
        mailbox.move(uids, box.after.removeprefix("move:"))
