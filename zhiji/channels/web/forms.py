from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from zhiji.channels.lines.models import Line
from zhiji.channels.web.actions import Submission
from zhiji.channels.web.models import WebForm
from zhiji.channels.web.rules import FIELDS, clean_origin, topic_pairs
from zhiji.lib.mailaddress import normalise_address
from zhiji.lib.phones import parse_phone

LABELS = {
    "name": gettext_lazy("Your name"),
    "organisation": gettext_lazy("Company or organisation"),
    "mail": gettext_lazy("Mail address"),
    "phone": gettext_lazy("Telephone"),
    "topic": gettext_lazy("What is it about?"),
    "message": gettext_lazy("Your message"),
    "consent": gettext_lazy("Send me news and offers by mail. I can withdraw this at any time."),
}
AUTOCOMPLETE = {"name": "name", "organisation": "organization", "mail": "email", "phone": "tel"}
# The field that people do not see; its name tempts machines.
TRAP = "homepage"


class SentForm(forms.Form):
    """What the public fills in, as the web form is set up."""

    def __init__(self, web_form: WebForm, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.web_form = web_form
        for item in web_form.fields:
            if item["name"] in FIELDS:
                self.fields[item["name"]] = self._field(item["name"], bool(item.get("required")))

    def _field(self, name: str, required: bool) -> forms.Field:
        if name == "consent":
            return forms.BooleanField(label=LABELS[name], required=required, initial=False)
        if name == "topic":
            column = 1 if (get_language() or "").startswith("zh") else 0
            choices = [
                ("", _("Please choose")),
                *((pair[column], pair[column]) for pair in self.web_form.topics),
            ]
            return forms.ChoiceField(label=LABELS[name], required=required, choices=choices)
        field = forms.CharField(label=LABELS[name], required=required, max_length=FIELDS[name])
        if name == "message":
            field.widget = forms.Textarea(attrs={"rows": 6, "maxlength": FIELDS[name]})
        else:
            field.widget = forms.TextInput(
                attrs={"autocomplete": AUTOCOMPLETE[name], "maxlength": FIELDS[name]}
            )
            field.widget.input_type = {"mail": "email", "phone": "tel"}.get(name, "text")
        return field

    def clean_mail(self) -> str:
        """Takes an address that an answer can be sent to."""
        typed = self.cleaned_data["mail"]
        if typed and not normalise_address(typed):
            raise ValidationError(_("This is not a mail address. It should look like name@company.example."))
        return normalise_address(typed)

    def clean_phone(self) -> str:
        """Takes a number that can be called."""
        typed = str(self.cleaned_data["phone"])
        if typed and not parse_phone(typed).is_known and sum(c.isdigit() for c in typed) < 5:
            raise ValidationError(_("This is not a telephone number. Write it with area or country code."))
        return typed

    def clean(self) -> dict[str, Any]:
        """Asks for a way to answer: without one nobody can."""
        data = super().clean() or {}
        ways = {"mail", "phone"} & set(self.fields)
        if ways and not ways & set(self.errors) and not any(data.get(way) for way in ways):
            way = "mail" if "mail" in ways else "phone"
            self.add_error(way, _("How can we answer you? Write a mail address or a telephone number."))
        return data

    def submission(self, language: str) -> Submission:
        """Returns what was sent, as the action takes it."""
        texts = {key: str(value) for key, value in self.cleaned_data.items() if key != "consent" and value}
        return Submission(
            values=texts,
            consent=bool(self.cleaned_data.get("consent")),
            trap=str(self.data.get(TRAP, ""))[:200],
            language=language,
            page=str(self.data.get("page", ""))[:300],
        )


class WebFormForm(forms.ModelForm[WebForm]):
    """How a web form is set up."""

    line = forms.ModelChoiceField(label=gettext_lazy("Line that answers"), queryset=Line.objects.none())
    topic_lines = forms.CharField(
        label=gettext_lazy("Topics"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One a line: English | 中文"),
    )
    origin_lines = forms.CharField(
        label=gettext_lazy("Sites that may show it"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "One a line, such as https://www.company.example. Without any it stands alone."
        ),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = WebForm
        fields = (
            "name",
            "slug",
            "line",
            "title_en",
            "title_zh",
            "intro_en",
            "intro_zh",
            "thanks_en",
            "thanks_zh",
            "is_active",
        )
        widgets = {
            key: forms.Textarea(attrs={"rows": 3})
            for key in ("intro_en", "intro_zh", "thanks_en", "thanks_zh")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].queryset = Line.objects.filter(is_active=True)  # type: ignore[attr-defined]
        form = self.instance
        self.initial.setdefault("topic_lines", "\n".join(" | ".join(pair) for pair in form.topics))
        self.initial.setdefault("origin_lines", "\n".join(form.origins))
        known = {item["name"]: item for item in form.fields}
        for name in FIELDS:
            shown, required = name in known, bool(known.get(name, {}).get("required"))
            choice = "required" if required else "shown" if shown else "no"
            self.fields[f"ask_{name}"] = forms.ChoiceField(
                label=LABELS[name],
                choices=(
                    ("no", gettext_lazy("not asked")),
                    ("shown", gettext_lazy("asked")),
                    ("required", gettext_lazy("must be filled in")),
                ),
                initial=choice if form.pk else "required" if name in {"name", "mail", "message"} else "no",
            )

    def clean_origin_lines(self) -> list[str]:
        """Takes origins only: a scheme and a host."""
        found = []
        for line in self.cleaned_data["origin_lines"].split():
            origin = clean_origin(line)
            if not origin:
                raise ValidationError(
                    _("“%(line)s” is not a site. Write it like https://www.company.example, without a path.")
                    % {"line": line}
                )
            found.append(origin)
        return found

    def clean(self) -> dict[str, Any]:
        """Asks for a way to answer, and for topics where a topic is asked."""
        data = super().clean() or {}
        if data.get("ask_mail") == "no" and data.get("ask_phone") == "no":
            self.add_error(
                "ask_mail", _("Ask for a mail address or a telephone number: else nobody can answer.")
            )
        if data.get("ask_topic") != "no" and not data.get("topic_lines", "").strip():
            self.add_error("topic_lines", _("Write at least one topic, or do not ask for it."))
        if not data.get("title_en") and not data.get("title_zh"):
            self.add_error("title_en", _("Give the form a title in at least one language."))
        return data

    @property
    def asking(self) -> list[Any]:
        """Lists the fields that say what the public is asked."""
        return [self[f"ask_{name}"] for name in FIELDS]

    def values(self) -> dict[str, Any]:
        """Returns what the action takes."""
        data = self.cleaned_data
        plain = {key: data[key] for key in self.Meta.fields if key != "line"}
        asked = [
            {"name": name, "required": data[f"ask_{name}"] == "required"}
            for name in FIELDS
            if data[f"ask_{name}"] != "no"
        ]
        return {
            **plain,
            "line_id": data["line"].pk,
            "fields": asked,
            "topics": topic_pairs(data["topic_lines"].splitlines()),
            "origins": data["origin_lines"],
        }
