"""The form in which the values of one record's own fields are filled in."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from zhiji.kernel.fields.faults import fault_text
from zhiji.kernel.fields.models import OwnField
from zhiji.kernel.fields.queries import Placed
from zhiji.kernel.fields.rules import read_value
from zhiji.kernel.fields.showing import plain_value
from zhiji.kernel.users.queries import active_users


class OwnValuesForm(forms.Form):
    """The fields of one's own that somebody may fill in, each as its kind wants it."""

    def __init__(
        self, placed: Iterable[Placed], held: dict[str, Any], *arguments: Any, **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.own = {one.field.name: one.field for one in placed if one.may_write}
        self.held = held
        for name, field in self.own.items():
            self.fields[name] = _form_field(field, held.get(field.key))

    def clean(self) -> dict[str, Any]:
        """Reads each value as its field wants it, and says at the field what is wrong."""
        data: dict[str, Any] = super().clean() or {}
        for name, field in self.own.items():
            if name not in data or field.kind == "file":
                continue
            reading = read_value(field.shape, data[name])
            if reading.fault:
                self.add_error(name, ValidationError(fault_text(field, reading.fault)))
        return data

    def typed(self) -> dict[str, Any]:
        """Returns what was typed, by field, without files."""
        return {name: self.cleaned_data[name] for name, field in self.own.items() if field.kind != "file"}

    def uploads(self) -> dict[str, Any]:
        """Returns the files that were chosen, by field."""
        chosen = {
            name: self.cleaned_data.get(name) for name, field in self.own.items() if field.kind == "file"
        }
        return {name: file for name, file in chosen.items() if file}


def _form_field(field: OwnField, value: Any) -> forms.Field:
    common: dict[str, Any] = {
        "label": field.label,
        "help_text": field.help_text,
        "required": field.required,
        "initial": plain_value(field, value),
    }
    choices = [(choice["key"], field.choice_label(choice["key"])) for choice in field.choices]
    if field.kind == "choice":
        return forms.ChoiceField(choices=[("", "—"), *choices], **{**common, "initial": value})
    if field.kind == "choices":
        widget = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(choices=choices, widget=widget, **{**common, "initial": value})
    if field.kind == "person":
        people = [(str(user.pk), str(user)) for user in active_users()]
        return forms.ChoiceField(choices=[("", "—"), *people], **{**common, "initial": str(value or "")})
    if field.kind == "file":
        return forms.FileField(**{**common, "initial": None, "required": field.required and not value})
    if field.kind == "date":
        return forms.CharField(widget=forms.DateInput(attrs={"type": "date"}), **common)
    mode = {"number": "decimal", "money": "text", "customer": "numeric", "link": "url"}.get(field.kind)
    if mode:
        return forms.CharField(max_length=1000, widget=forms.TextInput(attrs={"inputmode": mode}), **common)
    long = int(field.options.get("max_length") or 2000) > 200
    widget_of_text = forms.Textarea(attrs={"rows": 2}) if long else forms.TextInput()
    return forms.CharField(max_length=2000, widget=widget_of_text, **common)
