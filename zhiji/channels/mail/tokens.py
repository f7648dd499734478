"""The short sign that leads an answer back to its conversation, even when a mail program loses the thread."""

import base64
import binascii
import hashlib
import hmac
import re

_MAC_BYTES = 6
_PURPOSE = b"zhiji mail conversation\0"
_IN_ADDRESS = re.compile(r"\+c-([a-z2-7]{16}|[a-z2-7]{24})@", re.I)
_IN_TEXT = re.compile(r"\[#([a-z2-7]{16}|[a-z2-7]{24})\]", re.I)


def conversation_token(conversation_id: int, secret: str) -> str:
    """The sign of a conversation, 16 small letters and digits that nobody without the secret can make up.

    Arguments: conversation_id, above 0; secret of this installation. 48 bits of HMAC-SHA256 stand behind the
    number.
    """
    number = conversation_id.to_bytes(4 if conversation_id < 1 << 32 else 9, "big")
    return base64.b32encode(number + _mac(number, secret)).decode("ascii").lower()


def read_token(token: str, secret: str) -> int | None:
    """The conversation a sign stands for; nothing when it is not one of ours."""
    try:
        data = base64.b32decode(token.upper())
    except (binascii.Error, ValueError):
        return None
    number, mac = data[:-_MAC_BYTES], data[-_MAC_BYTES:]
    if len(number) not in (4, 9) or not hmac.compare_digest(mac, _mac(number, secret)):
        return None
    return int.from_bytes(number, "big")


def _mac(number: bytes, secret: str) -> bytes:
    return hmac.new(secret.encode(), _PURPOSE + number, hashlib.sha256).digest()[:_MAC_BYTES]


def conversation_address(address: str, conversation_id: int, secret: str) -> str:
    """A line's mail address with the conversation's sign in it: support+c-…@example.com."""
    local, _, domain = address.rpartition("@")
    return f"{local.partition('+')[0]}+c-{conversation_token(conversation_id, secret)}@{domain}"


def plain_address(address: str) -> str:
    """A mail address without what stands after a plus sign, in small letters: how lines are looked up."""
    local, _, domain = address.rpartition("@")
    return f"{local.partition('+')[0]}@{domain}".lower()


def text_mark(conversation_id: int, secret: str) -> str:
    """The sign as it stands in a subject or a text, for mail servers without plus addresses: [#…]."""
    return f"[#{conversation_token(conversation_id, secret)}]"


def find_conversation(addresses: tuple[str, ...], texts: tuple[str, ...], secret: str) -> int | None:
    """The conversation that an answer's addresses name, or else its subject or text."""
    for pattern, places in ((_IN_ADDRESS, addresses), (_IN_TEXT, texts)):
        for place in places:
            for match in pattern.finditer(place):
                found = read_token(match[1], secret)
                if found is not None:
                    return found
    return None


def origin_mark(secret: str) -> str:
    """The mark that this installation puts on all that it sends, to know it when it comes round."""
    return hmac.new(secret.encode(), b"zhiji mail origin", hashlib.sha256).hexdigest()[:20]


def message_id(key: str, domain: str, secret: str) -> str:
    """The number under which a message of ours goes out, without brackets; the same for each try.

    Arguments: key, what tells the message from all others here; domain of the line it goes out from.
    """
    digest = hmac.new(secret.encode(), b"zhiji message id\0" + key.encode(), hashlib.sha256).digest()
    return f"{base64.b32encode(digest[:15]).decode('ascii').lower()}@{domain}"
