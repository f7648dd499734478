"""Which side rows of the customers floor belong to that came in between a merge and its undoing."""

from zhiji.customers.identity.merging.parting import Parting
from zhiji.customers.identity.merging.references import chunks, kinds
from zhiji.customers.identity.merging.registry import never_with_oneself, side
from zhiji.customers.parties.models import Affiliation, ContactPoint
from zhiji.customers.parties.rules import PHONES
from zhiji.customers.sources.builtin import PEOPLE
from zhiji.customers.sources.models import SourceRecord
from zhiji.customers.timeline.models import TimelineEntry
from zhiji.lib.mailaddress import domain_of


def register() -> None:
    """Enters the rules of this floor."""
    side("customers.timelineentry.customer", entries_of_loser)
    side("customers.timelineentry.organisation", entries_of_losers_people)
    side("customers.sourcerecord.customer", records_of_loser)
    side("customers.affiliation.organisation", people_by_domain)
    never_with_oneself("customers.relation")


def entries_of_loser(parting: Parting, keys: set[int]) -> set[int]:
    """An entry goes with the record that it is about."""
    models = {model._meta.model_name: kind for kind, model in kinds().items()}
    found = set()
    for part in chunks(keys):
        rows = TimelineEntry.objects.filter(pk__in=part).values_list("pk", "ref_kind", "ref_id")
        for key, kind, ref in rows:
            if kind in models and ref in parting.rows_going(models[kind]):
                found.add(key)
    return found


def entries_of_losers_people(parting: Parting, keys: set[int]) -> set[int]:
    """On an organisation's timeline an entry goes with its person, or with the organisation itself."""
    own = parting.going.get("customers.timelineentry.customer", set())
    roles = Affiliation.objects.filter(pk__in=parting.going.get("customers.affiliation.organisation", ()))
    people = set(roles.values_list("person_id", flat=True))
    people |= {one.row["person_id"] for one in parting.restored if one.kind == "customers.affiliation"}
    found = set()
    for part in chunks(keys):
        rows = TimelineEntry.objects.filter(pk__in=part).values_list("pk", "customer_id")
        found |= {key for key, customer in rows if key in own or customer in people}
    return found


def records_of_loser(parting: Parting, keys: set[int]) -> set[int]:
    """A newer record of the same source and external id goes with the older one, a first one where it leads."""
    label = "customers.sourcerecord.customer"
    known = SourceRecord.objects.filter(pk__in=parting.going.get(label, ()))
    names = set(known.values_list("source_id", "external_id"))
    rows = SourceRecord.objects.filter(pk__in=keys).values_list("pk", "source_id", "external_id")
    found = {key for key, *name in rows if tuple(name) in names} | parting.hanging(label, keys)
    return found | _heard_of_loser(parting, keys - found)


def _heard_of_loser(parting: Parting, keys: set[int]) -> set[int]:
    """What a source said first in between belongs to whom its addresses reach; our people meant who lives."""
    said = SourceRecord.objects.filter(pk__in=keys).exclude(source__key=PEOPLE).values_list("pk", "values")
    ways = {
        key: [(_kind(one["kind"]), one["value"]) for one in values.get("points", ())] for key, values in said
    }
    return {key for key, reached in ways.items() if parting.side_of(reached) is True}


def _kind(kind: str) -> str:
    return "phone" if kind in PHONES else kind


def people_by_domain(parting: Parting, keys: set[int]) -> set[int]:
    """A person who turned up by the mail domain of one organisation works there."""
    roles = dict(Affiliation.objects.filter(pk__in=keys).values_list("pk", "person_id"))
    mails = ContactPoint.objects.filter(customer_id__in=set(roles.values()), kind="mail")
    ways: dict[int, list[tuple[str, str]]] = {}
    for person, address in mails.values_list("customer_id", "value"):
        labels = domain_of(address).split(".")
        tails = [".".join(labels[at:]) for at in range(len(labels) - 1)]
        ways.setdefault(person, []).extend(("domain", tail) for tail in tails)
    return {key for key, person in roles.items() if parting.side_of(ways.get(person, ())) is True}
