from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from zhiji.customers.parties.models import ContactPoint, Customer
from zhiji.customers.privacy.models import PrivacyRequest
from zhiji.customers.privacy.registry import Kept, Subject, holdings
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.numbering.rules import human_number

OPEN = (PrivacyRequest.State.OPEN, PrivacyRequest.State.WORKING)


def requests_for(actor: Actor) -> QuerySet[PrivacyRequest]:
    """Lists the requests about people's own data that the actor may see."""
    return PrivacyRequest.objects.visible_to(actor).select_related("customer", "owner")


def asked_for_data() -> Exists:
    """Gives a query of customers whether they ever asked about their own data, without another question."""
    return Exists(PrivacyRequest.objects.filter(customer=OuterRef("pk")))


def request_for(actor: Actor, key: int) -> PrivacyRequest:
    """Finds one request that the actor may see; raises PrivacyRequest.DoesNotExist for any other."""
    found: PrivacyRequest = requests_for(actor).select_related("file").get(pk=key)
    return found


def open_count(actor: Actor) -> int:
    """Counts the requests that are due within a week, or late."""
    soon = timezone.now() + timedelta(days=7)
    return requests_for(actor).filter(state=PrivacyRequest.State.OPEN, due_at__lt=soon).count()


def subject_of(customer_id: int) -> Subject:
    """Gathers by what a person was ever reached, ways that were taken away included."""
    points = ContactPoint.objects.filter(customer_id=customer_id).values_list("kind", "value").distinct()
    return Subject(customer_id, human_number(Customer.prefix, customer_id), tuple(points))


def what_is_held(customer_id: int) -> list[dict[str, Any]]:
    """Lists what is held about a person, each kind with how many; kinds of which there is nothing are left out."""
    subject = subject_of(customer_id)
    rows = [{"label": one.label, "count": one.count(subject)} for one in holdings()]
    return [row for row in rows if row["count"]]


def what_is_kept(subject: Subject) -> list[Kept]:
    """Lists what an erasure leaves because a law or a contract keeps it."""
    return [kept for one in holdings() if one.keeps for kept in one.keeps(subject)]


def what_stays(subject: Subject) -> list[Kept]:
    """Lists what an erasure leaves for a while because work goes on with it, such as a list that comes in."""
    return [kept for one in holdings() if one.stays for kept in one.stays(subject)]


def requests_of(actor: Actor, customer: Customer) -> list[PrivacyRequest]:
    """Lists a customer's requests about their own data, newest first."""
    return list(requests_for(actor).filter(customer=customer).order_by("-id")[:10])
