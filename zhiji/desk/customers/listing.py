"""The list of customers: what can be shown, filtered, sorted and done to many at once.

Only what an index carries can be sorted by, so that the list answers at once with a million customers.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from zhiji.customers.parties.models import Customer
from zhiji.customers.parties.queries import customers_for, regions, with_main_points
from zhiji.desk.customers.bulk import (
    AssignManyForm,
    CategoryForm,
    assign_many,
    categorise_many,
    fill_many,
    own_form,
)
from zhiji.desk.customers.merging import merge_two
from zhiji.desk.customers.queries import preview_of
from zhiji.desk.customers.said_by import said_by, source_choices
from zhiji.desk.customers.signs import sign
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.search.queries import search
from zhiji.ui.lists.spec import BulkAction, Column, Filter, ListSpec, Preset
from zhiji.ui.shown import phone
from zhiji.ui.templatetags.zhiji import ago

FOUND = 500
FEW = 2_000
# Bands of quality, both ends included.
BANDS = {"low": (0, 49), "middle": (50, 74), "high": (75, 100)}
BAND_LABELS = (
    ("low", _("low (below 50)")),
    ("middle", _("middle (50 to 74)")),
    ("high", _("high (75 and above)")),
    ("none", _("not measured yet")),
)


def _rows(actor: Actor) -> QuerySet[Any]:
    return with_main_points(customers_for(actor))


def _name(customer: Customer) -> SafeString:
    kind = sign("user" if customer.is_person else "building", str(customer.get_kind_display()), "text-muted")
    frame = '<span class="d-flex align-items-center gap-2">{}<span class="text-truncate">{}</span></span>'
    return format_html(frame, kind, customer.name)


def _quality(customer: Customer) -> SafeString | str:
    if customer.quality is None:
        return ""
    bar = '<progress max="100" value="{}" aria-hidden="true"></progress><span class="number">{}</span>'
    return format_html(f'<span class="quality-cell">{bar}</span>', customer.quality, customer.quality)


def _in_band(rows: QuerySet[Any], band: str) -> QuerySet[Any]:
    """Keeps a band of quality: few are named one by one, of many the list looks at each row in its own order.

    Left to itself, a database would sort all of a common band to show fifty.
    """
    low, high = BANDS.get(band, (0, 100))
    wanted = Q(quality=None) if band == "none" else Q(quality__gte=low, quality__lte=high)
    few = list(Customer.objects.filter(wanted).values_list("pk", flat=True)[: FEW + 1])
    if len(few) <= FEW:
        return rows.filter(pk__in=few)
    rows = rows.alias(level=F("quality") + 0)
    return rows.filter(level=None) if band == "none" else rows.filter(level__gte=low, level__lte=high)


def _said(name: str) -> Callable[[QuerySet[Any], Any], QuerySet[Any]]:
    """Keeps rows with a value; that it isn't empty is said for SQLite, whose indexes hold only rows with one."""
    return lambda rows, value: rows.filter(**{name: value}).exclude(**{name: ""})


def _held_by(name: str) -> Callable[[QuerySet[Any], Any], QuerySet[Any]]:
    """Keeps rows that somebody holds, or nobody: few of these are named, of many each row is looked at, as above."""

    def keep(rows: QuerySet[Any], value: Any) -> QuerySet[Any]:
        if value is not None:
            return rows.filter(**{name: value})
        few = list(Customer.objects.filter(**{name: None}).values_list("pk", flat=True)[: FEW + 1])
        if len(few) <= FEW:
            return rows.filter(pk__in=few)
        marked: QuerySet[Any] = rows.alias(**{f"any_{name}": F(name) + 0})
        return marked.filter(**{f"any_{name}": None})

    return keep


def _first(customer: Customer, *kinds: str) -> str:
    points = (point for kind in kinds for point in customer.main_points if point.kind == kind)
    return next((point.value for point in points), "")


def _search(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    # The rows are narrowed to what the actor sees already, so the search itself may look everywhere.
    hits = search(Actor.machine("list of customers"), text, kinds=("customer",), limit=FOUND).hits
    return rows.filter(pk__in=[hit.object_id for hit in hits])


def _contacted(rows: QuerySet[Any], span: tuple[date | None, date | None]) -> QuerySet[Any]:
    start, end = span
    if start:
        rows = rows.filter(last_contact_at__gte=_midnight(start))
    return rows.filter(last_contact_at__lt=_midnight(end + timedelta(days=1))) if end else rows


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _new(actor: Actor) -> str:
    return reverse("new_customer") if actor.may("customer.add") else ""


COLUMNS = (
    Column("name", _("Name"), value=_name, sort="sort_name", width="grow"),
    Column("number", _("Number"), value=lambda c: c.number, width="s", phone=False),
    Column("category", _("Category"), value=lambda c: capfirst(c.get_category_display()), width="s"),
    Column("region", _("Region"), value=lambda c: c.region, width="s"),
    Column("quality", _("Quality"), value=_quality, sort="quality", width="s", phone=False),
    Column("phone", _("Phone"), value=lambda c: phone(_first(c, "mobile", "phone")), width="m", phone=False),
    Column(
        "mail", _("Mail address"), value=lambda c: _first(c, "mail"), width="l", default=False, phone=False
    ),
    Column("owner", _("Owner"), value=lambda c: c.owner or "", width="s"),
    Column("team", _("Team"), value=lambda c: c.team or "", width="s", default=False, phone=False),
    Column(
        "contact",
        _("Last contact"),
        value=lambda c: ago(c.last_contact_at),
        sort="last_contact_at",
        width="s",
    ),
    Column(
        "created",
        _("Created"),
        value=lambda c: ago(c.created_at),
        sort="created_at",
        width="s",
        default=False,
    ),
)

FILTERS = (
    Filter("find", _("Find in customers"), "text", _search),
    Filter(
        "kind",
        _("Kind"),
        "choice",
        lambda rows, v: rows.filter(kind=v),
        lambda a: Customer.Kind.choices,
        quick=True,
    ),
    Filter(
        "category",
        _("Category"),
        "choice",
        _said("category"),
        lambda a: Customer.Category.choices,
        quick=True,
    ),
    Filter("owner", _("Owner"), "user", _held_by("owner_id")),
    Filter("team", _("Team"), "team", _held_by("team_id")),
    Filter(
        "region",
        _("Region"),
        "choice",
        _said("region"),
        lambda a: [(r, r) for r in regions()],
    ),
    Filter(
        "language",
        _("Language"),
        "choice",
        lambda rows, v: rows.filter(language=v),
        lambda a: Customer._meta.get_field("language").choices or [],
    ),
    Filter("contact", _("Last contact"), "date_range", _contacted),
    Filter("quality", _("Quality"), "choice", _in_band, lambda actor: BAND_LABELS),
    Filter("source", _("Source"), "choice", said_by, source_choices),
    Filter("conflict", _("Sources disagree"), "bool", lambda rows, v: rows.filter(has_conflict=v)),
)

PRESETS = (
    Preset("mine", _("Mine"), {"owner": "me"}, sort="sort_name"),
    Preset("team", _("My team's"), {"team": "mine"}, sort="sort_name"),
    Preset("people", _("People"), {"kind": "person"}),
    Preset("organisations", _("Organisations"), {"kind": "organisation"}),
    Preset("conflicts", _("Sources disagree"), {"conflict": "yes"}),
)

BULK = (
    BulkAction("assign", _("Assign"), "customer.assign", assign_many, form=AssignManyForm, icon="user-check"),
    BulkAction(
        "category", _("Set category"), "customer.change", categorise_many, form=CategoryForm, icon="category"
    ),
    BulkAction("own", _("Fill in a field"), "customer.change", fill_many, form_for=own_form, icon="forms"),
    BulkAction(
        "merge",
        _("Merge"),
        "customer.merge",
        merge_two,
        icon="git-merge",
        confirm=_("Make the two chosen customers one? It can be undone at any time."),
    ),
)

SPEC = ListSpec(
    slug="customers",
    label=_("Customers"),
    right="customer.view",
    url_name="customers",
    queryset=_rows,
    columns=COLUMNS,
    row_url=lambda customer: customer.get_absolute_url(),
    filters=FILTERS,
    sort="-last_contact_at",
    bulk=BULK,
    presets=PRESETS,
    preview="desk/customers/_preview.html",
    preview_context=preview_of,
    new_url=_new,
    new_label=_("New customer"),
    empty=_(
        "Customers appear here by themselves when they write to you, when you add them, or when you bring in a list"
        " under Imports."
    ),
    icon="users",
    topics=("list:customers",),
    own="customer",
)
