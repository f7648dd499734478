from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from zhiji.channels.conversations.models import Conversation
from zhiji.channels.lines.queries import lines_in_use
from zhiji.customers.identity.merging.queries import merged_into
from zhiji.customers.identity.pairs.queries import may_be_same_now
from zhiji.customers.parties.models import Affiliation, ContactPoint, Customer, Identifier, Relation
from zhiji.customers.parties.queries import branches_of, customers_for, keys_around, once, points_of, roles_of
from zhiji.customers.parties.rules import PHONES
from zhiji.customers.permission.models import Permission
from zhiji.customers.permission.queries import is_restricted, ledger_of, reasons, rests_now
from zhiji.customers.privacy.queries import asked_for_data
from zhiji.customers.sources.golden import Golden, point_name
from zhiji.customers.sources.held import point_key
from zhiji.customers.sources.queries import held_of
from zhiji.customers.timeline.models import TimelineEntry
from zhiji.customers.timeline.queries import timeline_of
from zhiji.desk.customers.entries import ShownEntry, shown_entry
from zhiji.desk.customers.ties import shown_numbers, shown_relations
from zhiji.desk.customers.told import field_label
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.audit.models import AuditEntry
from zhiji.kernel.audit.queries import history_of
from zhiji.kernel.compiled import Compiled, filled_up
from zhiji.kernel.fields.queries import without_hidden
from zhiji.kernel.modules.registry import is_on
from zhiji.ui.shown import phone, short_date

CONVERSATIONS = 6
POINT_ICONS = {
    "mobile": "device-mobile",
    "phone": "phone",
    "fax": "printer",
    "mail": "mail",
    "address": "map-pin",
    "wechat": "brand-wechat",
    "website": "world-www",
    "domain": "at",
}


@dataclass(frozen=True)
class Fact:
    """One value of a customer; told is the field's name, by which is asked where the value comes from."""

    label: Any
    value: Any
    told: str = ""
    url: str = ""
    is_conflict: bool = False


@dataclass(frozen=True)
class ShownPoint:
    """A contact point as people read it; typed is "" where it says the same as text.

    told is the name by which is asked where it comes from.
    """

    point: ContactPoint
    text: str
    typed: str
    icon: str
    href: str
    told: str


def customers_with_parent(actor: Actor) -> QuerySet[Customer]:
    """Lists the customers whom the actor may see, each with the organisation above it.

    Whether there are numbers, relations, branches and the like comes along: a page need not ask for what is not there.
    """
    related = Relation.objects.filter(Q(left=OuterRef("pk")) | Q(right=OuterRef("pk")), ended_at=None)
    return (
        customers_for(actor)
        .select_related("parent")
        .annotate(
            has_numbers=Exists(Identifier.objects.filter(customer=OuterRef("pk"))),
            has_relations=Exists(related),
            has_branches=Exists(Customer.objects.filter(parent=OuterRef("pk"))),
            rests=rests_now(),
            has_pairs=may_be_same_now(),
            has_merges=merged_into(),
            has_requests=asked_for_data(),
        )
    )


_with_parent: Compiled[Customer] = Compiled(
    lambda actor, key: customers_with_parent(actor).filter(pk=key), int, right="customer.view"
)


def customer_of_page(actor: Actor, key: int) -> Customer | None:
    """Finds the customer of a page with all that customers_with_parent brings along."""
    return _with_parent.first(key, actor=actor)


def who_of(actor: Actor, customer: Customer) -> dict[str, Any]:
    """Gathers who a customer is: values, contact points, roles, branches, and what the actor may do to them."""
    conflicts = conflict_names(actor, customer)
    return {
        "facts": facts_of(customer, conflicts),
        "conflicts": conflicts,
        "numbers": shown_numbers(once(customer, "identifiers", identifiers_of), conflicts),
        "points": shown_points(customer),
        "relations": shown_relations(customer) if getattr(customer, "has_relations", True) else [],
        "roles": once(customer, "roles", roles_of),
        "branches": branches_of(customer) if getattr(customer, "has_branches", True) else [],
        **rights_on(actor, customer),
    }


def rights_on(actor: Actor, customer: Customer) -> dict[str, bool]:
    """Tells what the actor may do to a customer."""
    return {
        "may_change": actor.reaches("customer.change", customer),
        "may_assign": actor.reaches("customer.assign", customer),
    }


def facts_of(customer: Customer, conflicts: Sequence[str] = ()) -> list[Fact]:
    """Lists a customer's values; name and kind, which the page's head shows, only where sources disagree."""
    languages = dict(settings.LANGUAGES)
    rows: list[tuple[str, Any, str, str]] = [
        (_("Category"), capfirst(customer.get_category_display()), "category", ""),
        (_("Language"), languages.get(customer.language, ""), "language", ""),
        (_("Region"), customer.region, "region", ""),
        (_("Owner"), customer.owner or "", "owner_id", ""),
        (_("Team"), customer.team or "", "team_id", ""),
        (_("Known since"), short_date(customer.created_at), "", ""),
    ]
    heads = (("name", customer.name), ("kind", capfirst(customer.get_kind_display())))
    rows = [(field_label(name), value, name, "") for name, value in heads if name in conflicts] + rows
    if customer.parent:
        rows.insert(0, (_("Belongs to"), customer.parent, "parent_id", customer.parent.get_absolute_url()))
    return [Fact(label, value, field, url, field in conflicts) for label, value, field, url in rows]


def conflict_names(actor: Actor, customer: Customer) -> list[str]:
    """Names the fields of a customer in which sources disagree, without those hidden from the actor."""
    if not customer.has_conflict:
        return []
    return list(without_hidden(actor, "customer", dict.fromkeys(golden_of(customer).conflicts)))


def golden_of(customer: Customer) -> Golden:
    """Weighs once for a page what sources say of its customer."""

    def read(customer: Customer) -> list[Golden]:
        points, identifiers = (
            once(customer, "points", points_of),
            once(customer, "identifiers", identifiers_of),
        )
        return [held_of(customer, points=points, identifiers=identifiers)[1]]

    return once(customer, "golden", read)[0]


def identifiers_of(customer: Customer) -> list[Identifier]:
    """Lists the numbers that authorities and other systems gave a customer."""
    if not getattr(customer, "has_numbers", True):
        return []
    return list(Identifier.objects.filter(customer=customer).order_by("scheme", "id"))


def shown_points(customer: Customer) -> list[ShownPoint]:
    """Lists how a customer is reached, in the order in which people look for it."""
    kinds = list(POINT_ICONS)
    points = sorted(once(customer, "points", points_of), key=lambda point: kinds.index(point.kind))
    return [shown_point(point) for point in points]


def shown_point(point: ContactPoint) -> ShownPoint:
    """Writes a contact point as people read it, and under which name it is asked where it comes from."""
    text = (
        point.value if point.kind == "mail" else phone(point.value) if point.kind in PHONES else point.typed
    )
    if point.extension:
        text = f"{text} #{point.extension}"
    same = "".join(filter(str.isalnum, point.typed.lower())) == "".join(filter(str.isalnum, text.lower()))
    href = f"tel:{point.value}" if point.kind in {"mobile", "phone"} else ""
    told = point_name(point_key(point))
    return ShownPoint(point, text, "" if same else point.typed, POINT_ICONS[point.kind], href, told)


def _open_conversations(actor: Actor, *keys: int) -> QuerySet[Conversation]:
    states = (Conversation.State.OPEN, Conversation.State.SNOOZED)
    seen = Conversation.objects.visible_to(actor).filter(customer_id__in=keys, state__in=states)
    return seen.select_related("customer", "owner").order_by("-last_at", "-id")[:CONVERSATIONS]


_open: Compiled[Conversation] = Compiled(_open_conversations, int, right="conversation.view")


def open_conversations(actor: Actor, customer: Customer) -> list[Conversation]:
    """Lists the newest conversations with a customer that are not closed, an organisation's people included."""

    def read(customer: Customer) -> list[Conversation]:
        return _open.all(*filled_up(keys_around(customer)), actor=actor)

    return once(customer, "conversations", read)


def conversations_panel(actor: Actor, customer: Customer) -> dict[str, Any]:
    """Gives the panel beside a customer their open conversations."""
    return {"conversations": open_conversations(actor, customer)}


def composer_of(actor: Actor, customer: Customer) -> dict[str, Any]:
    """Gathers what can be written here: answers to open conversations, mails to known addresses, notes."""
    may_send = actor.may("conversation.send") and is_on("channel.mail")
    return {
        "may_note": actor.may("note.add"),
        "may_send": may_send,
        "replies": open_conversations(actor, customer) if may_send else [],
        "lines": lines_in_use("mail") if may_send else [],
        "mails": mail_addresses(customer) if may_send else [],
        "reasons": reasons(said_by(customer), "mail", rests=data_rest(customer)) if may_send else {},
    }


def said_by(customer: Customer) -> list[Permission]:
    """Lists what a customer said about being written to, newest first."""
    return once(customer, "ledger", lambda one: ledger_of(one.pk))


def data_rest(customer: Customer) -> bool:
    """Tells whether a customer's data may be seen, not used."""
    known: bool | None = getattr(customer, "rests", None)
    return is_restricted(customer.pk) if known is None else known


def mail_addresses(customer: Customer) -> list[str]:
    """Lists the addresses under which a customer gets mail, those that work and are preferred first."""
    points = [
        point
        for point in once(customer, "points", points_of)
        if point.kind == "mail" and point.state != "fails"
    ]
    return [point.value for point in sorted(points, key=lambda point: not point.is_primary)]


def preview_of(actor: Actor, customer: Customer) -> dict[str, Any]:
    """Gathers what the preview beside the list shows of a customer."""
    entries: list[ShownEntry] = [
        shown_entry(entry, actor) for entry in timeline_of(customer, limit=6).entries
    ]
    return {
        "facts": facts_of(customer),
        "points": shown_points(customer),
        "roles": roles_of(customer)[:6],
        "entries": entries,
    }


def last_change(customer: Customer) -> AuditEntry | None:
    """Finds who changed a customer last."""
    acts = ("change_customer", "assign_customer", "choose_value", "note_claims", "take_back_claims")
    return history_of(customer).filter(action__in=acts).first()


def affiliation_of(actor: Actor, key: int) -> Affiliation | None:
    """Finds a role by its key, if the actor may see whose it is."""
    role = Affiliation.objects.select_related("person", "organisation").filter(pk=key).first()
    return role if role and Customer.objects.visible_to(actor).filter(pk=role.person_id).exists() else None


def point_by_key(actor: Actor, key: int) -> ContactPoint | None:
    """Finds a contact point by its key, if the actor may see whose it is."""
    point = ContactPoint.objects.filter(pk=key).first()
    return (
        point if point and Customer.objects.visible_to(actor).filter(pk=point.customer_id).exists() else None
    )


def may_see_message(actor: Actor, key: int) -> bool:
    """Tells whether the actor may see the conversation that a message belongs to."""
    return Conversation.objects.visible_to(actor).filter(messages=key).exists()


def may_see_note(actor: Actor, key: int) -> bool:
    """Tells whether there is such a note, of a customer whom the actor may see."""
    note = TimelineEntry.objects.filter(pk=key, kind="note").first()
    return note is not None and Customer.objects.visible_to(actor).filter(pk=note.customer_id).exists()


def identifier_by_key(actor: Actor, key: int) -> Identifier | None:
    """Finds a number by its key, if the actor may see whose it is."""
    number = Identifier.objects.filter(pk=key).first()
    seen = number and Customer.objects.visible_to(actor).filter(pk=number.customer_id).exists()
    return number if seen else None
