"""The installation that is measured: its database, its running processes, and a browser's way to it."""

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass
class Browser:
    """A signed-in user's connection, kept open as a browser keeps it."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    connection: http.client.HTTPConnection | None = None

    def get(self, path: str, **headers: str) -> bytes:
        """Opens a page and returns its HTML; raises RuntimeError unless it comes with status 200."""
        return self._ask("GET", path, None, headers)

    def post(self, path: str, values: dict[str, str]) -> bytes:
        """Sends a form as a person would."""
        token = {"csrfmiddlewaretoken": self.cookies.get(settings.CSRF_COOKIE_NAME, "")}
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, urlencode({**values, **token}).encode(), headers)

    def sign_in(self, email: str, password: str) -> None:
        """Signs in through the sign-in page."""
        found = _TOKEN.search(self.get("/accounts/login/").decode())
        self.cookies[settings.CSRF_COOKIE_NAME] = self.cookies.get(settings.CSRF_COOKIE_NAME, "")
        values = {"login": email, "password": password}
        if found:
            values["csrfmiddlewaretoken"] = found[1]
        self.post("/accounts/login/", values)
        if settings.SESSION_COOKIE_NAME not in self.cookies:
            raise RuntimeError("The demo's administrator could not sign in.")

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> bytes:
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        jar = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {
            **headers,
            "Cookie": jar,
            "Referer": f"http://127.0.0.1:{self.port}/",
            "Accept-Language": "en",
        }
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        for header in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = header.partition(";")[0].partition("=")
            self.cookies[name] = value
        if answer.status not in {200, 302, 204}:
            raise RuntimeError(f"{method} {path} answered {answer.status}: {content[:300]!r}")
        return content


class Site:
    """A database filled with customers, and `zhiji serve` on it while the block runs."""

    def __init__(self, customers: int) -> None:
        self.customers = customers
        self.port, self.smtp_port = _free_port(), _free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def vendor(self) -> str:
        """Names the database."""
        return connection.vendor

    def __enter__(self) -> "Site":
        environ = {
            **os.environ,
            "ZHIJI_PORT": str(self.port),
            "ZHIJI_SMTP_LISTEN": f"127.0.0.1:{self.smtp_port}",
            "ZHIJI_LOG_LEVEL": "ERROR",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "zhiji", "serve"],
            env=environ,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        for door in (self.port, self.smtp_port):
            _wait_for(door, self.process)
        return self

    def __exit__(self, *fault: object) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=30)

    def browser(self) -> Browser:
        """Returns the connection of a signed-in administrator."""
        from zhiji.demo.command import sign_ins

        _name, email, password, _role = sign_ins()[0]
        browser = Browser(self.port)
        browser.sign_in(email, password)
        return browser

    def statements(self, path: str) -> list[str]:
        """Returns the SQL that a page runs, for its floor."""
        from zhiji.demo.command import sign_ins
        from zhiji.kernel.users.models import User

        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(
            User.objects.get(email=sign_ins()[0][1]), "allauth.account.auth_backends.AuthenticationBackend"
        )
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status_code}")
        return [query["sql"] for query in captured.captured_queries]


def replay(statements: Sequence[str]) -> None:
    """Runs SQL bare, on the driver's own cursor, and fetches what it gives."""
    connection.ensure_connection()
    cursor: Any = connection.connection.cursor()
    for sql in statements:
        if sql.lstrip().upper().startswith("SELECT"):
            cursor.execute(sql)
            cursor.fetchall()
    cursor.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("The measured installation did not start.")
