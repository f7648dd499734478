"""What the desk shows of permissions: a customer's ledger as a table of what holds now, and the rules for all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from zhiji.customers.parties.models import Customer
from zhiji.customers.permission.kept import set_rules
from zhiji.customers.permission.models import ContactRule, Holiday, Permission, QuietTime
from zhiji.customers.permission.queries import ledger_of, statement_of
from zhiji.customers.permission.registry import ANSWERS, CHANNEL_LABELS, PURPOSES, Purpose
from zhiji.customers.permission.rules import CHANNELS, NO, Question, Statement, covers, word
from zhiji.desk.customers.queries import data_rest, said_by
from zhiji.kernel.access.actor import Actor
from zhiji.ui.shown import exact_time, short_date

TONES = {"granted": "good", "refused": "bad", "withdrawn": "bad", "expired": "warn"}


@dataclass(frozen=True)
class Cell:
    """What holds for some channels: their names, the state, since when, and the story shown on hover."""

    channels: str
    state: str
    tone: str
    since: Any
    story: str


@dataclass(frozen=True)
class Row:
    """What holds for one purpose; note says what that means where nothing was said."""

    purpose: Purpose
    cells: list[Cell]
    note: str


def permission_panel(actor: Actor, customer: Customer) -> dict[str, Any]:
    """Gives the panel beside a customer what they allowed, and what the actor may do."""
    ledger = said_by(customer)
    return {
        "rows": rows_of(ledger),
        "general": _general(ledger),
        "is_restricted": data_rest(customer),
        "may_note": actor.may("permission.note"),
        "count": len(ledger),
    }


def rows_of(ledger: Sequence[Permission]) -> list[Row]:
    """Works out what holds now for each purpose, channels with the same answer together."""
    lines = [statement_of(line) for line in ledger]
    return [
        Row(purpose, cells := _cells(purpose.slug, ledger, lines), "" if cells else _unsaid(purpose))
        for purpose in PURPOSES.values()
    ]


def _cells(purpose: str, ledger: Sequence[Permission], lines: Sequence[Statement]) -> list[Cell]:
    answers: dict[tuple[str, int], list[str]] = {}
    now = timezone.now()
    for channel in CHANNELS:
        question = Question(channel, purpose, now, is_answer=purpose == ANSWERS)
        said = word(question, lines)
        if said != "silent":
            answers.setdefault((said, _deciding(question, said, lines)), []).append(channel)
    return [_cell(state, ledger[index], channels) for (state, index), channels in answers.items()]


def _deciding(question: Question, said: str, lines: Sequence[Statement]) -> int:
    """Finds the newest line that says what holds; the ledger lists the newest first."""
    kinds = {said, "granted"} if said == "expired" else {said}
    return next((n for n, line in enumerate(lines) if line.state in kinds and covers(line, question)), 0)


def _cell(state: str, line: Permission, channels: list[str]) -> Cell:
    every = len(channels) == len(CHANNELS)
    names = _("all channels") if every else ", ".join(str(CHANNEL_LABELS[one]) for one in channels)
    label = dict(Permission.State.choices)[Permission.State(state)]
    return Cell(names, str(label), TONES[state], line.at, story_of(line))


def story_of(line: Permission) -> str:
    """Says of one line of the ledger how it came about."""
    parts = [exact_time(line.at), line.get_by_display(), line.how]
    if line.noted_by_name:
        parts.append(_("noted by %(name)s") % {"name": line.noted_by_name})
    if line.valid_until:
        parts.append(_("valid until %(day)s") % {"day": short_date(line.valid_until)})
    return " · ".join(str(part) for part in parts if part)


def _unsaid(purpose: Purpose) -> str:
    return _("not asked yet") if set_rules().asks_grant(purpose.slug) else _("allowed")


def _general(ledger: Iterable[Permission]) -> Permission | None:
    """Finds the newest no to everything."""
    return next((line for line in ledger if line.purpose == "" and line.state in NO), None)


def ledger_rows(customer: Customer) -> list[dict[str, Any]]:
    """Lists the whole ledger, newest first, in people's words."""
    return [
        {
            "line": line,
            "channel": CHANNEL_LABELS.get(line.channel, line.channel) if line.channel else _("all channels"),
            "purpose": purpose_label(line.purpose),
            "tone": TONES.get(line.state, ""),
        }
        for line in ledger_of(customer.pk)
    ]


def purpose_label(slug: str) -> str:
    """Names a purpose; "" is everything."""
    return str(PURPOSES[slug].label) if slug in PURPOSES else slug or _("everything")


def proof_of(customer: Customer, key: int) -> Permission | None:
    """Finds a line of the ledger that has a proof."""
    lines = Permission.objects.filter(customer=customer, proof__isnull=False).select_related("proof")
    return lines.filter(pk=key).first()


def contact_rules() -> list[dict[str, Any]]:
    """Lists the rules for all purposes together, then for each; what nobody has set is as an installation begins."""
    rules = {rule.purpose: rule for rule in ContactRule.objects.all()}
    first = next(cap for cap in set_rules().caps if cap.purpose == "")
    start = ContactRule(purpose="", per_day=first.day, per_week=first.week, per_month=first.month)
    rows = [{"slug": "", "label": _("Everything together"), "about": "", "rule": rules.get("", start)}]
    for purpose in PURPOSES.values():
        if not purpose.is_free:
            rule = rules.get(purpose.slug) or ContactRule(
                purpose=purpose.slug, needs_grant=purpose.needs_grant
            )
            rows.append(
                {
                    "slug": purpose.slug,
                    "label": capfirst(str(purpose.label)),
                    "about": purpose.about,
                    "rule": rule,
                    "always_asks": purpose.needs_grant,
                }
            )
    return rows


def quiet_time() -> QuietTime:
    """Returns the quiet hours as they are set, or as an installation begins."""
    quiet = set_rules().quiet
    return QuietTime.objects.first() or QuietTime(begin=quiet.begin, end=quiet.end, weekdays=[])


def holidays_ahead() -> list[Holiday]:
    """Lists the holidays from today on."""
    return list(Holiday.objects.filter(day__gte=timezone.localdate())[:200])
