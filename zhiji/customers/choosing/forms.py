"""The part of a form in which one of our customers is chosen, or somebody new is typed in."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhiji.customers.choosing.queries import chosen_customer, customers_like, point_fault
from zhiji.customers.parties.models import Customer
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.search.queries import Hit

PERSON = ("name", "organisation", "phone", "mail")


class CustomerForm(forms.Form):
    """Asks for a customer: found by search, or a new person with a number or an address."""

    customer = forms.IntegerField(required=False)
    q = forms.CharField(label=gettext_lazy("Customer"), required=False, max_length=200)
    name = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=200)
    organisation = forms.CharField(label=gettext_lazy("Organisation"), required=False, max_length=200)
    phone = forms.CharField(label=gettext_lazy("Telephone"), required=False, max_length=80)
    mail = forms.CharField(label=gettext_lazy("Mail address"), required=False, max_length=254)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["phone"].widget.input_type = "tel"
        self.fields["mail"].widget.input_type = "email"

    def clean_phone(self) -> str:
        """Refuses what can't be read as a number."""
        if point_fault("phone", self.cleaned_data["phone"]):
            raise ValidationError(_("This is not a telephone number. Write it with area or country code."))
        return str(self.cleaned_data["phone"])

    def clean_mail(self) -> str:
        """Refuses what can't be read as an address."""
        if point_fault("mail", self.cleaned_data["mail"]):
            raise ValidationError(_("This is not a mail address. It should look like name@company.example."))
        return str(self.cleaned_data["mail"])

    def clean(self) -> dict[str, Any]:
        """Asks for a customer, or for enough to know somebody new by."""
        data = super().clean() or {}
        if data.get("customer"):
            if chosen_customer(self.actor, data["customer"]) is None:
                self.add_error("q", _("This customer does not exist any more. Choose another one."))
        elif not self.somebody_new():
            self.add_error("q", _("Choose a customer, or type in somebody new below."))
        elif not any(data.get(key) for key in ("phone", "mail")) and not {"phone", "mail"} & set(self.errors):
            self.add_error(
                "phone", _("Write a telephone number or a mail address: a name alone finds nobody again.")
            )
        return data

    def somebody_new(self) -> bool:
        """Tells whether anything was typed about a new person."""
        return any(self.data.get(self.add_prefix(key), "").strip() for key in PERSON)

    def person(self) -> dict[str, str]:
        """Returns what was typed about a new person."""
        return {key: self.cleaned_data[key] for key in PERSON}

    @property
    def chosen(self) -> Customer | None:
        """Returns the customer who is chosen now, to be shown with the form."""
        value = str(self["customer"].value() or "")
        return chosen_customer(self.actor, int(value)) if value.isdecimal() else None

    @property
    def offered(self) -> list[Hit]:
        """Lists the customers that answer what was typed, for a form that comes back with faults."""
        return [] if self.chosen else customers_like(self.actor, str(self["q"].value() or ""))
