from django import forms
from django.utils.translation import gettext_lazy as _

from zhiji.customers.identity.pairs.rules import LEAST, MOST


class AnswerForm(forms.Form):
    """What somebody says to a pair."""

    answer = forms.ChoiceField(choices=[(name, name) for name in ("yes", "no", "later")])
    survivor = forms.IntegerField(required=False)
    version = forms.IntegerField(required=False)
    confirmed = forms.BooleanField(required=False)
    shown = forms.IntegerField(required=False)


class ThresholdForm(forms.Form):
    """From which weights on customers of a kind are merged by themselves, and asked about."""

    ask_from = forms.FloatField(label=_("Ask from"), min_value=LEAST, max_value=MOST)
    merge_from = forms.FloatField(label=_("Surely one from"), min_value=LEAST, max_value=MOST)
    by_itself = forms.BooleanField(required=False)
