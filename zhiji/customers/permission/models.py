from django.db import models
from django.utils.translation import gettext_lazy as _


class Permission(models.Model):
    """What a customer allowed or refused on a channel for a purpose, as a ledger that only grows."""

    class Purpose(models.TextChoices):
        SERVICE = "service", _("answers and service")
        MARKETING = "marketing", _("offers and news")
        SURVEY = "survey", _("surveys")

    class State(models.TextChoices):
        GRANTED = "granted", _("granted")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="permissions")
    channel = models.CharField(max_length=10, blank=True)
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    state = models.CharField(max_length=10, choices=State.choices)
    at = models.DateTimeField(auto_now_add=True)
    how = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.channel} {self.purpose} {self.state}"
