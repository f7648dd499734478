"""Takes mail in by SMTP and LMTP: only for our lines, and answers "250" only for what is on disk."""

import asyncio
import logging
from typing import Any

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

from zhiji.channels.mail.certificate import Certificate
from zhiji.channels.mail.keeping import Keeper
from zhiji.channels.mail.mime import split_head
from zhiji.channels.mail.tokens import plain_address

logger = logging.getLogger("zhiji.mail")

# aiosmtpd tells each command of each client; that is for those who look for a fault.
logging.getLogger("mail.log").setLevel(logging.WARNING)

MOST_RECEIVERS = 100
MOST_HOPS = 50
SECONDS_TO_KEEP = 120
UNKNOWN = "550 5.1.1 Nobody here receives mail at this address."
LATER = "451 4.3.0 The mail can't be kept just now. Please try again later."
TOO_LARGE = "552 5.3.4 The mail is larger than the {limit} MB that are taken here."
LOOP = "554 5.4.6 The mail has come round too often."
KEPT = "250 2.0.0 Kept."


class Door:
    """Decides which mails are taken, and hands them to the keeper."""

    def __init__(self, keeper: Keeper) -> None:
        self.keeper = keeper

    async def line_of(self, address: str) -> int | None:
        """The line that a mail address leads to, plus addresses included; None when it is nobody's."""
        names = address.lower(), plain_address(address)
        lines = await asyncio.wrap_future(self.keeper.lines())
        if not any(name in lines for name in names):
            lines = await asyncio.wrap_future(self.keeper.lines(fresh=True))
        return next((lines[name] for name in names if name in lines), None)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answers to each receiver at once, so that a mistyped address is known to the sender."""
        if len(envelope.rcpt_tos) >= MOST_RECEIVERS:
            return "452 4.5.3 Too many receivers; please send the mail in parts."
        try:
            line = await self.line_of(address)
        except Exception as error:
            logger.warning("receivers can't be looked up: %s", error)
            return LATER
        if line is None:
            return UNKNOWN
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """Offers no sign-in, on no connection: whoever sends mail to our lines needs none."""
        session.host_name = hostname
        return [line for line in responses if not line.startswith("250-AUTH")]

    async def take(self, session: Session, envelope: Envelope, content: bytes) -> str:
        """Keeps a mail for all of its lines and says so, or asks the sender to try again."""
        head, _ = split_head(content, 0, len(content))
        if head.count("received") > MOST_HOPS:
            return LOOP
        try:
            lines = {await self.line_of(address) for address in envelope.rcpt_tos}
            kept = self.keeper.keep(content, sorted(line for line in lines if line), _meta(session, envelope))
            await asyncio.wait_for(asyncio.wrap_future(kept), SECONDS_TO_KEEP)
        except Exception as error:
            logger.warning("a mail could not be kept: %s: %s", type(error).__name__, error)
            return LATER
        return KEPT


def _meta(session: Session, envelope: Envelope) -> dict[str, Any]:
    peer = session.peer[0] if isinstance(session.peer, tuple) and session.peer else ""
    return {
        "from": _plain((envelope.mail_from or "").strip("<>")),
        "to": [_plain(address) for address in envelope.rcpt_tos],
        "peer": str(peer),
        "hello": _plain(session.host_name or "")[:200],
        "route": "smtp",
        **({"encrypted": True} if session.ssl else {}),
    }


def _plain(text: str) -> str:
    """Text that a database takes: clients may send any bytes as an address."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "")[:500]


class MailServer(SMTP):
    """aiosmtpd's server, but quick with long mails, and content with lines of any length."""

    line_length_limit = 1 << 17
    has_reply_for_each = False

    async def smtp_DATA(self, arg: str | None) -> None:
        """Reads the mail and answers once, or for LMTP once for each receiver (RFC 2033)."""
        if await self.check_helo_needed():
            return
        if self.envelope is None or not self.envelope.rcpt_tos:
            await self.push("503 5.5.1 Name a receiver first (RCPT).")
            return
        if arg:
            await self.push("501 5.5.4 Syntax: DATA")
            return
        await self.push("354 End the mail with a dot on a line of its own.")
        content = await self._read_mail()
        times = len(self.envelope.rcpt_tos) if self.has_reply_for_each else 1
        answer = await self._answer(content)
        self._set_post_data_state()  # type: ignore[no-untyped-call]
        for _ in range(times):
            await self.push(answer)

    async def _answer(self, content: bytes | None) -> str:
        if content is None:
            return TOO_LARGE.format(limit=(self.data_size_limit or 0) // 1_000_000)
        door = self.event_handler
        if not isinstance(door, Door) or self.session is None or self.envelope is None:
            return LATER
        # A mail of 50 MB may take its time on a slow disk; the clock for idle clients stands still meanwhile.
        self._reset_timeout(SECONDS_TO_KEEP + 10)
        answer = await door.take(self.session, self.envelope, content)
        self._reset_timeout()
        return answer

    async def _read_mail(self) -> bytes | None:
        """The mail up to CRLF . CRLF and nothing else (a lone LF does not count); None when it is too long.

        Looked for is the dot with its line end, so the usual mail costs a few steps, not one for each line.
        """
        pieces, size, tail = [], 0, b"\r\n"
        limit = self.data_size_limit or 0
        while True:
            try:
                piece = await self._reader.readuntil(b".\r\n")
            except asyncio.LimitOverrunError as overrun:
                piece = await self._reader.readexactly(overrun.consumed)
            self._reset_timeout()
            tail = (tail + piece)[-5:]
            size += len(piece)
            if not limit or size <= limit + 3:
                pieces.append(piece)
            else:
                pieces.clear()
            if tail == b"\r\n.\r\n":
                break
        if limit and size > limit + 3:
            return None
        content = b"".join(pieces)[:-3].replace(b"\r\n.", b"\r\n")
        return content[1:] if content.startswith(b".") else content


class LocalMailServer(MailServer, LMTP):
    """The same for a mail server on this machine that hands mail on by LMTP."""

    has_reply_for_each = True


async def listen(
    keeper: Keeper,
    host: str,
    port: int,
    *,
    size_limit: int,
    name: str,
    local: bool = False,
    certificate: Certificate | None = None,
) -> asyncio.Server:
    """Opens the door for mail; local speaks LMTP instead of SMTP. Raises OSError when the port is taken.

    Arguments: size_limit in bytes; name, how this server calls itself; with a certificate STARTTLS is offered
    (RFC 3207), and whoever can't encrypt may send all the same, as is usual between mail servers.
    """
    kind = LocalMailServer if local else MailServer
    door, loop = Door(keeper), asyncio.get_running_loop()

    def server() -> SMTP:
        return kind(
            door,
            data_size_limit=size_limit,
            enable_SMTPUTF8=True,
            hostname=name,
            ident="Zhiji",
            timeout=120,
            loop=loop,
            tls_context=certificate.context() if certificate else None,
        )

    return await loop.create_server(server, host, port, backlog=512)
