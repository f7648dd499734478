"""The list of erased people: hashes that can be asked and not read."""

import hashlib
import hmac
from collections.abc import Iterable

from django.conf import settings

from zhiji.customers.parties.faults import read_point
from zhiji.customers.parties.rules import PHONES


def digest_of(kind: str, value: str) -> str:
    """Returns the keyed hash of an address or a number; "" where there is nothing to hash.

    kind is that of a contact point; all telephone numbers are of one kind. The hash is HMAC-SHA-256 (RFC 2104) under
    the installation's secret key: numbers are few enough to be tried one by one, were the salt beside them.
    """
    normal = read_point(kind, value).value
    if not normal:
        return ""
    name = "phone" if kind in PHONES else kind
    key = hashlib.sha256(b"suppressed " + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, f"{name}:{normal.lower()}".encode(), hashlib.sha256).hexdigest()


def digests_of(points: Iterable[tuple[str, str]]) -> list[str]:
    """Returns the hashes of several (kind, value)."""
    return sorted({digest for kind, value in points if (digest := digest_of(kind, value))})
