from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhiji.customers.sources.models import Source
from zhiji.desk.sources.words import criteria_choices
from zhiji.kernel.users.queries import active_users, all_teams
from zhiji.ui.choosing import AlwaysChosen

PLACES = 5


class SourceForm(forms.ModelForm):
    """A source: what it is, who answers for it, and how much it is believed."""

    class Meta:
        model = Source
        fields = ("name", "kind", "owner", "team", "trust")
        labels = {
            "name": _("Name"),
            "kind": _("Kind"),
            "owner": _("Owner"),
            "team": _("Team"),
            "trust": _("Trust"),
        }
        help_texts = {
            "trust": _(
                "From 0 to 100. Where values differ, the more trusted source counts; one trusted less than half as much"
                " does not make a conflict."
            ),
            "owner": _("Who is asked when a list of this source is wrong."),
        }
        widgets = {"trust": forms.NumberInput(attrs={"min": 0, "max": 100, "step": 5})}

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["owner"] = forms.ModelChoiceField(
            active_users(), label=_("Owner"), required=False, help_text=self.fields["owner"].help_text
        )
        self.fields["team"] = forms.ModelChoiceField(all_teams(), label=_("Team"), required=False)

    def clean_trust(self) -> int:
        """Trust is a percentage."""
        trust = int(self.cleaned_data["trust"])
        if trust > 100:
            raise forms.ValidationError(_now("Write a number from 0 to 100."))
        return trust

    def values(self) -> dict[str, Any]:
        """Returns the values as the action takes them."""
        data = self.cleaned_data
        plain = {name: data[name] for name in ("name", "kind", "trust")}
        keys = {f"{name}_id": data[name].pk if data[name] else None for name in ("owner", "team")}
        return plain | keys


class SurvivorshipForm(forms.Form):
    """In which order criteria decide which source's value counts, and when a value is stale."""

    stale_after = forms.IntegerField(
        label=_("Stale after days"),
        min_value=1,
        max_value=36500,
        required=False,
        help_text=_("A value older than this is worth asking for again. Empty: as Zhiji brings it."),
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        labels = (_("First"), _("Second"), _("Third"), _("Fourth"), _("Fifth"))
        choices = [("", "—"), *criteria_choices()]
        for number, label in enumerate(labels):
            self.fields[f"place_{number}"] = AlwaysChosen(label=label, choices=choices)
        self.order_fields([*(f"place_{number}" for number in range(PLACES)), "stale_after"])

    @classmethod
    def start(cls, order: tuple[str, ...], stale_after: int | None) -> "SurvivorshipForm":
        """Fills the form with an order as it is now."""
        places = {f"place_{number}": name for number, name in enumerate(order[:PLACES])}
        return cls(initial={**places, "stale_after": stale_after})

    def order(self) -> list[str]:
        """Returns the criteria in their order."""
        chosen = [self.cleaned_data.get(f"place_{number}", "") for number in range(PLACES)]
        return [name for name in chosen if name]

    def clean(self) -> dict[str, Any]:
        """At least one criterion decides, and none twice."""
        data: dict[str, Any] = super().clean() or {}
        chosen = [data.get(f"place_{number}", "") for number in range(PLACES)]
        chosen = [name for name in chosen if name]
        if not chosen:
            self.add_error("place_0", _now("Choose at least one criterion."))
        if len(set(chosen)) < len(chosen):
            self.add_error("place_0", _now("Each criterion may stand once only."))
        return data
