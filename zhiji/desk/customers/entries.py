"""Timeline entries made ready for the page: under their day, with icon, link and what may be done to them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhiji.customers.timeline.models import TimelineEntry
from zhiji.customers.timeline.registry import DEFAULT_TEMPLATE, KINDS, EntryKind, kind_of
from zhiji.desk.customers.signs import sign
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.modules.registry import is_on
from zhiji.ui.shown import short_date

# So much of a text is shown at once; the rest unfolds.
SHORT = 420
SHORT_LINES = 6
FIRST = ("message", "note")


@dataclass(frozen=True)
class ShownEntry:
    """One entry: templates names its own template first, then the plain one; head and rest are its text in two parts.

    clock is the time of day, exact the whole time for the hover.
    """

    entry: TimelineEntry
    kind: EntryKind
    url: str
    sign: SafeString
    clock: str
    exact: str
    templates: tuple[str, ...]
    head: str
    rest: str
    removable: bool


@dataclass(frozen=True)
class Day:
    """The entries of one day; label is "" where the page before has shown it already."""

    label: str
    entries: list[ShownEntry] = field(default_factory=list)


def shown_entry(entry: TimelineEntry, actor: Actor, date_text: str = "") -> ShownEntry:
    """Makes one entry ready; a link into a module that is off is left out. date_text is the day in full."""
    kind = kind_of(entry.kind)
    opens = kind.url is not None and entry.ref_id is not None and is_on(kind.module)
    head, rest = fold_text(entry.text)
    clock = f"{timezone.localtime(entry.at):%H:%M}"
    return ShownEntry(
        entry=entry,
        kind=kind,
        url=kind.url(entry.ref_id) if opens else _conversation_url(entry),
        sign=sign("corner-up-left" if entry.direction == "out" else kind.icon, str(kind.label)),
        clock=clock,
        exact=f"{date_text} {clock}".strip(),
        templates=(kind.template, DEFAULT_TEMPLATE),
        head=head,
        rest=rest,
        removable=entry.kind == "note" and entry.ref_kind == "" and actor.may("note.add"),
    )


def _conversation_url(entry: TimelineEntry) -> str:
    conversation = entry.data.get("conversation")
    return f"/inbox/{conversation}" if conversation else ""


def fold_text(text: str) -> tuple[str, str]:
    """Splits a long text into what is shown at once and what unfolds; a little more than allowed is not folded."""
    lines = text.splitlines()
    if len(lines) <= SHORT_LINES + 2 and len(text) <= SHORT * 1.3:
        return text, ""
    head = "\n".join(lines[:SHORT_LINES])
    if len(head) > SHORT:
        cut = head.rfind(" ", SHORT // 2, SHORT)
        head = head[: cut if cut > 0 else SHORT]
    return head.rstrip(), text[len(head) :].strip("\n")


def days_of(entries: Iterable[TimelineEntry], actor: Actor, shown: date | None = None) -> list[Day]:
    """Groups entries, newest first, by day in the reader's time zone; shown is a day that has its mark already."""
    days: list[Day] = []
    current, text = None, ""
    for entry in entries:
        day = timezone.localdate(entry.at)
        if day != current:
            current, text = day, date_format(day, "DATE_FORMAT")
            days.append(Day("" if day == shown else day_label(day)))
        days[-1].entries.append(shown_entry(entry, actor, text))
    return days


def day_label(day: date) -> str:
    """Says a day as people do: today, yesterday, else its date with the weekday."""
    today = timezone.localdate()
    if day == today:
        return _("Today")
    if day == today - timedelta(days=1):
        return _("Yesterday")
    noon = timezone.make_aware(datetime.combine(day, time(12)))
    return (
        f"{short_date(noon)} {date_format(day, 'D')}" if abs((today - day).days) < 300 else short_date(noon)
    )


def kinds_shown() -> list[dict[str, Any]]:
    """Lists the kinds of entry that a timeline can be narrowed to, in modules that are on."""
    known = [kind for kind in KINDS.values() if is_on(kind.module) and not kind.is_seldom]
    known.sort(key=lambda kind: FIRST.index(kind.slug) if kind.slug in FIRST else len(FIRST))
    return [{"slug": kind.slug, "label": kind.label} for kind in known]
