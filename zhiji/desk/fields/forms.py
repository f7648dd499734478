from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhiji.kernel.access.models import Role
from zhiji.kernel.fields.models import OwnField
from zhiji.kernel.fields.rules import key_of
from zhiji.kernel.users.queries import all_teams
from zhiji.ui.choosing import AlwaysChosen

RIGHTS = (("write", _("reads and writes")), ("read", _("reads")), ("hidden", _("does not see it")))
OPTIONS = {
    "text": ("max_length", "pattern"),
    "number": ("min", "max", "places"),
    "money": ("currency", "min", "max"),
    "date": ("after", "before"),
}
_WHOLE = {"max_length", "places"}


class FieldForm(forms.ModelForm):
    """A field of one's own: what it is called, what may stand in it, where it is, and who sees it."""

    choices_text = forms.CharField(
        label=_("Choices"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One a line: English | Chinese. A choice keeps its values when it is renamed in place."),
    )
    max_length = forms.IntegerField(
        label=_("Longest text, in characters"), required=False, min_value=1, max_value=2000
    )
    pattern = forms.CharField(
        label=_("Pattern"),
        required=False,
        max_length=60,
        help_text=_("9 stands for a digit, A for a letter, * for anything: AA-9999."),
    )
    min = forms.DecimalField(label=_("At least"), required=False)
    max = forms.DecimalField(label=_("At most"), required=False)
    places = forms.IntegerField(label=_("Digits behind the point"), required=False, min_value=0, max_value=6)
    currency = forms.RegexField(r"^[A-Z]{3}$", label=_("Currency"), required=False, initial="CNY")
    after = forms.DateField(
        label=_("Not before"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    before = forms.DateField(
        label=_("Not after"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    class Meta:
        model = OwnField
        fields = (
            "label_en",
            "label_zh",
            "help_text",
            "section",
            "required",
            "is_listed",
            "is_filtered",
            "is_searched",
            "stale_after",
            "teams",
        )
        labels = {
            "label_en": _("Name in English"),
            "label_zh": _("Name in Chinese"),
            "help_text": _("What to write here"),
            "section": _("Section on the page"),
            "required": _("Must be filled in"),
            "is_listed": _("Can be a column of lists"),
            "is_filtered": _("Lists can be filtered by it"),
            "is_searched": _("Found by search"),
            "stale_after": _("Stale after days"),
            "teams": _("Only for these teams"),
        }
        help_texts = {"teams": _("None: for everybody.")}
        widgets = {"teams": forms.CheckboxSelectMultiple}

    def __init__(self, kind: str, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.kind = kind
        offered = set(OPTIONS.get(kind, ()))
        for name in {name for names in OPTIONS.values() for name in names} - offered:
            del self.fields[name]
        if kind not in {"choice", "choices"}:
            del self.fields["choices_text"]
        if kind == "file":
            del self.fields["is_filtered"]
        self.fields["teams"].queryset = all_teams()
        for name in offered:
            self.fields[name].initial = self.instance.options.get(name, self.fields[name].initial)
        lines = (f"{c.get('en', '')} | {c.get('zh', '')}".strip(" |") for c in self.instance.choices)
        if "choices_text" in self.fields:
            self.fields["choices_text"].initial = "\n".join(lines)
        self.roles = list(Role.objects.all())
        for role in self.roles:
            self.fields[f"role_{role.pk}"] = AlwaysChosen(
                label=_now(role.name),
                choices=RIGHTS,
                initial=self.instance.rights.get(str(role.pk), "write"),
            )

    @property
    def parts(self) -> list[dict[str, Any]]:
        """Returns the form's fields in three parts: what it is, where it stands, and who sees it."""
        where = ("section", "is_listed", "is_filtered", "is_searched", "stale_after", "teams")
        roles = tuple(f"role_{role.pk}" for role in self.roles)
        first = ["label_en", "label_zh", "help_text", "choices_text", *OPTIONS.get(self.kind, ()), "required"]
        named = ((_("What it is"), first), (_("Where it stands"), where), (_("Who sees it"), roles))
        return [
            {"label": label, "fields": [self[name] for name in names if name in self.fields]}
            for label, names in named
        ]

    def clean_choices_text(self) -> str:
        """A field with choices needs at least one."""
        text = str(self.cleaned_data["choices_text"])
        if not text.strip():
            raise forms.ValidationError(_now("Write down at least one choice."))
        return text

    def values(self) -> dict[str, Any]:
        """Returns the values as the actions take them."""
        data = self.cleaned_data
        plain = {name: data[name] for name in self.Meta.fields if name in data and name != "teams"}
        options = {name: self._option(name) for name in OPTIONS.get(self.kind, ())}
        rights = {str(role.pk): data.get(f"role_{role.pk}") or "write" for role in self.roles}
        return {
            **plain,
            "options": {name: value for name, value in options.items() if value not in (None, "")},
            "choices": self._choices() if "choices_text" in data else [],
            "rights": {role: right for role, right in rights.items() if right != "write"},
            "team_ids": [team.pk for team in data["teams"]],
        }

    def _option(self, name: str) -> Any:
        value = self.cleaned_data.get(name)
        if value in (None, ""):
            return None
        return int(value) if name in _WHOLE else str(value)

    def _choices(self) -> list[dict[str, str]]:
        """Reads the choices: one whose name stayed, or that stands where it stood, keeps its key."""
        before = list(self.instance.choices)
        found: list[dict[str, str]] = []
        for number, line in enumerate(filter(str.strip, self.cleaned_data["choices_text"].splitlines())):
            english, _bar, chinese = (part.strip() for part in line.partition("|"))
            same = next((c for c in before if english in {c.get("en"), c.get("zh")}), None)
            same = same or (before[number] if number < len(before) else None)
            taken = [choice["key"] for choice in found]
            key = same["key"] if same and same["key"] not in taken else key_of(english, taken)
            found.append({"key": key, "en": english[:80], "zh": chinese[:80]})
        return found
