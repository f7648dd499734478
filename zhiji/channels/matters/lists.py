"""Parts of the lists of matters: filters, acts on many rows, moves on the board, and how they are taken back."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhiji.channels.matters.models import Matter
from zhiji.channels.matters.queries import last_act
from zhiji.kernel.errors import Refused
from zhiji.ui.lists.spec import Outcome

Rows = QuerySet[Any]


def equal(field: str) -> Callable[[Rows, Any], Rows]:
    """Makes a filter that keeps the rows whose field has the chosen value."""
    return lambda rows, value: rows.filter(**{field: value})


def within_days(field: str) -> Callable[[Rows, tuple[date | None, date | None]], Rows]:
    """Makes a filter that keeps the rows whose time lies between two days, both included, either of them open."""

    def keep(rows: Rows, span: tuple[date | None, date | None]) -> Rows:
        start, end = span
        if start:
            rows = rows.filter(**{f"{field}__gte": _begin_of(start)})
        return rows.filter(**{f"{field}__lt": _begin_of(end + timedelta(days=1))}) if end else rows

    return keep


def _begin_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def undo_url(kind: str, mark: int) -> str:
    """Returns the address that takes back everything the person did to matters of a kind since a mark."""
    return f"{reverse(f'{kind}_undo')}?after={mark}&until={last_act()}"


def moved(kind: str, move: Callable[[], Any]) -> Outcome:
    """Moves one matter to another state, says where it is now, and how to take that back."""
    mark = last_act()
    matter = move()
    return Outcome(state_words(matter), undo_url(kind, mark))


def state_words(matter: Any) -> str:
    """Says in which state a matter is: “L-000007: qualified”."""
    return _("%(number)s: %(state)s") % {"number": matter.number, "state": matter.get_state_display()}


def each(
    model: type[Matter], ids: list[int], act: Callable[[int], object], words: Callable[[int], str]
) -> Outcome:
    """Does one act on each matter; what may not be done is left out and counted; all of it can be undone.

    words says how many were changed.
    """
    mark, refused = last_act(), 0
    for key in ids:
        try:
            act(key)
        except Refused:
            refused += 1
    done = len(ids) - refused
    text = words(done)
    if refused:
        left = ngettext("%(count)s left as it was", "%(count)s left as they were", refused)
        text = f"{text} · {left % {'count': refused}}"
    undo = undo_url(model.access_object, mark) if done else ""
    return Outcome(text, undo, "warning" if refused else "success")
