"""The work list of customers of whom sources disagree: the values side by side, one key takes one of them."""

from dataclasses import replace
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhiji.customers.parties.models import Customer
from zhiji.customers.sources.queries import customers_in_conflict, said_conflicts, with_records
from zhiji.desk.customers.queries import rights_on
from zhiji.desk.customers.told import Told, conflicts_told
from zhiji.kernel.access.actor import Actor
from zhiji.ui.lists.spec import Column, Filter, ListSpec
from zhiji.ui.templatetags.zhiji import ago


def _rows(actor: Actor) -> QuerySet[Any]:
    return with_records(customers_in_conflict(actor))


def spec_of(actor: Actor) -> ListSpec:
    """Returns the list as it is for an actor: with what sources say of the fields that they may see."""
    columns = tuple(
        replace(column, value=partial(_values, actor=actor)) if column.key == "values" else column
        for column in SPEC.columns
    )
    return replace(SPEC, columns=columns)


def _values(customer: Customer, actor: Actor | None = None) -> SafeString:
    """Writes each field with what counts and what others say, one line a field."""
    lines = [_line(told) for told in conflicts_told(said_conflicts(customer), actor)]
    if not lines:
        return format_html('<span class="text-muted">{}</span>', _now("about a field that you may not see"))
    return format_html_join("", "{}", ((line,) for line in lines))


def _line(told: Told) -> SafeString:
    sides = [claim for claim in (told.chosen, *told.rivals) if claim]
    words = format_html_join(
        format_html(' <span class="text-muted said-or">· {} ·</span> ', _now("or")),
        '<span class="said-value" title="{}">{}</span>',
        ((claim.source, claim.text) for claim in sides),
    )
    frame = '<span class="said-line"><span class="small text-muted">{}</span> {}</span>'
    return format_html(frame, told.label, words)


def _preview(actor: Actor, customer: Customer) -> dict[str, Any]:
    return {
        "customer": customer,
        "told_of": conflicts_told(said_conflicts(customer), actor),
        **rights_on(actor, customer),
    }


SPEC = ListSpec(
    slug="conflicts",
    label=_("Sources disagree"),
    right="customer.view",
    url_name="conflicts",
    queryset=_rows,
    columns=(
        Column("name", _("Name"), value=lambda customer: customer.name, width="l"),
        Column("values", _("What sources say"), value=_values, width="grow"),
        Column("owner", _("Owner"), value=lambda customer: customer.owner or "", width="s", phone=False),
        Column(
            "contact",
            _("Last contact"),
            value=lambda customer: ago(customer.last_contact_at),
            sort="last_contact_at",
            width="s",
            phone=False,
        ),
    ),
    row_url=lambda customer: customer.get_absolute_url(),
    filters=(
        Filter(
            "kind",
            _("Kind"),
            "choice",
            lambda rows, value: rows.filter(kind=value),
            lambda actor: Customer.Kind.choices,
            quick=True,
        ),
        Filter("owner", _("Owner"), "user", lambda rows, value: rows.filter(owner_id=value), quick=True),
        Filter("team", _("Team"), "team", lambda rows, value: rows.filter(team_id=value)),
    ),
    sort="-last_contact_at",
    preview="desk/sources/_conflicts.html",
    preview_context=_preview,
    empty=_("All sources agree about all customers."),
    icon="versions",
    topics=("list:customers",),
    tabs="desk/sources/tabs.html",
)
