"""What a web form may ask, how soon a person can have filled it in, and what looks like advertising."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

# The fields that a form may show, in the order of the page; each with the longest text it takes.
FIELDS = {
    "name": 100,
    "organisation": 200,
    "mail": 254,
    "phone": 60,
    "topic": 100,
    "message": 20_000,
    "consent": 0,
}
QUICKEST = timedelta(seconds=3)
OLDEST = timedelta(hours=24)
# So many submissions one network may send: many people may share one address, a machine sends hundreds.
WINDOW = timedelta(minutes=10)
MOST_IN_WINDOW = 10
MOST_IN_DAY = 60
SUSPICIOUS_FROM = 3

_LINK = re.compile(r"https?://|www\.|\[url|<a\s", re.IGNORECASE)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Pace:
    """How long a form was open: fitting, too short for a person ("hasty"), or too long ("stale")."""

    verdict: str
    seconds: float


def pace_of(opened_at: datetime, now: datetime) -> Pace:
    """Judges how long a form was open before it was sent; times are aware."""
    open_for = now - opened_at
    verdict = "hasty" if open_for < QUICKEST else "stale" if open_for > OLDEST else "fitting"
    return Pace(verdict, open_for.total_seconds())


def network_of(address: str) -> str:
    """Returns the network that an address stands for: an IPv4 address itself, of IPv6 the first 64 bits.

    One household or machine has a whole such IPv6 network to choose from. Anything else stays as it is.
    """
    try:
        read = ip_address(address)
    except ValueError:
        return address
    if isinstance(read, IPv6Address):
        return str(read.ipv4_mapped) if read.ipv4_mapped else read.exploded[:19]
    return str(read)


def window_of(now: datetime) -> datetime:
    """Returns when the window of counting began that a time falls into."""
    return now - timedelta(seconds=now.timestamp() % WINDOW.total_seconds())


def suspicions(values: Mapping[str, str], trap: str) -> list[str]:
    """Lists why a submission looks like advertising; an empty list means that it does not.

    trap is what came in the field that people do not see. Codes: "trap", "links", "repeated", "link_in_name",
    "no_words". Links alone need three of them: customers do send an address or two.
    """
    message, points = values.get("message", ""), {}
    if trap.strip():
        points["trap"] = SUSPICIOUS_FROM
    links = len(_LINK.findall(message))
    if links:
        points["links"] = links
    if _repeats(message):
        points["repeated"] = 2
    if any(_LINK.search(values.get(key, "")) for key in ("name", "organisation", "phone")):
        points["link_in_name"] = SUSPICIOUS_FROM
    if message and not _WORD.search(message):
        points["no_words"] = 2
    return sorted(points) if sum(points.values()) >= SUSPICIOUS_FROM else []


def _repeats(message: str) -> bool:
    """Tells whether a long message says the same few words over and over."""
    words = [word.casefold() for word in _WORD.findall(message)]
    return len(words) >= 30 and len(set(words)) * 4 < len(words)


def clean_origin(text: str) -> str:
    """Returns a site's origin as browsers write it (https://www.company.example), or "" if it is none."""
    match = re.fullmatch(r"(https?)://([a-z0-9.-]+|\[[0-9a-f:]+\])(:\d{1,5})?/?", text.strip().lower())
    return f"{match[1]}://{match[2]}{match[3] or ''}" if match else ""


def topic_pairs(lines: Iterable[str]) -> list[list[str]]:
    """Reads topics typed one a line as “English | 中文”; one without a bar counts for both languages."""
    pairs = []
    for line in lines:
        english, _, chinese = (part.strip() for part in line.partition("|"))
        if english or chinese:
            pairs.append([english or chinese, chinese or english])
    return pairs
