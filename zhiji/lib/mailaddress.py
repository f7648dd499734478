"""Mail addresses: one form for comparing, a plain check, and whether the domain tells of an organisation."""

import re

from zhiji.lib.free_mail import FREE_MAIL
from zhiji.lib.text import one_width

# What mail servers really accept, not all that RFC 5321 allows: no quoted parts, no addresses of machines.
_LOCAL = re.compile(r"[^\s@<>()\[\],;:\\\"]{1,64}")
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_DOMAIN = re.compile(rf"(?:{_LABEL}\.)+[^\W\d_][\w-]{{0,61}}[^\W_]")
_WRAPPED = re.compile(r"<([^<>]*)>\s*$")
_LONGEST = 254


def normalise_address(typed: str) -> str:
    """Brings a mail address to the form in which equal mailboxes have equal text.

    Small letters, usual width, no mailto:, no name before it. What stands before the @ is folded too:
    mailboxes that differ by case only do not exist in practice. Returns "" for what is no address.
    """
    text = one_width(typed[:1000])
    wrapped = _WRAPPED.search(text)
    text = (wrapped[1] if wrapped else text).strip().strip(".,;'\"")
    text = text.removeprefix("mailto:").removeprefix("MAILTO:").replace("。", ".").casefold()
    return text if is_valid_address(text) else ""


def is_valid_address(address: str) -> bool:
    """Tells whether mail could be sent to this text; it does not ask the network."""
    local, at, domain = address.rpartition("@")
    if not at or len(address) > _LONGEST or ".." in address or local.startswith(".") or local.endswith("."):
        return False
    return bool(_LOCAL.fullmatch(local)) and bool(_DOMAIN.fullmatch(domain))


def domain_of(address: str) -> str:
    """Returns what stands after the @ of an address, in the form that mail servers compare, else ""."""
    _, at, domain = address.rpartition("@")
    domain = domain.strip().rstrip(".").lower()
    if not at or domain.isascii():
        return domain if at else ""
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain


def is_free_mail(domain: str) -> bool:
    """Tells whether anybody can have a mailbox at this domain, so that it names no organisation."""
    return domain.strip().rstrip(".").lower() in FREE_MAIL
