from django import forms
from django.utils.translation import gettext_lazy as _

from zhiji.channels.lines.models import Line
from zhiji.kernel.access.models import Role
from zhiji.kernel.users.models import Team, User


class UserForm(forms.ModelForm):
    """A member of staff: who they are, their team and roles."""

    class Meta:
        model = User
        fields = ("email", "name", "title", "team", "roles", "is_active")
        labels = {
            "email": _("Mail address"),
            "name": _("Name"),
            "title": _("Job title"),
            "team": _("Team"),
            "roles": _("Roles"),
            "is_active": _("May sign in"),
        }
        widgets = {"roles": forms.CheckboxSelectMultiple}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["roles"].required = True
        if self.instance.pk:
            self.fields["email"].disabled = True
        else:
            del self.fields["is_active"]

    def clean_email(self) -> str:
        """Mail addresses are the same in capital and small letters."""
        return str(self.cleaned_data["email"]).lower()


class TeamForm(forms.ModelForm):
    """A team and the one it belongs to."""

    class Meta:
        model = Team
        fields = ("name", "parent")
        labels = {"name": _("Name"), "parent": _("Part of the team")}


class RoleForm(forms.ModelForm):
    """A new role."""

    class Meta:
        model = Role
        fields = ("name", "slug")
        labels = {"name": _("Name"), "slug": _("Short name")}
        help_texts = {"slug": _("Small letters and dashes; it stands in records of what was done.")}


class LineForm(forms.ModelForm):
    """A mail line: the address, what it is for, and where its mail is fetched and sent."""

    imap_secret = forms.CharField(
        label=_("IMAP password"),
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Leave empty to keep the one that is set."),
    )
    smtp_secret = forms.CharField(
        label=_("SMTP password"),
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Leave empty to keep the one that is set."),
    )

    class Meta:
        model = Line
        fields = (
            "name", "address", "brand", "purpose", "team", "signature", "is_active",
            "imap_url", "imap_secret", "smtp_url", "smtp_secret",
        )  # fmt: skip
        labels = {
            "name": _("Name"),
            "address": _("Mail address"),
            "brand": _("Brand"),
            "purpose": _("Purpose"),
            "team": _("Team"),
            "signature": _("Signature"),
            "is_active": _("In use"),
            "imap_url": _("IMAP mailbox"),
            "smtp_url": _("SMTP server"),
        }
        help_texts = {
            "imap_url": _(
                "For example imaps://user@mail.example.com/INBOX. Empty: mail comes in by our own server only."
            ),
            "smtp_url": _(
                "For example smtp+tls://user@mail.example.com:587. Empty: the installation's own server."
            ),
        }

    def clean_address(self) -> str:
        """Checks that the line has a mail address."""
        address = str(self.cleaned_data["address"]).strip().lower()
        return str(forms.EmailField().clean(address))

    def values(self) -> dict[str, object]:
        """Returns what was typed; a password left empty is not among it."""
        data = {
            key: value
            for key, value in self.cleaned_data.items()
            if key not in {"imap_secret", "smtp_secret"}
        }
        data |= {
            key: self.cleaned_data[key] for key in ("imap_secret", "smtp_secret") if self.cleaned_data[key]
        }
        return {**data, "channel": "mail"}
