"""Takes the pictures of docs/tour/ from a demo company of its own: `make tour`.

The company is invented from a fixed seed, so the same people stand in the pictures each time.
"""

import base64
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from building.machine import browser_path
from zhiji.demo.company import DOMAIN, PASSWORD

FOLDER = Path("docs/tour")
CUSTOMERS = 150
MANAGER, AGENT, ADMIN = (f"{name}@{DOMAIN}" for name in ("qin.haoran", "he.siyuan", "jian.heming"))
DESKTOP, PHONE = ViewportSize(width=1280, height=800), ViewportSize(width=390, height=780)
# A list as an older program writes it, for the picture of how lists come in.
LIST = """编号,单位,姓名,手机,邮箱,同意接收
K1,深圳市蓝海测试有限公司,钱学文,13700137001,qxw@lanhai-test.example,是
K2,深圳市蓝海测试有限公司,孙雨晴,13700137002,syq@lanhai-test.example,否
K3,苏州云端测试有限公司,周子墨,0512-6255,zzm@yunduan-test.example,是
""".encode("gb18030")
LARGEST = 60_000  # bytes of one picture; the repository stays light
QUALITIES = (70, 60, 50, 40)
MS_TO_SETTLE = 1500


@dataclass(frozen=True)
class View:
    """One picture: its file, where it is taken and how, and what one sees in it."""

    name: str
    address: str
    says: str
    landmark: str = "#main"
    click: str = ""
    then: str = ""  # what is clicked after that
    types: str = ""
    drops: bool = False  # whether LIST is dropped on the page
    who: str = MANAGER
    language: str = "en-GB"
    is_dark: bool = False
    is_phone: bool = False


VIEWS = (
    View("day", "/", "My day: who waits for an answer, and what comes next.", who=AGENT),
    View(
        "inbox",
        "/inbox/?folder=all",
        "The shared inbox: each contact of each channel, with the customer beside it.",
        "#conv-rows",
        click="#conv-rows a[data-open] >> nth=1",
    ),
    View(
        "customer-zh",
        "/customers/?sort=-last_contact_at&kind=person",
        "客户页：左边是谁，中间是往来，右边是正在进行的事。The customer page, in Chinese.",
        "#list [data-row]",
        click="#list a[data-open] >> nth=0",
        language="zh-CN",
    ),
    View("customers", "/customers/", "Customers as a list that one filters, sorts and keeps as a view."),
    View("leads-dark", "/leads/?layout=board", "Leads on a board, in the dark.", ".board-card", is_dark=True),
    View("cases-zh", "/cases/", "服务单及其时限。Cases with their clocks, in Chinese.", language="zh-CN"),
    View(
        "case",
        "/cases/",
        "A case: the conversation in the middle, its clock and the customer beside it.",
        "#list [data-row]",
        click="#list a[data-open] >> nth=0",
    ),
    View(
        "palette",
        "/customers/",
        "Ctrl-K finds by two characters, pinyin initials, a wrong letter or the end of a number.",
        types="lj",
    ),
    View(
        "conflict",
        "/sources/conflicts?kind=organisation",
        "One customer from several sources: where they disagree, one click tells who says what and takes a value.",
        "#list [data-row]",
        click="#list a[data-open] >> nth=0",
        then="[data-told-first]",
    ),
    View(
        "review-zh",
        "/matching/",
        "是同一客户吗？两边并排，证据逐项可见，用键盘回答。May these be one? Both sides, answered by keyboard.",
        language="zh-CN",
    ),
    View("review-dark", "/matching/", "The review queue in the dark.", is_dark=True),
    View(
        "import-zh",
        "/imports/",
        "导入名单：字符集、列名和含义自动识别，写入前先预览。A list comes in: its character set and columns are found.",
        who=ADMIN,
        language="zh-CN",
        drops=True,
    ),
    View("imports", "/imports/", "Which lists came in, and what became of their rows.", "#imports"),
    View(
        "sources",
        "/sources/",
        "Where values come from, how far each source is believed, and who answers for it.",
    ),
    View(
        "quality-zh",
        "/quality",
        "数据质量及其变化。How good the records are, and how they became so.",
        language="zh-CN",
    ),
    View(
        "ask",
        "/quality/ask",
        "What to ask next: the one question worth asking of each customer.",
        "#list [data-row]",
    ),
    View(
        "ledger",
        "/customers/?kind=person&sort=sort_name",
        "What a person allowed and refused, when, how, and under which words.",
        "#list [data-row]",
        click="#list a[data-open]:has-text('戴晖')",
        then='a[href$="/permissions"] >> nth=0',
    ),
    View(
        "privacy-zh",
        "/privacy",
        "个人资料请求及期限。What people ask about their own data, and until when it is due.",
        "#list [data-row]",
        language="zh-CN",
    ),
    View("fields", "/setup/fields", "Fields of one's own, made in the page.", who=ADMIN),
    View(
        "own-fields-zh",
        "/customers/?kind=organisation&sort=sort_name",
        "客户页上的自定义字段。A firm with fields of one's own, its people and numbers, in Chinese.",
        "#list [data-row]",
        click="#list a[data-open]:has-text('宁波百智')",
        language="zh-CN",
    ),
    View(
        "review-phone",
        "/matching/",
        "Duplicates on a phone.",
        is_phone=True,
    ),
    View("settings-dark", "/setup/", "Modules that can be switched off.", who=ADMIN, is_dark=True),
    View("inbox-phone", "/inbox/?folder=all", "The inbox on a phone.", "#conv-rows", is_phone=True),
    View(
        "conversation-phone-dark",
        "/inbox/?folder=all",
        "A conversation on a phone, in the dark, in Chinese.",
        "#conv-rows",
        click="#conv-rows a[data-open] >> nth=1",
        language="zh-CN",
        is_dark=True,
        is_phone=True,
    ),
    View("web-form-phone", "/f/boards-quote", "A form for the company's web site.", is_phone=True),
)


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def demo_server() -> Iterator[str]:
    """Run a demo company in a folder that goes when the block ends; gives its address."""
    with tempfile.TemporaryDirectory(prefix="zhiji-tour-") as folder:
        port = free_port()
        ours = {
            "ZHIJI_DATA_DIR": folder,
            "ZHIJI_PORT": str(port),
            "ZHIJI_SMTP_LISTEN": "off",
            "ZHIJI_LOG_LEVEL": "WARNING",
            "ZHIJI_SMTP_URL": "smtp://127.0.0.1:9",
        }
        environment = {k: v for k, v in os.environ.items() if not k.startswith("ZHIJI_")} | ours
        zhiji = [sys.executable, "-m", "zhiji"]
        fill = [*zhiji, "demo", "--customers", str(CUSTOMERS), "--quiet"]
        subprocess.run(fill, env=environment, check=True)
        server = subprocess.Popen([*zhiji, "serve"], env=environment, stdout=subprocess.DEVNULL)
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait()


def wait_for(address: str, seconds: float = 60) -> None:
    """Wait until an address answers."""
    end = time.monotonic() + seconds
    while True:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def sign_in(browser: Browser, url: str, who: str) -> dict[str, object]:
    """Sign somebody in; gives the cookies with which pictures are taken."""
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(f"{url}/accounts/login/")
    page.locator("#id_login").fill(who)
    page.locator("#id_password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{url}/")
    state: dict[str, object] = dict(context.storage_state())
    context.close()
    return state


def take(browser: Browser, url: str, state: dict[str, object], view: View) -> None:
    """Open a view as it is to be shown, and write its picture."""
    context = browser.new_context(
        base_url=url,
        storage_state=state,  # type: ignore[arg-type]  # what storage_state() gave
        viewport=PHONE if view.is_phone else DESKTOP,
        locale=view.language,
        color_scheme="dark" if view.is_dark else "light",
        reduced_motion="reduce",
        timezone_id="Asia/Shanghai",
    )
    page = context.new_page()
    page.goto(view.address)
    page.locator(view.landmark).first.wait_for()
    if view.drops:
        page.locator("#import-file").set_input_files(
            {"name": "展会名单.csv", "mimeType": "text/csv", "buffer": LIST}
        )
        page.locator("#preview").wait_for()
    for one in filter(None, (view.click, view.then)):
        page.locator(one).click()
        page.wait_for_load_state()
    if view.types:
        page.keyboard.press("Control+k")
        page.keyboard.type(view.types, delay=60)
    page.wait_for_timeout(MS_TO_SETTLE)
    (FOLDER / f"{view.name}.webp").write_bytes(picture(page))
    context.close()


def picture(page: Page) -> bytes:
    """Take a picture as a WebP that is small enough; Chromium's own tools know that format."""
    tools = page.context.new_cdp_session(page)
    for quality in QUALITIES:
        answer = tools.send("Page.captureScreenshot", {"format": "webp", "quality": quality})
        taken = base64.b64decode(answer["data"])
        if len(taken) <= LARGEST:
            return taken
    raise SystemExit(f"a picture of {page.url} is larger than {LARGEST} bytes")


def write_page() -> None:
    """Write the page that shows the pictures."""
    lines = [
        "# A tour of Zhiji",
        "",
        "Made by `make tour` from the demo company; all people in it are invented.",
        "",
    ]
    for view in VIEWS:
        width = 260 if view.is_phone else 800
        lines += [view.says, "", f'<img src="{view.name}.webp" alt="{view.says}" width="{width}">', ""]
    (FOLDER / "README.md").write_text("\n".join(lines), encoding="utf-8")


def main() -> None:
    """Take all pictures."""
    path = browser_path()
    if path is None:
        raise SystemExit("no browser is installed; on Debian: apt-get install chromium fonts-noto-cjk")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with demo_server() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        states = {who: sign_in(browser, url, who) for who in (MANAGER, AGENT, ADMIN)}
        for view in VIEWS:
            take(browser, url, states[view.who], view)
            print(f"{FOLDER / view.name}.webp")
        browser.close()
    write_page()


if __name__ == "__main__":
    main()
