"""Which browser and system somebody uses, as far as it says so itself."""

import re

# The first that fits counts: browsers also name those whose pages they want to be given.
BROWSERS = (
    (re.compile(r"\bEdg(?:e|A|iOS)?/(\d+)"), "Edge"),
    (re.compile(r"\b(?:OPR|Opera)/(\d+)"), "Opera"),
    (re.compile(r"\bMicroMessenger/(\d+)"), "WeChat"),
    (re.compile(r"\bFirefox/(\d+)|\bFxiOS/(\d+)"), "Firefox"),
    (re.compile(r"\b(?:Headless)?Chrom(?:e|ium)/(\d+)|\bCriOS/(\d+)"), "Chrome"),
    (re.compile(r"\bVersion/(\d+)[\d.]* (?:Mobile/\S+ )?Safari/"), "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def browser_name(user_agent: str) -> str:
    """Names a browser as people know it, such as "Firefox 141 · Windows"; what is unknown stays as it came.

    user_agent is the header that the browser sends; at most 60 characters of an unknown one are returned.
    """
    name = ""
    for pattern, browser in BROWSERS:
        if found := pattern.search(user_agent):
            version = next(part for part in found.groups() if part)
            name = f"{browser} {version}"
            break
    system = next((shown for mark, shown in SYSTEMS if mark in user_agent), "")
    return " · ".join(part for part in (name, system) if part) or user_agent[:60]
