from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from zhiji.kernel.notifications.models import NotificationChoice
from zhiji.kernel.users.models import User


class ProfileForm(forms.ModelForm):
    """What a user says about themselves, and how Zhiji speaks to them."""

    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)

    class Meta:
        model = User
        fields = ("name", "title", "language", "time_zone", "signature")
        labels = {
            "name": _("Name"),
            "title": _("Job title"),
            "language": _("Language"),
            "signature": _("Signature under my messages"),
        }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        zones = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
        default = _("As the company: %(zone)s") % {"zone": settings.TIME_ZONE}
        self.fields["time_zone"].choices = [("", default), *((zone, zone) for zone in zones)]  # type: ignore[attr-defined]
        self.fields["language"].choices = [("", _("As my browser says")), *settings.LANGUAGES]  # type: ignore[attr-defined]


class NotificationChoicesForm(forms.Form):
    """For each kind of notice whether it is shown in the page, and how it comes by mail."""

    def __init__(self, choices: list[dict[str, object]], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.kinds = [choice["kind"] for choice in choices]
        for choice in choices:
            slug = choice["kind"].slug  # type: ignore[attr-defined]
            self.fields[f"page_{slug}"] = forms.BooleanField(required=False, initial=choice["in_page"])
            self.fields[f"mail_{slug}"] = forms.ChoiceField(
                choices=NotificationChoice.Mail.choices, initial=choice["mail"]
            )

    def rows(self) -> list[tuple[object, forms.BoundField, forms.BoundField]]:
        """Lists the kinds with their two fields."""
        return [
            (kind, self[f"page_{kind.slug}"], self[f"mail_{kind.slug}"])  # type: ignore[attr-defined]
            for kind in self.kinds
        ]

    def chosen(self) -> dict[str, tuple[bool, str]]:
        """Returns what was chosen for each kind."""
        data = self.cleaned_data
        return {
            kind.slug: (data[f"page_{kind.slug}"], data[f"mail_{kind.slug}"])  # type: ignore[attr-defined]
            for kind in self.kinds
        }
