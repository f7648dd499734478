from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhiji.customers.parties.faults import fault_of, read_point
from zhiji.customers.parties.models import ContactPoint, Customer
from zhiji.customers.parties.numbers import Number, read_number
from zhiji.desk.customers.choosing import CustomerChoice
from zhiji.desk.customers.told import SCHEMES

BLANK = [("", "—")]
CATEGORIES = [*BLANK, *Customer.Category.choices]
LANGUAGES = [*BLANK, *settings.LANGUAGES]
# A mail domain is learned from mails; people do not type it in.
POINT_KINDS = [choice for choice in ContactPoint.Kind.choices if choice[0] != ContactPoint.Kind.DOMAIN]


def new_key() -> str:
    """Returns a key by which a form that is sent twice does one thing."""
    return uuid4().hex


class PointField(forms.CharField):
    """A telephone number or an address that must be readable as what it should be."""

    def __init__(self, kind: str, **options: Any) -> None:
        self.kind = kind
        super().__init__(max_length=400, required=False, **options)

    def validate(self, value: str) -> None:
        """Refuses what can't be read, with a word on how to write it."""
        super().validate(value)
        if value and (fault := fault_of(read_point(self.kind, value))):
            raise forms.ValidationError(fault)


class NewCustomerForm(forms.Form):
    """A new person or organisation."""

    kind = forms.ChoiceField(choices=Customer.Kind.choices, widget=forms.HiddenInput)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    organisation = CustomerChoice("organisation", label=gettext_lazy("Organisation"), required=False)
    title = forms.CharField(label=gettext_lazy("Job title"), max_length=100, required=False)
    phone = PointField("phone", label=gettext_lazy("Phone"))
    mail = PointField("mail", label=gettext_lazy("Mail address"))
    category = forms.ChoiceField(label=gettext_lazy("Category"), choices=CATEGORIES, required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES, required=False)
    region = forms.CharField(label=gettext_lazy("Region"), max_length=60, required=False)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        kind = self.data.get("kind") or self.initial.get("kind")
        if kind == Customer.Kind.ORGANISATION:
            del self.fields["organisation"], self.fields["title"]
        phone, mail = self.fields["phone"].widget.attrs, self.fields["mail"].widget.attrs
        phone.update({"inputmode": "tel", "autocomplete": "off"})
        mail.update({"inputmode": "email", "autocomplete": "off", "spellcheck": "false"})

    def points(self) -> list[tuple[str, str]]:
        """Lists what was typed as (kind, as typed)."""
        typed = [(kind, self.cleaned_data.get(kind, "")) for kind in ("phone", "mail")]
        return [point for point in typed if point[1]]

    def values(self) -> dict[str, str]:
        """Returns the further values."""
        return {key: self.cleaned_data[key] for key in ("category", "language", "region")}


class CustomerForm(forms.Form):
    """The values of a customer; version is the one that the form was filled from."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    family_name = forms.CharField(label=gettext_lazy("Family name"), max_length=80, required=False)
    given_name = forms.CharField(label=gettext_lazy("Given name"), max_length=80, required=False)
    parent_id = CustomerChoice("organisation", label=gettext_lazy("Belongs to"), required=False)
    category = forms.ChoiceField(label=gettext_lazy("Category"), choices=CATEGORIES, required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES, required=False)
    region = forms.CharField(label=gettext_lazy("Region"), max_length=60, required=False)

    def __init__(self, customer: Customer, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        unfit = ("parent_id",) if customer.is_person else ("family_name", "given_name")
        for name in unfit:
            del self.fields[name]

    def values(self) -> dict[str, Any]:
        """Returns the values as the action takes them."""
        return {key: value for key, value in self.cleaned_data.items() if key != "version"}


class PointForm(forms.Form):
    """A further way to reach a customer."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=POINT_KINDS)
    typed = forms.CharField(label=gettext_lazy("Number or address"), max_length=400)
    label = forms.CharField(label=gettext_lazy("Label"), max_length=60, required=False)


class NumberForm(forms.Form):
    """A number that an authority or another system gave a customer."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of number"),
        choices=[(kind, SCHEMES[kind]) for kind in ("tax", "erp", "other")],
    )
    typed = forms.CharField(label=gettext_lazy("Number"), max_length=100)
    verified = forms.BooleanField(label=gettext_lazy("Verified with the authority"), required=False)

    def clean(self) -> dict[str, Any]:
        """Checks the number: most tax numbers carry check digits."""
        data: dict[str, Any] = super().clean() or {}
        if "typed" in data and (fault := self._number().fault):
            self.add_error("typed", fault)
        return data

    def values(self) -> dict[str, Any]:
        """Returns the number as the action takes it."""
        number, data = self._number(), self.cleaned_data
        told = {"typed": data["typed"], "verified": data["verified"]}
        return {"scheme": number.scheme, "value": number.value, **told}

    def _number(self) -> Number:
        return read_number(self.cleaned_data.get("kind", "other"), self.cleaned_data["typed"])


class RoleForm(forms.Form):
    """For whom a person works, or who works for an organisation."""

    other = CustomerChoice("organisation", label=gettext_lazy("Organisation"))
    title = forms.CharField(label=gettext_lazy("Job title"), max_length=100, required=False)
    department = forms.CharField(label=gettext_lazy("Department"), max_length=100, required=False)
    is_primary = forms.BooleanField(label=gettext_lazy("Main role"), required=False)

    def __init__(self, customer: Customer, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if not customer.is_person:
            self.fields["other"] = CustomerChoice("person", label=_("Person"))
            self.order_fields(["other", "title", "department", "is_primary"])


class Files(forms.ClearableFileInput):
    """A field for several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, as (name, media type, content)."""

    widget = Files

    def clean(self, data: Any, initial: Any = None) -> list[tuple[str, str, bytes]]:
        """Reads what was chosen; nothing chosen is an empty list."""
        chosen = data if isinstance(data, list | tuple) else [data] if data else []
        return [(one.name, one.content_type or "application/octet-stream", one.read()) for one in chosen]


class ReplyForm(forms.Form):
    """An answer to an open conversation."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    conversation = forms.IntegerField(label=gettext_lazy("Conversation"))
    text = forms.CharField(label=gettext_lazy("Answer"), widget=forms.Textarea)
    files = FilesField(label=gettext_lazy("Files"), required=False)


class MailForm(forms.Form):
    """A mail that begins a conversation."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    line = forms.IntegerField(label=gettext_lazy("From"))
    to = forms.CharField(label=gettext_lazy("To"), max_length=320)
    purpose = forms.CharField(label=gettext_lazy("What for"), max_length=10, required=False)
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=300)
    text = forms.CharField(label=gettext_lazy("Message"), widget=forms.Textarea)
    files = FilesField(label=gettext_lazy("Files"), required=False)


class NoteForm(forms.Form):
    """A note among ourselves."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    text = forms.CharField(label=gettext_lazy("Note"), widget=forms.Textarea)
