"""A real mail server (SMTP and IMAP, in memory), where customers of the tests have their mailboxes."""

import email
import email.policy
import imaplib
import smtplib
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.support.postgresql import free_port

PASSWORD = "of-the-tests"
SECONDS_TO_START = 30


class MailServer:
    """The server; any address is a mailbox, all with the same password."""

    host = "127.0.0.1"
    password = PASSWORD

    def __init__(self) -> None:
        self.smtp_port, self.imap_port = free_port(), free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def smtp_url(self) -> str:
        """Give the address that ZHIJI_SMTP_URL takes."""
        return f"smtp://{self.host}:{self.smtp_port}"

    def start(self) -> None:
        """Start it; returns when both doors are open."""
        program = Path(sys.executable).with_name("mail_devel")
        ports = ["--smtp-port", str(self.smtp_port), "--imap-port", str(self.imap_port)]
        options = ["--host", self.host, "--multi-user", "--password", PASSWORD, "--no-http", *ports]
        with tempfile.TemporaryFile() as log:
            self.process = subprocess.Popen([program, *options], stdout=log, stderr=log)
            for port in (self.smtp_port, self.imap_port):
                if not self._opens(port):
                    log.seek(0)
                    raise RuntimeError(
                        f"the mail server did not start: {log.read().decode(errors='replace')}"
                    )

    def _opens(self, port: int) -> bool:
        end = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < end:
            try:
                socket.create_connection((self.host, port), 1).close()
                return True
            except OSError:
                time.sleep(0.05)
        return False

    def stop(self) -> None:
        """End it; its mail is gone."""
        if self.process:
            self.process.terminate()
            self.process.wait()

    def send(self, message: EmailMessage) -> None:
        """Hand one mail to the server, as a mail program does."""
        with smtplib.SMTP(self.host, self.smtp_port) as smtp:
            smtp.send_message(message)

    def received(self, address: str) -> list[EmailMessage]:
        """Read all mails in the mailbox of an address, oldest first."""
        imap = imaplib.IMAP4(self.host, self.imap_port)
        try:
            imap.login(address, PASSWORD)
            imap.select("INBOX", readonly=True)
            numbers = imap.search(None, "ALL")[1][0].split()
            raw = [imap.fetch(number.decode(), "(BODY.PEEK[])")[1][0] for number in numbers]
        finally:
            imap.logout()
        bodies = [part[1] for part in raw if isinstance(part, tuple)]
        return [email.message_from_bytes(body, policy=email.policy.default) for body in bodies]  # type: ignore[misc]

    def wait_for(
        self,
        address: str,
        wanted: Callable[[EmailMessage], bool] = lambda message: True,
        seconds: float = 15,
    ) -> EmailMessage:
        """Wait for a mail to an address that answers a question; the newest of them."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if found := [message for message in self.received(address) if wanted(message)]:
                return found[-1]
            time.sleep(0.1)
        raise AssertionError(f"no such mail reached {address} in {seconds} s")


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    """A mail server of the test's own."""
    server = MailServer()
    try:
        server.start()
        yield server
    finally:
        server.stop()
