"""Hands finished mails to the next mail server, and tells what failed today from what will never work."""

import smtplib
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _

from zhiji.channels.outbox.adapters import Never, NotNow, Receipt

SECONDS_TO_ANSWER = 60
IDLE_SECONDS = 15


@dataclass(frozen=True)
class Server:
    """A mail server to send through."""

    host: str
    port: int
    security: str = ""
    user: str = ""
    password: str = ""


def server_of(url: str, secret: str = "") -> Server:
    """The server that an address such as smtp+tls://user@host:587 names.

    Arguments: url (smtp, smtp+tls or smtps); secret, the password, where it does not stand in the address.
    Raises NotNow when no server is named.
    """
    parts = urlsplit(url)
    if not parts.hostname:
        raise NotNow(_("No mail server for sending is set."))
    ports = {"smtps": 465, "smtp+tls": 587}
    security = {"smtps": "ssl", "smtp+tls": "starttls"}.get(parts.scheme, "")
    return Server(
        host=parts.hostname,
        port=parts.port or ports.get(parts.scheme, 25),
        security=security,
        user=unquote(parts.username or ""),
        password=secret or unquote(parts.password or ""),
    )


def send(server: Server, *, sender: str, receivers: list[str], content: bytes) -> Receipt:
    """Hands one mail to a server and returns what it answered.

    Arguments: server; sender and receivers of the envelope; content, the mail. Raises Never when the server
    refuses it for good (5xx), NotNow for all that may pass: no connection, 4xx, a login that fails.
    """
    with _lock:
        try:
            return _send(server, sender, receivers, content)
        except smtplib.SMTPDataError as error:
            raise _refusal(error.smtp_code, _words(error)) from error
        except (smtplib.SMTPException, OSError) as error:
            _forget(server)
            raise NotNow(f"{server.host}: {_words(error)}") from error
        except (UnicodeError, ValueError) as error:
            raise Never(str(error)) from error


def _send(server: Server, sender: str, receivers: list[str], content: bytes) -> Receipt:
    smtp = _connection(server)
    options = ["BODY=8BITMIME"] if smtp.has_extn("8bitmime") else []
    try:
        _expect(smtp.mail(sender, options))
        for receiver in receivers:
            _expect(smtp.rcpt(receiver))
        code, answer = _expect(smtp.data(content))
    except (Never, NotNow, smtplib.SMTPDataError, ValueError):
        smtp.rset()
        raise
    finally:
        _open[server] = (smtp, time.monotonic())
    return Receipt(f"{server.host}: {code} {answer}")


def _expect(answer: tuple[int, bytes]) -> tuple[int, str]:
    code, words = answer[0], answer[1].decode("utf-8", "replace")
    if not 200 <= code < 300:
        raise _refusal(code, words)
    return code, words


def _refusal(code: int, words: str) -> Never | NotNow:
    # 530, 534, 535, 538: the server wants a login that our settings lack; that can be mended here.
    if 500 <= code < 600 and code not in {530, 534, 535, 538}:
        return Never(f"{code} {words}")
    return NotNow(f"{code} {words}")


_lock = threading.Lock()
_open: dict[Server, tuple[smtplib.SMTP, float]] = {}


def _connection(server: Server) -> smtplib.SMTP:
    """A connection that is still open from the last mail, or a new one."""
    smtp, used = _open.pop(server, (None, 0.0))
    if smtp and time.monotonic() - used < IDLE_SECONDS and _still_answers(smtp):
        return smtp
    if smtp:
        smtp.close()
    return _connect(server)


def _still_answers(smtp: smtplib.SMTP) -> bool:
    try:
        return smtp.noop()[0] == 250
    except (smtplib.SMTPException, OSError):
        return False


def _connect(server: Server) -> smtplib.SMTP:
    kind: Callable[..., smtplib.SMTP] = smtplib.SMTP
    options: dict[str, object] = {"timeout": SECONDS_TO_ANSWER}
    if server.security == "ssl":
        kind, options["context"] = smtplib.SMTP_SSL, ssl.create_default_context()
    smtp = kind(server.host, server.port, **options)
    if server.security == "starttls":
        smtp.starttls(context=ssl.create_default_context())
    smtp.ehlo_or_helo_if_needed()
    if server.user:
        smtp.login(server.user, server.password)
    return smtp


def _forget(server: Server) -> None:
    smtp, _ = _open.pop(server, (None, 0.0))
    if smtp:
        smtp.close()


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        words = error.smtp_error
        return f"{error.smtp_code} {words.decode('utf-8', 'replace') if isinstance(words, bytes) else words}"
    return str(error) or type(error).__name__
