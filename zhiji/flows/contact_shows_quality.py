"""A customer who writes is known better: the score follows, and the address that they wrote from works."""

from collections.abc import Iterable, Sequence

from zhiji.channels.conversations.events import ContactRecorded
from zhiji.channels.conversations.models import Message
from zhiji.customers.quality.registry import Data, Heard, Reached, hear_of
from zhiji.lib.mailaddress import normalise_address


def register() -> None:
    """Lets quality hear of contacts; it reads them in its own time, so that no mail waits for it."""
    hear_of(ContactRecorded, Heard(lambda data: [data["customer_id"]], reached_from))


def reached_from(contacts: Sequence[Data]) -> Iterable[Reached]:
    """Tells from which addresses customers wrote; an automatic answer shows nothing."""
    ids = [data["message_id"] for data in contacts if data["channel"] == "mail" and not data["auto"]]
    rows = Message.objects.filter(pk__in=ids).exclude(sender="").values_list("customer", "sender")
    return {Reached(customer, "mail", normalise_address(sender)) for customer, sender in rows}
