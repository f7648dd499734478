"""Keys of customers who are new or have changed: written a few at a time, beside all other work.

So whoever is new finds those who were there, whether or not anybody ever looked through all.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from zhiji.customers.identity.matching.keeping import keep_keys
from zhiji.customers.identity.matching.models import MatchKeyMark
from zhiji.customers.identity.merging.events import CustomersMerged, CustomersUnmerged
from zhiji.customers.parties.events import CustomerChanged
from zhiji.customers.parties.models import Affiliation, Customer
from zhiji.customers.sources.models import Import
from zhiji.kernel.events.models import EventRecord
from zhiji.kernel.settling import settled

# A turn of the idle lane: about so many take a fifth of a second.
AT_ONCE = 40
FACTS_A_TURN = 500
# So many people of a firm that changed its name are followed at once; a look through all follows the others.
PEOPLE_OF_ONE = 200


def follow_keys() -> int:
    """Writes the keys of some customers who changed or have none yet; returns how many. The idle lane's pump."""
    mark = MatchKeyMark.objects.first() or _begin()
    return _follow_facts(mark) or _fill(mark)


def _begin() -> MatchKeyMark:
    newest = EventRecord.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    mark, _made = MatchKeyMark.objects.get_or_create(pk=1, defaults={"last_event": newest})
    return mark


def _follow_facts(mark: MatchKeyMark) -> int:
    rows = EventRecord.objects.filter(pk__gt=mark.last_event).order_by("pk")
    seen = settled(rows.values_list("pk", "name", "data", "at")[:FACTS_A_TURN], timezone.now())
    concerned: dict[int, None] = {}
    for pk, name, data, _at in seen:
        more = dict.fromkeys(_concerned(name, data))
        if concerned and len(concerned.keys() | more.keys()) > AT_ONCE:
            break
        concerned |= more
        mark.last_event = pk
    if seen:
        # Those whom the filling has not reached yet are written then.
        keep_keys([key for key in concerned if key <= mark.last_customer])
        mark.save(update_fields=["last_event"])
    return len(concerned)


def _concerned(name: str, data: Mapping[str, Any]) -> Iterable[int]:
    if name in (CustomersMerged.name, CustomersUnmerged.name):
        return [data["survivor_id"], data["loser_id"]]
    if name != CustomerChanged.name:
        return []
    key = data["customer_id"]
    people: list[int] = []
    if "name" in data["fields"]:
        roles = Affiliation.objects.filter(organisation=key, ended_at=None)
        people = list(roles.values_list("person", flat=True)[:PEOPLE_OF_ONE])
    return [key, *people]


def _fill(mark: MatchKeyMark) -> int:
    rows = Customer.objects.filter(pk__gt=mark.last_customer).order_by("pk")
    waiting = settled(rows.values_list("pk", "created_at")[:AT_ONCE], timezone.now())
    keys = [key for key, _at in waiting]
    # While a list comes in they wait, so that it is not held up.
    if not keys or Import.objects.filter(state=Import.State.RUNNING).exists():
        return 0
    keep_keys(keys)
    mark.last_customer = keys[-1]
    mark.save(update_fields=["last_customer"])
    return len(keys)
