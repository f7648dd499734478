"""A fresh installation starts with one command, and its first page is in order."""

import os
import signal
from collections.abc import Callable

import psutil
import pytest
from playwright.sync_api import Page

from tests.support.browser import PHONE
from tests.support.server import Server


@pytest.mark.browser
@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
def test_the_first_page_is_in_order(
    server: Server, new_page: Callable[..., Page], axe: Callable[[Page], list[str]], locale: str
) -> None:
    for options in ({}, {"viewport": PHONE}):
        page = new_page(base_url=server.url, locale=locale, **options)
        page.goto("/")
        assert page.locator("html").get_attribute("lang") == {"en-GB": "en", "zh-CN": "zh-CN"}[locale]
        assert axe(page) == []


def test_all_processes_end_when_the_server_is_told_to(start_server: Callable[..., Server]) -> None:
    server = start_server()
    running = server.processes()
    assert len(running) > 1
    assert server.process
    os.kill(server.process.pid, signal.SIGTERM)
    _, left = psutil.wait_procs(running, timeout=15)
    assert left == []
