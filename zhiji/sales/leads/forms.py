from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhiji.customers.choosing.forms import CustomerForm
from zhiji.kernel.users.models import User
from zhiji.kernel.users.queries import active_users
from zhiji.sales.leads.models import Lead

SOURCES = (
    ("phone", _("telephone")),
    ("mail", _("mail")),
    ("web", _("web site")),
    ("visit", _("visit")),
    ("fair", _("fair")),
    ("referral", _("recommendation")),
    ("other", _("other")),
)


class LeadForm(forms.ModelForm[Lead]):
    """What a lead says."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Lead
        fields = ("subject", "source", "description")
        widgets = {"description": forms.Textarea(attrs={"rows": 6})}


class NewLeadForm(CustomerForm):
    """A new lead: whose, what they want, where it comes from, and who takes it."""

    subject = forms.CharField(label=_("What they are interested in"), max_length=300)
    description = forms.CharField(
        label=_("Description"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    source = forms.ChoiceField(label=_("Source"), choices=SOURCES, initial="phone")
    owner = forms.ModelChoiceField(label=_("Who takes it"), queryset=User.objects.none(), required=False)
    conversation = forms.IntegerField(required=False, widget=forms.HiddenInput)
    key = forms.CharField(max_length=100, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = active_users()  # type: ignore[attr-defined]
        self.fields["owner"].empty_label = _("The customer's owner")  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Returns what the action takes."""
        data = self.cleaned_data
        return {
            "subject": data["subject"],
            "description": data["description"],
            "source": data["source"],
            "owner_id": data["owner"].pk if data["owner"] else None,
            "conversation_id": data["conversation"],
            "key": f"form:{data['key']}",
        }


class GiveUpForm(forms.Form):
    """Why a lead is given up: sales learns from it."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=200,
        help_text=_("Such as: price, lead time, bought elsewhere, no need any more."),
    )
