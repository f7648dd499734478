from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhiji.customers.privacy.models import PrivacyRequest


class RequestForm(forms.Form):
    """What somebody asks about their own data."""

    kind = forms.ChoiceField(
        label=_("What they ask for"), choices=PrivacyRequest.Kind.choices, widget=forms.RadioSelect
    )
    law = forms.ChoiceField(label=_("Under which law"), choices=PrivacyRequest.Law.choices)
    received = forms.DateField(
        label=_("Received on"), required=False, widget=forms.DateInput({"type": "date"}),
        help_text=_("Today, if left empty."),
    )  # fmt: skip
    words = forms.CharField(
        label=_("What they wrote or said"), required=False, widget=forms.Textarea({"rows": 3})
    )
    checked = forms.CharField(label=_("How we know that it is them"), max_length=200)

    def values(self) -> dict[str, Any]:
        """Returns what was typed as the action takes it."""
        data = {**self.cleaned_data}
        day = data.pop("received")
        if day and day != timezone.localdate():
            data["received_at"] = timezone.make_aware(datetime.combine(day, time(12)))
        return data


class AnswerForm(forms.Form):
    """How a request ends that people carry out."""

    answer = forms.CharField(label=_("Our answer"), required=False, widget=forms.Textarea({"rows": 3}))
