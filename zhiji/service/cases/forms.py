from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhiji.customers.choosing.forms import CustomerForm
from zhiji.kernel.users.models import User
from zhiji.kernel.users.queries import active_users
from zhiji.service.cases.models import Case


class CaseForm(forms.ModelForm[Case]):
    """What a case says."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Case
        fields = ("subject", "kind", "priority", "description")
        widgets = {"description": forms.Textarea(attrs={"rows": 6})}


class NewCaseForm(CustomerForm):
    """A new case: whose, what about, how urgent, and who takes it."""

    subject = forms.CharField(label=_("Subject"), max_length=300)
    description = forms.CharField(
        label=_("Description"), required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Case.Kind.choices, initial=Case.Kind.QUESTION)
    priority = forms.ChoiceField(
        label=_("Priority"), choices=Case.Priority.choices, initial=Case.Priority.NORMAL
    )
    owner = forms.ModelChoiceField(label=_("Who takes it"), queryset=User.objects.none(), required=False)
    conversation = forms.IntegerField(required=False, widget=forms.HiddenInput)
    key = forms.CharField(max_length=100, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = active_users()  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Returns what the action takes."""
        data = self.cleaned_data
        return {
            "subject": data["subject"],
            "description": data["description"],
            "kind": data["kind"],
            "priority": data["priority"],
            "owner_id": data["owner"].pk if data["owner"] else None,
            "conversation_id": data["conversation"],
            "key": f"form:{data['key']}",
        }
