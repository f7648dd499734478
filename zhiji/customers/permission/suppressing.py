"""The list of erased people: hashes that can be asked and not read."""

import hashlib
import hmac
from collections.abc import Iterable
from functools import cache

from django.conf import settings

from zhiji.customers.parties.faults import read_point
from zhiji.customers.parties.rules import PHONES


def digest_of(kind: str, value: str) -> str:
    """Returns the keyed hash of an address or a number; "" where there is nothing to hash.

    kind is that of a contact point; all telephone numbers are of one kind. The hash is HMAC-SHA-256 (RFC 2104) under
    the installation's secret key: numbers are few enough to be tried one by one, were the salt beside them.
    """
    normal = read_point(kind, value).value
    return digest_of_normal(_key(settings.SECRET_KEY), kind, normal) if normal else ""


def digest_of_normal(key: bytes, kind: str, normal: str) -> str:
    """Returns the hash of a value that is in its normal form already, as those of a list's rows are."""
    name = "phone" if kind in PHONES else kind
    return hmac.digest(key, f"{name}:{normal.lower()}".encode(), "sha256").hex()


def digests_of_normal(points: Iterable[tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Returns (kind, normal value) by hash, for many at once."""
    key = _key(settings.SECRET_KEY)
    return {digest_of_normal(key, kind, value): (kind, value) for kind, value in points}


@cache
def _key(secret: str) -> bytes:
    return hashlib.sha256(b"suppressed " + secret.encode()).digest()


def digests_of(points: Iterable[tuple[str, str]]) -> list[str]:
    """Returns the hashes of several (kind, value)."""
    return sorted({digest for kind, value in points if (digest := digest_of(kind, value))})
