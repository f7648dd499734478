"""Acts on many customers at once; a short one is done on the spot, a long one goes on by itself."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from zhiji.customers.parties.models import Customer
from zhiji.desk.customers.actions import Changed, assign_customers, categorise_customers, fill_customers
from zhiji.desk.customers.tasks import assign_on, categorise_on, fill_on
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.fields.faults import fault_text
from zhiji.kernel.fields.queries import fields_for
from zhiji.kernel.fields.rules import read_value
from zhiji.kernel.users.queries import active_users, all_teams
from zhiji.ui.choosing import AlwaysChosen
from zhiji.ui.lists.spec import Outcome

AT_ONCE = 300
NOBODY = "none"


class AssignForm(forms.Form):
    """Who is to look after customers."""

    owner = forms.ModelChoiceField(
        active_users(), label=gettext_lazy("Owner"), required=False, empty_label=gettext_lazy("Nobody")
    )
    team = forms.ModelChoiceField(
        all_teams(), label=gettext_lazy("Team"), required=False, empty_label=gettext_lazy("No team")
    )


class AssignManyForm(forms.Form):
    """Who is to look after many customers; what isn't chosen stays with each of them as it is."""

    owner = AlwaysChosen(label=gettext_lazy("Owner"))
    team = AlwaysChosen(label=gettext_lazy("Team"))

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        stays = ("", _("As it is"))
        people = [(str(one.pk), str(one)) for one in active_users()]
        teams = [(str(one.pk), str(one)) for one in all_teams()]
        self.fields["owner"].choices = [stays, (NOBODY, _("Nobody")), *people]  # type: ignore[attr-defined]
        self.fields["team"].choices = [stays, (NOBODY, _("No team")), *teams]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuses a form in which nothing is chosen."""
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and not (data.get("owner") or data.get("team")):
            self.add_error("owner", _("Choose an owner or a team."))
        return data


class CategoryForm(forms.Form):
    """Which category customers belong to."""

    category = forms.ChoiceField(choices=Customer.Category.choices, label=gettext_lazy("Category"))


def own_form(actor: Actor) -> type[forms.Form] | None:
    """Makes the form that asks which field of one's own is filled in with what; None where there is no field."""
    fields = {
        field.name: field for field in fields_for(actor, "customer", to="write") if field.kind != "file"
    }
    if not fields:
        return None

    class OwnForm(forms.Form):
        """Which field of one's own gets which value."""

        field = forms.ChoiceField(
            choices=[(name, field.label) for name, field in fields.items()], label=gettext_lazy("Field")
        )
        value = forms.CharField(
            label=gettext_lazy("Value"),
            required=False,
            max_length=2000,
            help_text=gettext_lazy("As it is written on a record; empty takes the value away."),
        )

        def clean(self) -> dict[str, Any]:
            """Refuses what does not fit the field."""
            data: dict[str, Any] = super().clean() or {}
            chosen = fields.get(data.get("field", ""))
            reading = read_value(chosen.shape, data.get("value", "")) if chosen else None
            if chosen and reading and reading.fault:
                self.add_error("value", fault_text(chosen, reading.fault))
            return data

    return OwnForm


def fill_many(actor: Actor, ids: list[int], data: Mapping[str, Any]) -> Outcome:
    """Fills a field of one's own of many customers."""
    if len(ids) > AT_ONCE:
        fill_on.enqueue(actor.user_id, ids, data["field"], data["value"])
        return _goes_on(len(ids))
    changed = fill_customers(actor=actor, ids=ids, field=data["field"], typed=data["value"])
    return _outcome(changed, len(ids))


def assign_many(actor: Actor, ids: list[int], data: Mapping[str, Any]) -> Outcome:
    """Gives many customers to an owner, a team or both."""
    values = {
        f"{name}_id": None if data[name] == NOBODY else int(data[name])
        for name in ("owner", "team")
        if data[name]
    }
    if len(ids) > AT_ONCE:
        assign_on.enqueue(actor.user_id, ids, values)
        return _goes_on(len(ids))
    return _outcome(assign_customers(actor=actor, ids=ids, values=values), len(ids))


def categorise_many(actor: Actor, ids: list[int], data: Mapping[str, Any]) -> Outcome:
    """Puts many customers into a category."""
    if len(ids) > AT_ONCE:
        categorise_on.enqueue(actor.user_id, ids, data["category"])
        return _goes_on(len(ids))
    return _outcome(categorise_customers(actor=actor, ids=ids, category=data["category"]), len(ids))


def _goes_on(count: int) -> Outcome:
    text = ngettext("%(count)d customer is being changed.", "%(count)d customers are being changed.", count)
    return Outcome(text % {"count": count} + " " + _("My day shows how far it is."), level="info")


def _outcome(changed: Changed, asked: int) -> Outcome:
    text = ngettext("%(count)d customer changed.", "%(count)d customers changed.", changed.count)
    text %= {"count": changed.count}
    if changed.denied:
        others = ngettext(
            "%(count)d is not yours to change.", "%(count)d are not yours to change.", changed.denied
        )
        text += " " + others % {"count": changed.denied}
    undo = reverse("take_back_customers", args=[changed.first, changed.last]) if changed.count else ""
    return Outcome(text, undo, "success" if changed.count or not changed.denied else "warning")
