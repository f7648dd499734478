"""Which of several customers with the same address or number is meant."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True)
class Candidate:
    """A customer who is reached by the identifier at hand."""

    customer_id: int
    is_organisation: bool
    name: str
    last_contact_at: datetime | None


def choose(candidates: Sequence[Candidate], name: str) -> tuple[int | None, str]:
    """Chooses among the customers who share an identifier and says why.

    The reason is "only", "name" (the one who signs with this name), "organisation" (a department's shared address
    belongs to the organisation), "recent" (the one we last had to do with) or "none". Only "only" and "name" are sure.
    """
    if not candidates:
        return None, "none"
    if len(candidates) == 1:
        return candidates[0].customer_id, "only"
    named = [one for one in candidates if name and one.name.casefold() == name.casefold()]
    if len(named) == 1:
        return named[0].customer_id, "name"
    organisations = [one for one in candidates if one.is_organisation]
    if len(organisations) == 1:
        return organisations[0].customer_id, "organisation"
    never = datetime.min.replace(tzinfo=UTC)
    newest = max(candidates, key=lambda one: (one.last_contact_at or never, -one.customer_id))
    return newest.customer_id, "recent"
