from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter
from typing import Any

from django.conf import settings

from zhiji.channels.claims.models import ClaimMark
from zhiji.channels.claims.rules import Employer, House, Sender
from zhiji.channels.conversations.events import ContactRecorded
from zhiji.channels.conversations.models import Message
from zhiji.channels.lines.models import Line
from zhiji.customers.parties.models import Affiliation, ContactPoint
from zhiji.customers.sources.models import SourceRecord
from zhiji.kernel.events.models import EventRecord
from zhiji.kernel.settling import settled
from zhiji.kernel.users.models import User
from zhiji.lib.mailaddress import domain_of, is_free_mail, normalise_address
from zhiji.lib.text import fold

CHANNELS = frozenset({"mail", "web"})


@dataclass
class Turn:
    """Messages whose senders may have told something of themselves, each with its fact, and the last fact seen."""

    messages: list[tuple[int, Message]] = field(default_factory=list)
    seen_to: int = 0
    is_news: bool = False


def turn_after(now: datetime, events: int, messages: int) -> Turn | None:
    """Reads which messages came since the last turn; None before the first, which begins with what comes then."""
    mark = ClaimMark.objects.first()
    if mark is None:
        return None
    rows = EventRecord.objects.filter(pk__gt=mark.last_event).order_by("pk")
    seen = settled(rows.values_list("pk", "name", "data", "at")[:events], now)
    turn = Turn(seen_to=mark.last_event, is_news=bool(seen))
    facts: dict[int, int] = {}
    for pk, name, data, _at in seen:
        turn.seen_to = pk
        if name == ContactRecorded.name and data["channel"] in CHANNELS and not data["auto"]:
            facts[data["message_id"]] = pk
            if len(facts) == messages:
                break
    if facts:
        found = Message.objects.filter(pk__in=facts).select_related("customer")
        each = [(facts[one.pk], one) for one in found.prefetch_related("attachments__file")]
        turn.messages = sorted(each, key=itemgetter(0))
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


def noted_signatures(customers: Collection[int]) -> set[tuple[int, tuple[str, ...]]]:
    """Lists by customer the signatures that were noted last: the same again tells nothing new."""
    said = SourceRecord.objects.filter(customer__in=customers, state=SourceRecord.State.CURRENT)
    rows = said.filter(source__key="mail").values_list("customer_id", "raw")
    return {(key or 0, tuple(raw.get("signature", ()))) for key, raw in rows if isinstance(raw, dict)}


def words_of_form(message: Message) -> Mapping[str, Any]:
    """Reads what was typed into the fields of a web form."""
    fields = message.data.get("fields")
    return fields if isinstance(fields, dict) else {}
