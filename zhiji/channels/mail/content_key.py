"""Tells the same mail from another one, whichever way it travelled."""

import hashlib

from zhiji.channels.mail.mime import split_head

_KEPT = ("message-id", "from", "to", "date", "subject")


def content_key(raw: bytes) -> str:
    """A fingerprint that the same mail has on every route, and another mail with a copied number has not.

    Arguments: raw, the mail as it came. SHA-256 in hex over number, sender, receivers, date, subject and
    body;
    what servers add on the way (Received, Return-Path, DKIM, X-…) does not count, nor how lines end.
    """
    headers, body = split_head(raw, 0, len(raw))
    digest = hashlib.sha256()
    for name in _KEPT:
        for line in headers.raw_all(name):
            digest.update(name.encode() + b":" + b" ".join(line.split()) + b"\n")
    digest.update(b"\n")
    _add_body(digest, raw, body)
    return digest.hexdigest()


def _add_body(digest: "hashlib._Hash", raw: bytes, start: int) -> None:
    end = len(raw.rstrip(b"\r\n")) if raw[-1:] in (b"\r", b"\n") else len(raw)
    step = 1 << 20
    for at in range(start, end, step):
        digest.update(raw[at : min(at + step, end)].replace(b"\r", b""))
