"""The machine's real Chromium. A page that complains (console, scripts, security policy) fails its test."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, sync_playwright

from building.machine import browser_path
from tests.support.server import Server

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
PICTURES = Path("test-results")
SECONDS_TO_WAIT = 15


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium for one file of tests.

    Playwright keeps an event loop running in this thread, under which Django's ORM and asyncio.run() refuse
    to work: so it ends with the file, and Django is told that the loop does not matter here.
    """
    path = browser_path()
    if path is None:
        pytest.fail("no browser is installed; on Debian: apt-get install chromium fonts-noto-cjk")
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


class Faults(list[str]):
    """What pages complained about; `allow` names, as a pattern, a complaint that the test means to cause."""

    def __init__(self) -> None:
        super().__init__()
        # A page that is left while it asks for something says so; nobody loses anything by it.
        self.allowed: list[str] = ["htmx:(afterRequest|sendAbort)"]

    def allow(self, pattern: str) -> None:
        """Expect complaints that match a regular expression."""
        self.allowed.append(pattern)

    def watch(self, page: Page) -> None:
        """Note every complaint of a page from now on."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.append(f"error in a script: {error}"))
        page.on("response", self._response)

    def unexpected(self) -> list[str]:
        """List the complaints that no `allow` names."""
        return [fault for fault in self if not any(re.search(pattern, fault) for pattern in self.allowed)]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _response(self, response: Response) -> None:
        if "csp-report" in response.url:
            self.append(f"security policy: {response.request.post_data}")
        elif response.status >= 500:
            self.append(f"answer {response.status}: {response.url}")


@pytest.fixture
def page_faults() -> Iterator[Faults]:
    """Collect what the test's pages complain about; fails the test at its end when there is anything."""
    faults = Faults()
    yield faults
    if left := faults.unexpected():
        pytest.fail("the browser complained:\n" + "\n".join(left))


@pytest.fixture
def new_page(
    browser: Browser, page_faults: Faults, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Page]]:
    """Open pages of several people: `new_page(base_url=server.url, viewport=PHONE, locale="zh-CN")`.

    Each has cookies of its own. Where the test fails, a picture of each is kept in test-results/.
    """
    pages: list[Page] = []

    def open_page(**options: Any) -> Page:
        context = browser.new_context(**{"viewport": DESKTOP, "locale": "en-GB", **options})
        context.set_default_timeout(SECONDS_TO_WAIT * 1000)
        page = context.new_page()
        page_faults.watch(page)
        pages.append(page)
        return page

    yield open_page
    for number, page in enumerate(pages, 1):
        if getattr(request.node, "failed", False):
            name = re.sub(r"\W+", "-", request.node.name)
            page.screenshot(path=PICTURES / f"{name}-{number}.png")
        page.context.close()


@pytest.fixture
def page(new_page: Callable[..., Page], server: Server) -> Page:
    """One page of a desktop browser at the shared server, nobody signed in."""
    return new_page(base_url=server.url)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """Tell the fixtures, which end after it, whether the test failed."""
    report = yield
    if report.when == "call" and report.failed:
        item.failed = True  # type: ignore[attr-defined]  # pytest's way to hand this to fixtures
    return report
