"""Whether something may be told to a customer, from what they said before."""

from collections.abc import Iterable


def decide(purpose: str, channel: str, ledger: Iterable[tuple[str, str, str]]) -> str:
    """Returns "" if a message may go, else the code of the reason why not.

    ledger lists (channel, purpose, state), newest first; channel "" speaks of all channels. The newest word counts.
    An answer to a customer's own question needs no permission but respects a refusal; everything else needs a grant.
    """
    for said_channel, said_purpose, state in ledger:
        if said_purpose == purpose and said_channel in {"", channel}:
            return "" if state == "granted" else "refused_by_customer"
    return "" if purpose == "service" else "never_granted"
