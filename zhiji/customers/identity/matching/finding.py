"""The matching engine as the finder that looks at customers who are new."""

from zhiji.customers.identity.arrival import Found
from zhiji.customers.identity.deciding import evidence_json
from zhiji.customers.identity.matching.keeping import keep_keys
from zhiji.customers.identity.matching.queries import likenesses_of
from zhiji.customers.identity.pairs.queries import zones_of
from zhiji.customers.parties.models import Customer


def find_likenesses(customer_id: int) -> list[Found]:
    """Says whom a new customer may be, with evidence; from now on others who are new find this one as well."""
    keep_keys([customer_id])
    kind = Customer.objects.filter(pk=customer_id).values_list("kind", flat=True).first() or ""
    return [
        Found(one.id, one.evidence.weight, evidence_json(one.evidence, kind))
        for one in likenesses_of(customer_id, lowest=zones_of(kind).ask_from)
    ]
