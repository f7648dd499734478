"""To which addresses a message goes, and why it may not."""

from django.utils.translation import gettext as _

from zhiji.channels.conversations.models import Conversation
from zhiji.channels.lines.queries import line_by_address
from zhiji.customers.parties.models import ContactPoint
from zhiji.kernel.errors import Refused
from zhiji.lib.mailaddress import normalise_address

MOST_RECIPIENTS = 20


def addresses_in(typed: str) -> list[str]:
    """Reads mail addresses with commas, semicolons or spaces between; raises Refused for what is none, or ours."""
    addresses = []
    for part in typed.replace("，", ",").replace("；", ",").replace(";", ",").replace(",", " ").split():
        address = normalise_address(part)
        if not address:
            raise Refused(_("“%(typed)s” is not a mail address.") % {"typed": part[:80]})
        if line_by_address("mail", address):
            raise Refused(_("“%(address)s” is an address of our own.") % {"address": address})
        if address not in addresses:
            addresses.append(address)
    if len(addresses) > MOST_RECIPIENTS:
        raise Refused(_("A message may go to %(most)s addresses at most.") % {"most": MOST_RECIPIENTS})
    return addresses


def address_of(conversation: Conversation) -> str:
    """Returns the mail address that an answer goes to: where the last message came from, else the customer's own."""
    last = (
        conversation.messages.filter(direction="in", channel__in=["mail", "web"], auto="")
        .order_by("-id")
        .first()
    )
    if last and last.data.get("reply_to"):
        return str(last.data["reply_to"])
    points = ContactPoint.objects.current().filter(customer=conversation.customer, kind="mail")
    point = points.order_by("state", "-is_primary", "id").first()
    if point is None:
        raise Refused(_("No mail address is known for this customer. Add one first."))
    return point.value


def refusal_text(reason: str) -> str:
    """Says in people's language why a message may not go."""
    return {
        "refused_by_customer": _("The customer does not want messages on this channel."),
        "withdrawn_by_customer": _("The customer has withdrawn their agreement to such messages."),
        "refused_by_organisation": _("The organisation does not want messages at this shared address."),
        "never_granted": _("The customer has not agreed to such messages."),
        "expired": _("The customer's agreement has run out. Ask them again."),
        "restricted": _("The customer's data may be seen, not used: only their own questions are answered."),
        "suppressed": _(
            "This address belongs to somebody whose data were erased. We don't write to it first."
        ),
    }.get(reason, reason)
