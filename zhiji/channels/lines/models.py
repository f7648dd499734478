from django.db import models
from django.utils.translation import gettext_lazy as _


class Line(models.Model):
    """One address or number under which we are reached, with its purpose, brand and team."""

    class Purpose(models.TextChoices):
        SUPPORT = "support", _("technical support")
        SALES = "sales", _("sales")
        COMPLAINTS = "complaints", _("complaints")
        GENERAL = "general", _("general")

    name = models.CharField(_("name"), max_length=100)
    channel = models.CharField(_("channel"), max_length=10)
    address = models.CharField(_("address"), max_length=254)
    brand = models.CharField(_("brand"), max_length=100, blank=True)
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose.choices, default=Purpose.GENERAL)
    team = models.ForeignKey("kernel.Team", models.SET_NULL, null=True, blank=True, related_name="+")
    is_active = models.BooleanField(_("in use"), default=True)
    signature = models.TextField(_("signature"), blank=True)
    # Mailboxes polled by IMAP: imaps://user@host:993/INBOX, with the password sealed.
    imap_url = models.CharField(_("IMAP mailbox"), max_length=300, blank=True)
    imap_secret = models.TextField(blank=True)
    # Sending: smtp+tls://user@host:587; "" means the installation's own ZHIJI_SMTP_URL.
    smtp_url = models.CharField(_("SMTP server"), max_length=300, blank=True)
    smtp_secret = models.TextField(blank=True)
    state = models.JSONField(default=dict)
    seen_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["channel", "address"], name="line_address_once")]

    def __str__(self) -> str:
        return self.name
