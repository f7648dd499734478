from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhiji.kernel.users.models import Team, User
from zhiji.kernel.users.queries import active_users, all_teams


class AssignForm(forms.Form):
    """Who gets it."""

    owner = forms.ModelChoiceField(label=_("Who takes it"), queryset=User.objects.none(), required=False)
    team = forms.ModelChoiceField(label=_("Team"), queryset=Team.objects.none(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = active_users()  # type: ignore[attr-defined]
        self.fields["owner"].empty_label = _("Nobody")  # type: ignore[attr-defined]
        self.fields["team"].queryset = all_teams()  # type: ignore[attr-defined]
        self.fields["team"].empty_label = _("As it is")  # type: ignore[attr-defined]

    def receiver(self) -> dict[str, int | None]:
        """Returns who gets it, as the acts take it."""
        owner, team = self.cleaned_data["owner"], self.cleaned_data["team"]
        return {"owner_id": owner.pk if owner else None, "team_id": team.pk if team else None}
