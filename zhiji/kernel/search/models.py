"""The index: one row per thing that can be found, and the words that can be mistyped."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class TokensField(models.TextField):  # type: ignore[type-arg]
    """The tokens of an entry: words between spaces on SQLite, a tsvector on PostgreSQL; written by SQL."""

    def db_type(self, connection: Any) -> str | None:
        return "tsvector" if connection.vendor == "postgresql" else super().db_type(connection)


class SearchEntry(models.Model):
    """What the index knows of one thing; a new key at each writing makes the newest the greatest."""

    kind = models.CharField(_("kind"), max_length=40)
    object_id = models.BigIntegerField(_("record"))
    title = models.TextField(_("title"))
    subtitle = models.TextField(_("subtitle"), default="", blank=True)
    # The texts besides the title that find it, one a line: w word, p phone (digits, tab, as shown), m mail,
    # n number.
    details = models.TextField(_("other words"), default="", blank=True)
    tokens = TokensField(default="", editable=False)
    owner_id = models.BigIntegerField(_("owner"), null=True, blank=True)
    team_id = models.BigIntegerField(_("team"), null=True, blank=True)
    boost = models.SmallIntegerField(_("weight"), default=0)

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="search_entry_once"),
        ]


class SearchWord(models.Model):
    """A Latin word under itself and under itself less one letter, so that slips of the finger are found."""

    variant = models.CharField(_("variant"), max_length=24)
    word = models.CharField(_("word"), max_length=24)

    class Meta:
        verbose_name = _("known word")
        verbose_name_plural = _("known words")
        constraints = [
            models.UniqueConstraint(fields=["variant", "word"], name="search_word_once"),
        ]
