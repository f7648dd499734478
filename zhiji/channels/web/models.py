from typing import Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def _nothing() -> list[Any]:
    return []


class WebForm(models.Model):
    """A form for a web site; what is sent by it comes in on a line, like a mail."""

    slug = models.SlugField(_("short name in the address"), max_length=60, unique=True)
    name = models.CharField(_("name among ourselves"), max_length=100)
    line = models.ForeignKey(
        "channels.Line", models.PROTECT, related_name="web_forms", verbose_name=_("line that answers")
    )
    title_en = models.CharField(_("title in English"), max_length=150, blank=True)
    title_zh = models.CharField(_("title in Chinese"), max_length=150, blank=True)
    intro_en = models.TextField(_("words above the form in English"), blank=True)
    intro_zh = models.TextField(_("words above the form in Chinese"), blank=True)
    thanks_en = models.TextField(_("thanks in English"), blank=True)
    thanks_zh = models.TextField(_("thanks in Chinese"), blank=True)
    # [{"name": "mail", "required": true}, …] in the order of the page; names are those of rules.FIELDS.
    fields = models.JSONField(default=_nothing)
    # [["Sales", "销售"], …]: what the field “topic” offers.
    topics = models.JSONField(default=_nothing, blank=True)
    # Sites that may show or call the form, such as "https://www.company.example".
    origins = models.JSONField(default=_nothing, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    def words(self, what: str) -> str:
        """Returns title, intro or thanks in the language that is spoken now, else in the other one."""
        own, other = ("zh", "en") if (get_language() or "").startswith("zh") else ("en", "zh")
        return str(getattr(self, f"{what}_{own}") or getattr(self, f"{what}_{other}"))


class WebFormTraffic(models.Model):
    """How often a form was sent from one network within an hour; of the network only a keyed hash is kept."""

    form = models.ForeignKey(WebForm, models.CASCADE, related_name="+")
    network = models.CharField(max_length=32)
    began_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form", "network", "began_at"], name="web_form_traffic_once")
        ]

    def __str__(self) -> str:
        return f"{self.form_id} {self.began_at} {self.count}"
