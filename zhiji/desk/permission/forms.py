from collections.abc import Mapping
from datetime import datetime, time
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhiji.customers.permission.models import Permission
from zhiji.customers.permission.registry import CHANNEL_LABELS, PURPOSES
from zhiji.desk.permission.countries import country_choices

LARGEST_PROOF = 20_000_000
ALL = "all"
# Those two are written by Zhiji itself.
BY = [choice for choice in Permission.By.choices if choice[0] not in {"import", "merge"}]
COUNT = {"min_value": 1, "max_value": 999, "required": False}


def _day(value: Any, clock: time) -> datetime | None:
    return timezone.make_aware(datetime.combine(value, clock)) if value else None


class NoteForm(forms.Form):
    """What a customer allowed or refused, as they said it."""

    state = forms.ChoiceField(label=gettext_lazy("The customer"), widget=forms.RadioSelect)
    purpose = forms.ChoiceField(label=gettext_lazy("What for"))
    channel = forms.ChoiceField(label=gettext_lazy("Channel"))
    by = forms.ChoiceField(label=gettext_lazy("How they said it"))
    on = forms.DateField(label=gettext_lazy("When"), required=False, widget=forms.DateInput({"type": "date"}))
    words = forms.CharField(
        label=gettext_lazy("Words they were shown or told"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    until = forms.DateField(
        label=gettext_lazy("Valid until"), required=False, widget=forms.DateInput({"type": "date"})
    )
    proof = forms.FileField(label=gettext_lazy("Proof"), required=False)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        choices: Mapping[str, list[tuple[str, Any]]] = {
            "state": [
                ("granted", _("agrees")),
                ("refused", _("refuses")),
                ("withdrawn", _("takes an agreement back")),
            ],
            "purpose": [
                *((one.slug, capfirst(str(one.label))) for one in PURPOSES.values()),
                (ALL, _("Everything we begin ourselves")),
            ],
            "channel": [
                (ALL, _("All channels")),
                *((slug, capfirst(str(name))) for slug, name in CHANNEL_LABELS.items()),
            ],
            "by": [(value, capfirst(str(label))) for value, label in BY],
        }
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]
        self.fields["on"].help_text = _("Today, if left empty.")

    def clean_proof(self) -> tuple[str, bytes] | None:
        """Reads the proof; one that is too big is refused."""
        file = self.cleaned_data.get("proof")
        if not file:
            return None
        if file.size > LARGEST_PROOF:
            raise forms.ValidationError(_("The file is too big; 20 MB are the most."))
        return file.name, file.read()

    def values(self) -> dict[str, Any]:
        """Returns what was typed as the action takes it."""
        data = self.cleaned_data
        said = {name: data[name] for name in ("state", "purpose", "channel", "by", "words", "proof")}
        said |= {name: "" for name in ("purpose", "channel") if data[name] == ALL}
        today = timezone.localdate()
        at = None if data["on"] in (None, today) else _day(data["on"], time(12))
        return {**said, "at": at, "valid_until": _day(data["until"], time(23, 59))}


class ZoneForm(forms.Form):
    """In which time zone a customer lives."""

    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"), required=False)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        zones = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
        told = ("", _("As their country or number tells"))
        self.fields["time_zone"].choices = [told, *((zone, zone) for zone in zones)]  # type: ignore[attr-defined]


class RuleForm(forms.Form):
    """How often customers are written to for one purpose."""

    needs_grant = forms.BooleanField(label=gettext_lazy("needs agreement"), required=False)
    per_day = forms.IntegerField(label=gettext_lazy("in 24 hours"), **COUNT)  # type: ignore[arg-type]
    per_week = forms.IntegerField(label=gettext_lazy("in 7 days"), **COUNT)  # type: ignore[arg-type]
    per_month = forms.IntegerField(label=gettext_lazy("in 30 days"), **COUNT)  # type: ignore[arg-type]


class QuietForm(forms.Form):
    """The hours and days on which nothing but answers goes out."""

    begin = forms.TimeField(
        label=gettext_lazy("Quiet from"), widget=forms.TimeInput({"type": "time"}, "%H:%M")
    )
    end = forms.TimeField(
        label=gettext_lazy("Quiet until"), widget=forms.TimeInput({"type": "time"}, "%H:%M")
    )
    weekdays = forms.MultipleChoiceField(
        label=gettext_lazy("Nothing on"), required=False, widget=forms.CheckboxSelectMultiple
    )
    keeps_holidays = forms.BooleanField(label=gettext_lazy("Nothing on holidays"), required=False)
    country = forms.ChoiceField(label=gettext_lazy("Country of the holidays"))

    def __init__(self, *arguments: Any, kept: str = "CN", **options: Any) -> None:
        from django.utils.dates import WEEKDAYS

        super().__init__(*arguments, **options)
        self.fields["country"].choices = country_choices(kept)  # type: ignore[attr-defined]
        self.fields["weekdays"].choices = [(str(day), name) for day, name in WEEKDAYS.items()]  # type: ignore[attr-defined]
        self.fields["begin"].help_text = _("By the customer's own clock; equal times mean no quiet hours.")

    def values(self) -> dict[str, Any]:
        """Returns what was typed as the action takes it."""
        return {**self.cleaned_data, "weekdays": [int(day) for day in self.cleaned_data["weekdays"]]}


class HolidayForm(forms.Form):
    """One more day on which nothing but answers goes out."""

    day = forms.DateField(label=gettext_lazy("Day"), widget=forms.DateInput({"type": "date"}))
    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
