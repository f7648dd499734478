"""A field in which a person or an organisation is looked up by typing."""

from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhiji.customers.parties.models import Customer


class CustomerPicker(forms.Widget):
    """A search field; what it finds appears below it, to choose one."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__()

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        """Draws the field with the customer who is chosen now."""
        chosen = (
            Customer.objects.filter(pk=value, kind=self.kind).first()
            if str(value or "").isdecimal()
            else None
        )
        context = {
            "name": name,
            "kind": self.kind,
            "chosen": chosen,
            "attrs": {**self.attrs, **(attrs or {})},
        }
        return render_to_string("desk/customers/_picker.html", context)


class CustomerChoice(forms.IntegerField):
    """The key of a person or an organisation, None if none is chosen."""

    def __init__(self, kind: str, **options: Any) -> None:
        self.kind = kind
        super().__init__(widget=CustomerPicker(kind), **options)

    def clean(self, value: Any) -> int | None:
        """Refuses what is not there."""
        key: int | None = super().clean(value)
        if key is not None and not Customer.objects.filter(pk=key, kind=self.kind).exists():
            raise forms.ValidationError(_("Choose one of those that were found."))
        return key
