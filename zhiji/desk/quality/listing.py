"""The work list "What to ask next": the questions that are worth most come first."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhiji.customers.parties.models import ContactPoint, Customer
from zhiji.customers.quality.models import Quality
from zhiji.customers.sources.builtin import source_key
from zhiji.customers.sources.models import SourceRecord
from zhiji.desk.customers.signs import sign
from zhiji.desk.quality.asked import asked_in_words
from zhiji.desk.quality.queries import line_of, names_of_sources, questions_for
from zhiji.desk.quality.words import FIELDS, WHY, label_of
from zhiji.kernel.access.actor import Actor
from zhiji.ui.lists.spec import Column, Filter, ListSpec, Preset
from zhiji.ui.templatetags.zhiji import ago

# Sources are called by several names in older columns; so many are looked for.
NAMES = ("desk", "")


def _name(row: Quality) -> SafeString:
    customer = row.customer
    kind = sign("user" if customer.is_person else "building", str(customer.get_kind_display()), "text-muted")
    frame = '<span class="d-flex align-items-center gap-2">{}<span class="text-truncate">{}</span></span>'
    return format_html(frame, kind, customer.name)


def _question(row: Quality) -> str:
    return asked_in_words(row).text


def _reach(row: Quality) -> SafeString | str:
    """Offers the best telephone number and mail address, one click each; those that do not work are left out."""
    customer: Any = row.customer
    works = [point for point in customer.reach if point.state != ContactPoint.State.FAILS]
    call = next((point for kind in ("mobile", "phone") for point in works if point.kind == kind), None)
    mail = next((point for point in works if point.kind == "mail"), None)
    name, parts = customer.name, []
    if call:
        parts.append(_link(f"tel:{call.value}", "phone", _now("Call %(name)s") % {"name": name}))
    if mail:
        write = f"{customer.get_absolute_url()}#writer"
        parts.append(_link(write, "mail", _now("Write to %(name)s") % {"name": name}))
    return format_html("{}" * len(parts), *parts) if parts else ""


def _link(url: str, icon: str, label: str) -> SafeString:
    frame = '<a class="btn btn-ghost btn-sm btn-icon" href="{}" aria-label="{}" title="{}">{}</a>'
    return format_html(frame, url, label, label, sign(icon, "", "icon-s"))


def _of_source(rows: QuerySet[Any], key: str) -> QuerySet[Any]:
    """Keeps the customers of whom a source speaks, or who came from it and of whom nobody else has spoken."""
    current = SourceRecord.objects.filter(customer=OuterRef("pk"), state=SourceRecord.State.CURRENT)
    texts = [key, *(name for name in NAMES if source_key(name) == key)]
    first = Q(customer__source__in=texts) & ~Exists(current)
    return rows.filter(Exists(current.filter(source__key=key)) | first)


def _sources(actor: Actor) -> list[tuple[str, str]]:
    return list(names_of_sources(timezone.localdate()).items())


def _preview(actor: Actor, row: Quality) -> dict[str, Any]:
    return line_of(actor, row.customer)


SPEC = ListSpec(
    slug="questions",
    label=_("What to ask next"),
    right="customer.view",
    url_name="questions",
    queryset=questions_for,
    columns=(
        Column("name", _("Customer"), value=_name, width="m"),
        Column("question", _("Question"), value=_question, width="l"),
        Column("why", _("Why"), value=lambda row: WHY[row.why], width="m", phone=False),
        Column("reach", _("Reach"), value=_reach, width="s"),
        Column("contact", _("Last contact"), value=lambda row: ago(row.customer.last_contact_at), width="s"),
        Column(
            "score",
            _("Quality"),
            value=lambda row: row.score,
            sort="score",
            width="xs",
            end=True,
            phone=False,
        ),
        Column(
            "worth",
            _("Worth"),
            value=lambda row: round(row.worth, 1),
            sort="worth",
            width="xs",
            end=True,
            default=False,
            phone=False,
        ),
        Column(
            "owner",
            _("Owner"),
            value=lambda row: row.customer.owner or "",
            width="s",
            default=False,
            phone=False,
        ),
    ),
    row_url=lambda row: row.customer.get_absolute_url(),
    title=lambda row: row.customer.name,
    filters=(
        Filter(
            "kind",
            _("Kind"),
            "choice",
            lambda rows, value: rows.filter(customer__kind=value),
            lambda actor: Customer.Kind.choices,
            quick=True,
        ),
        Filter(
            "why",
            _("Why"),
            "choice",
            lambda rows, value: rows.filter(why=value),
            lambda actor: list(WHY.items()),
            quick=True,
        ),
        Filter(
            "field",
            _("Asks for"),
            "choice",
            lambda rows, value: rows.filter(question=value),
            lambda actor: [(name, label_of(name)) for name in FIELDS],
        ),
        Filter("owner", _("Owner"), "user", lambda rows, value: rows.filter(customer__owner_id=value)),
        Filter("team", _("Team"), "team", lambda rows, value: rows.filter(customer__team_id=value)),
        Filter(
            "source",
            _("Source"),
            "choice",
            _of_source,
            lambda actor: list(names_of_sources(timezone.localdate()).items()),
        ),
    ),
    sort="-worth",
    presets=(
        Preset("mine", _("Mine"), {"owner": "me"}, "-worth"),
        Preset("fails", _("Does not work"), {"why": "fails"}, "-worth"),
        Preset("worst", _("Lowest quality"), {}, "score"),
    ),
    preview="desk/quality/_preview.html",
    preview_context=_preview,
    empty=_(
        "Nothing is worth asking just now. Questions appear here when values are missing, old or do not work."
    ),
    icon="help-circle",
    topics=("list:questions",),
)


def worst_of(of: str, key: str) -> str:
    """Returns the address of the list of a source's or a team's customers, lowest quality first."""
    return f"{reverse('questions')}?{of}={key}&sort=score"


# What of a score is raised by which questions.
_RAISED_BY = {
    "completeness": "missing",
    "validity": "fails",
    "freshness": "stale",
    "agreement": "disputed",
}


def raise_by(part: str) -> str:
    """Returns the address of the work list that raises a part of the score."""
    why = _RAISED_BY.get(part)
    return f"{reverse('questions')}?why={why}" if why else reverse("matching")
