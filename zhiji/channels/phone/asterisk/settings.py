"""How an Asterisk is reached, and what its names mean."""

import ssl
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class AsteriskSettings:
    """Where one Asterisk is and how it is set up.

    name: how we call it, as it stands in all its events. auth: "md5" never sends the password, "plain" does and
    should only be used with tls. trunks: the endpoints behind which customers are, such as PJSIP/provider; every
    other endpoint is a phone of ours. Where none is named, whoever begins a call is taken for a customer unless
    they are a member of a queue. Contexts are of its dial plan: calls placed for our people begin in outgoing;
    transfers and routes go to numbers of inside. obeys_notify: our phones take up and hold calls when they are
    notified of "talk" and "hold" (most desk phones can be set so; those that don't know it end the call). Where they
    do not, calls are held by parking them, and taken up by hand. Seconds for every wait.
    """

    name: str
    host: str
    user: str
    secret: str = field(repr=False)
    port: int = 5038
    auth: Literal["md5", "plain"] = "md5"
    tls: ssl.SSLContext | None = None
    trunks: frozenset[str] = frozenset()
    outgoing: str = "outgoing"
    inside: str = "inside"
    obeys_notify: bool = False
    seconds_to_connect: float = 10
    seconds_to_reply: float = 10
    seconds_between_pings: float = 15
    shortest_pause: float = 0.5
    longest_pause: float = 30
