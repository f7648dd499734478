from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from zhiji.channels.claims.models import ClaimMark
from zhiji.channels.claims.rules import Employer, House, Sender
from zhiji.channels.conversations.events import ContactRecorded
from zhiji.channels.conversations.models import Message
from zhiji.channels.lines.models import Line
from zhiji.customers.parties.models import Affiliation, ContactPoint
from zhiji.kernel.events.models import EventRecord
from zhiji.kernel.users.models import User
from zhiji.lib.mailaddress import domain_of, is_free_mail, normalise_address
from zhiji.lib.text import fold

CHANNELS = frozenset({"mail", "web"})
# A fact's key may be older than the commit that made it.
SETTLED = timedelta(seconds=5)


@dataclass
class Turn:
    """Messages whose senders may have told something of themselves, and up to which fact these go."""

    messages: list[Message] = field(default_factory=list)
    last_event: int = 0
    is_news: bool = False


def turn_after(now: datetime, events: int, messages: int) -> Turn | None:
    """Reads which messages came since the last turn; None before the first, which begins with what comes then."""
    mark = ClaimMark.objects.first()
    if mark is None:
        return None
    rows = EventRecord.objects.filter(pk__gt=mark.last_event, at__lt=now - SETTLED).order_by("pk")
    seen = list(rows.values_list("pk", "name", "data")[:events])
    turn, ids = Turn(last_event=mark.last_event, is_news=bool(seen)), []
    for pk, name, data in seen:
        turn.last_event = pk
        if name == ContactRecorded.name and data["channel"] in CHANNELS and not data["auto"]:
            ids.append(data["message_id"])
            if len(ids) == messages:
                break
    found = (
        Message.objects.filter(pk__in=ids).select_related("customer").prefetch_related("attachments__file")
    )
    turn.messages = sorted(found.defer("html"), key=lambda one: one.pk)
    return turn


def newest_event() -> int:
    """Returns the key of the newest fact, 0 if there is none."""
    return EventRecord.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def our_house() -> House:
    """Reads which addresses, domains and signatures are ours."""
    lines = list(Line.objects.values_list("address", "signature"))
    mails = [address for address, _signature in lines] + list(User.objects.values_list("email", flat=True))
    addresses = frozenset(mail for typed in mails if (mail := normalise_address(typed)))
    domains = frozenset(domain for mail in addresses if not is_free_mail(domain := domain_of(mail)))
    telling = {
        fold(line) for _address, text in lines for line in text.split("\n") if any(map(str.isdigit, line))
    }
    return House(addresses, domains, frozenset(telling), settings.PHONE_REGION, settings.AREA_CODE)


def senders_of(messages: Iterable[Message]) -> dict[int, Sender]:
    """Reads by message who wrote: name, address, and for whom they work."""
    messages = list(messages)
    employers = _employers({message.customer_id for message in messages})
    mailed = set(
        ContactPoint.objects.current()
        .filter(customer__in={message.customer_id for message in messages}, kind="mail")
        .values_list("customer_id", flat=True)
    )
    found = {}
    for message in messages:
        mail = normalise_address(message.sender)
        header = message.sender.partition("<")[0].strip() if "<" in message.sender else ""
        known = tuple(employers.get(message.customer_id, ()))
        found[message.pk] = Sender(message.customer.name, mail, header, known, message.customer_id in mailed)
    return found


def _employers(people: Collection[int]) -> dict[int, list[Employer]]:
    current = Affiliation.objects.filter(person__in=people, ended_at=None).select_related("organisation")
    roles = list(current.order_by("-is_primary", "id"))
    domains: dict[int, set[str]] = {}
    points = ContactPoint.objects.current().filter(customer__in={role.organisation_id for role in roles})
    for key, value in points.filter(kind="domain").values_list("customer_id", "value"):
        domains.setdefault(key, set()).add(value)
    found: dict[int, list[Employer]] = {}
    for role in roles:
        one = Employer(
            role.organisation_id, role.organisation.name, frozenset(domains.get(role.organisation_id, ()))
        )
        if one not in found.setdefault(role.person_id, []):
            found[role.person_id].append(one)
    return found


def words_of_form(message: Message) -> Mapping[str, Any]:
    """Reads what was typed into the fields of a web form."""
    fields = message.data.get("fields")
    return fields if isinstance(fields, dict) else {}
