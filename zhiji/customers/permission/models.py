from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Permission(models.Model):
    """What a customer allowed or refused, as a ledger that only grows; channel or purpose "" speaks of all."""

    class Purpose(models.TextChoices):
        SERVICE = "service", _("answers and service")
        MARKETING = "marketing", _("offers and news")
        SURVEY = "survey", _("surveys")

    class State(models.TextChoices):
        GRANTED = "granted", _("granted")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")
        EXPIRED = "expired", _("expired")

    class By(models.TextChoices):
        FORM = "form", _("a form they filled in")
        PORTAL = "portal", _("the portal")
        MAIL = "mail", _("a mail of theirs")
        CALL = "call", _("a call")
        LETTER = "letter", _("a letter")
        VISIT = "visit", _("said face to face")
        CONTRACT = "contract", _("a contract they signed")
        STAFF = "staff", _("our own note")
        IMPORT = "import", _("an imported list")
        MERGE = "merge", _("two records became one")

    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="permissions")
    channel = models.CharField(_("channel"), max_length=10, blank=True)
    purpose = models.CharField(_("purpose"), max_length=10, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    at = models.DateTimeField(_("said on"), default=timezone.now)
    how = models.CharField(_("how, in detail"), max_length=200, blank=True)
    by = models.CharField(_("how they said it"), max_length=10, choices=By.choices, default=By.STAFF)
    words = models.TextField(_("words they were shown"), blank=True)
    proof = models.ForeignKey("kernel.StoredFile", models.PROTECT, null=True, related_name="+")
    proof_name = models.CharField(max_length=200, blank=True)
    valid_until = models.DateTimeField(_("valid until"), null=True, blank=True)
    noted_at = models.DateTimeField(default=timezone.now)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    noted_by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.channel} {self.purpose} {self.state}"


class Restriction(models.Model):
    """A customer's data rest: they may be seen and not used (GDPR Art. 18), until it is lifted."""

    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="restrictions")
    since = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=200, blank=True)
    lifted_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.customer_id} since {self.since}"


class Suppression(models.Model):
    """A keyed hash of an address or number of somebody who was erased: nothing begun by us goes there again."""

    digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.digest[:12]


class Touch(models.Model):
    """One message that counts towards the caps: anything but an answer to a question, on any channel."""

    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="touches", db_index=False)
    channel = models.CharField(max_length=10)
    purpose = models.CharField(max_length=10)
    at = models.DateTimeField()
    key = models.CharField(max_length=80, unique=True)

    class Meta:
        indexes = [models.Index(fields=["customer", "-at"], name="touch_of_customer")]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.channel} {self.purpose}"


class ContactRule(models.Model):
    """How often customers are written to, and whether a purpose needs a grant; purpose "" is for all together."""

    purpose = models.CharField(max_length=10, unique=True, blank=True)
    needs_grant = models.BooleanField(_("needs agreement"), default=True)
    per_day = models.PositiveSmallIntegerField(_("in 24 hours"), null=True, blank=True)
    per_week = models.PositiveSmallIntegerField(_("in 7 days"), null=True, blank=True)
    per_month = models.PositiveSmallIntegerField(_("in 30 days"), null=True, blank=True)

    def __str__(self) -> str:
        return self.purpose or "all"


class QuietTime(models.Model):
    """The hours and days of the week on which nothing but answers goes out; there is one such record."""

    begin = models.TimeField(_("quiet from"))
    end = models.TimeField(_("quiet until"))
    weekdays = models.JSONField(default=list)
    keeps_holidays = models.BooleanField(_("nothing on holidays"), default=True)
    country = models.CharField(_("country of the holidays"), max_length=2, default="CN")

    def __str__(self) -> str:
        return f"{self.begin}–{self.end}"


class Holiday(models.Model):
    """A day on which nothing but answers goes out."""

    day = models.DateField(_("day"), unique=True)
    name = models.CharField(_("name"), max_length=100)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
