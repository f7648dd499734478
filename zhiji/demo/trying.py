"""Which contact points of a customer were tried, and what it showed."""

from datetime import datetime
from zlib import crc32

from zhiji.demo.facts import Point

Tried = tuple[str, datetime | None, str]
UNTRIED: Tried = ("unknown", None, "")
# Of a hundred contact points of a kind: how many work, and how many are known to fail.
_SHARES = {"mail": (18, 7), "mobile": (38, 4), "phone": (30, 3), "fax": (10, 12), "address": (12, 4)}
_FAILURES = {"mail": "550 5.1.1 user unknown", "address": "returned_post"}


def tried(point: Point, since: datetime, last_contact: datetime | None) -> Tried:
    """Tell of a contact point whether it works, since when that is known, and how it showed.

    Who was in touch with us by mail has a mail address that works.
    """
    if last_contact and point.kind == "mail":
        return ("works", last_contact, "answered")
    works, fails = _SHARES.get(point.kind, (0, 0))
    lot = crc32(point.value.encode()) % 100
    if lot < works:
        return ("works", last_contact or since, "answered")
    if lot < works + fails:
        return ("fails", last_contact or since, _FAILURES.get(point.kind, "wrong_number"))
    return UNTRIED
