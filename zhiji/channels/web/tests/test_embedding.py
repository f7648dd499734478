"""A form inside another company's page, in a real browser."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

pytestmark = pytest.mark.browser

MAKE_FORM = """
from zhiji.channels.lines.models import Line
from zhiji.channels.web.actions import save_web_form
from zhiji.channels.web.models import WebForm
from zhiji.kernel.access.actor import Actor
line = Line.objects.get_or_create(name="Site", channel="mail", address="site@ours.example", purpose="support")[0]
old = WebForm.objects.filter(slug="site").first()
asked = [{"name": name, "required": name != "consent"} for name in ("name", "mail", "message", "consent")]
values = {"slug": "site", "name": "Site", "line_id": line.pk, "title_en": "Contact us", "title_zh": "联系我们",
          "fields": asked, "origins": ["ORIGIN"]}
save_web_form(actor=Actor.machine("test"), form_id=old.pk if old else None, values=values)
"""


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder without a word."""

    def log_message(self, *words: object) -> None:
        """Say nothing."""


@pytest.fixture
def site(tmp_path, server) -> Iterator[str]:
    """Another company's web site, with the one line that shows our form."""
    page = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Site</title><link rel="icon" href="data:,">'
        f'<main><h1>Us</h1><script src="{server.url}/f/site.js"></script></main></html>'
    )
    (tmp_path / "index.html").write_text(page)
    running = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path)))
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()


def height(page) -> float:
    return page.locator("iframe").bounding_box()["height"]


def test_a_form_in_another_site_grows_with_its_faults_and_says_thanks(
    server, site, new_page, page_faults, axe
):
    server.python(MAKE_FORM.replace("ORIGIN", site))
    page_faults.allow("422")
    page = new_page()
    page.goto(site)
    form = page.frame_locator("iframe")
    form.get_by_label("Your name").fill("Li Lei")
    form.get_by_label("Your message").fill("Which cable do I need?")
    page.wait_for_timeout(3100)
    before = height(page)
    form.get_by_role("button", name="Send").click()
    form.get_by_text("This field is required.").wait_for()
    page.wait_for_function(f"document.querySelector('iframe').getBoundingClientRect().height > {before}")
    assert form.get_by_label("Your message").input_value() == "Which cable do I need?"
    form.get_by_label("Mail address").fill("lilei@bluesky.example")
    form.get_by_role("button", name="Send").click()
    form.get_by_role("heading", name="Thank you").wait_for()
    page.wait_for_function(f"document.querySelector('iframe').getBoundingClientRect().height < {before}")


def test_a_site_that_is_not_named_can_not_show_the_form(server, site, new_page, page_faults):
    server.python(MAKE_FORM.replace("ORIGIN", "https://elsewhere.example"))
    page_faults.allow("frame-ancestors|security policy")
    page = new_page()
    page.goto(site)
    page.wait_for_timeout(800)
    assert page.frame_locator("iframe").get_by_label("Your name").count() == 0


@pytest.mark.parametrize("width", [390, 1440])
def test_the_form_alone_can_be_filled_in_by_keyboard_and_has_no_serious_fault(
    server, site, new_page, axe, width
):
    server.python(MAKE_FORM.replace("ORIGIN", site))
    page = new_page(base_url=server.url, viewport={"width": width, "height": 900}, locale="zh-CN")
    page.goto("/f/site")
    assert axe(page) == []
    page.wait_for_timeout(3100)
    for text in ("李雷", "lilei@bluesky.example", "需要哪种线缆？"):
        page.keyboard.press("Tab")
        page.keyboard.type(text)
    for key in ("Tab", "Tab", "Enter"):
        page.keyboard.press(key)
    page.get_by_role("heading", name="谢谢").wait_for()
