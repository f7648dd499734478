"""Two customers side by side: every value with its source, what differs, and what would become of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from zhiji.customers.identity.merging.queries import clashes_of, survivor_between
from zhiji.customers.identity.pairs.models import MatchPair
from zhiji.customers.identity.pairs.rules import probability
from zhiji.customers.parties.models import Affiliation, Customer
from zhiji.customers.sources.golden import Golden, make_golden
from zhiji.customers.sources.held import Held, orders_kept
from zhiji.customers.sources.queries import held_of
from zhiji.customers.sources.rules import Choice
from zhiji.customers.timeline.models import TimelineEntry
from zhiji.desk.customers.told import field_label, kept_names, value_text
from zhiji.desk.matching.words import FORBIDDEN, field_name, grade_text, value_shown
from zhiji.ui.shown import short_date

LEFT_OUT = frozenset({"kind", "sort_name", "family_name", "given_name"})
ENTRIES = 1000
LACKING = "lacking"


@dataclass(frozen=True)
class Cell:
    """One value of one side, and where it comes from; is_alone says that the other side lacks it."""

    text: str
    story: str = ""
    is_alone: bool = False


@dataclass(frozen=True)
class Row:
    """One field of both sides, and what it would be afterwards."""

    label: str
    left: tuple[Cell, ...]
    right: tuple[Cell, ...]
    after: tuple[str, ...]
    differs: bool

    @property
    def is_same(self) -> bool:
        """Whether both sides say the very same."""
        return bool(self.left) and [one.text for one in self.left] == [one.text for one in self.right]


@dataclass(frozen=True)
class Bar:
    """One step of the waterfall; start and width are in percent of the whole."""

    label: str
    grade: str
    left: str
    right: str
    weight: float
    start: float
    width: float

    @property
    def tone(self) -> str:
        """Whether the step speaks for one customer, against it, or for neither."""
        return "for" if self.weight > 0.05 else "against" if self.weight < -0.05 else "none"

    @property
    def signed(self) -> str:
        """The step's weight with its sign."""
        return bits(self.weight)


@dataclass(frozen=True)
class Comparison:
    """All that the page shows of a pair."""

    pair: MatchPair
    sides: tuple[Customer, Customer]
    rows: tuple[Row, ...]
    bars: tuple[Bar, ...]
    unknown: tuple[str, ...]  # fields that could not be compared, for one side lacks them
    percent: str
    survivor_id: int
    warning: str = ""
    forbidden: str = ""

    @property
    def total(self) -> str:
        """What all steps come to, with its sign."""
        return bits(self.pair.weight)

    @property
    def is_same(self) -> bool:
        """Whether it is asked if both are one, rather than if they belong together."""
        return self.pair.proposal == MatchPair.Proposal.SAME

    @property
    def above(self) -> Customer | None:
        """The side that stands above in the relation that is proposed."""
        return next((one for one in self.sides if one.pk == self.pair.above_id), None)

    @property
    def below(self) -> Customer:
        """The side that stands below, or simply the one named first."""
        return next((one for one in self.sides if one.pk != self.pair.above_id), self.sides[0])


def compare(pair: MatchPair) -> Comparison:
    """Puts the two customers of a pair side by side."""
    sides = (pair.left, pair.right)
    held = [_held(one) for one in sides]
    orders = orders_kept()
    views = [view for one, _golden in held for view in one.views()]
    after = make_golden(views, kind=pair.left.kind, orders=orders)
    names = kept_names() | {view.source: view.source_name for view in views}
    rows = [*_fields(held[0][1], held[1][1], after, names), *_people(held, sides), *_history(sides)]
    clash = clashes_of(pair.left_id, pair.right_id)
    steps = pair.evidence.get("steps", ())
    return Comparison(
        pair=pair,
        sides=sides,
        rows=tuple(rows),
        bars=tuple(waterfall(step for step in steps if step["grade"] != LACKING)),
        unknown=tuple(field_name(step["field"]) for step in steps if step["grade"] == LACKING),
        percent=percent(probability(pair.weight)),
        survivor_id=survivor_between(pair.left_id, pair.right_id),
        warning=_("%(one)s and %(other)s are both verified.")
        % {"one": clash[0][0].value, "other": clash[0][1].value}
        if clash
        else "",
        forbidden=str(FORBIDDEN.get(pair.evidence.get("forbidden", ""), "")),
    )


def bits(weight: float) -> str:
    """Writes a weight of evidence with one place behind the point and its sign, which stands apart from a hyphen."""
    shown = f"{abs(weight):.1f}"
    return shown if shown == "0.0" else f"{'+' if weight > 0 else '−'}{shown}"


def percent(share: float) -> str:
    """Writes a probability so that 99.99 % does not become 100 %."""
    if share > 0.9999:
        return "> 99.99 %"
    return f"{share * 100:.2f} %" if share > 0.99 else f"{share * 100:.0f} %"


def waterfall(steps: Iterable[Mapping[str, Any]]) -> list[Bar]:
    """Places the steps of the evidence one after the other, from nothing to the whole weight."""
    ends = [0.0]
    steps = list(steps)
    for step in steps:
        ends.append(ends[-1] + float(step["weight"]))
    low, high = min(ends), max(ends)
    span = (high - low) or 1.0
    return [
        Bar(
            label=field_name(step["field"]),
            grade=grade_text(step["grade"]),
            left=value_shown(step.get("left")),
            right=value_shown(step.get("right")),
            weight=float(step["weight"]),
            start=round((min(before, end) - low) / span * 100, 1),
            width=max(round(abs(end - before) / span * 100, 1), 0.8),
        )
        for step, before, end in zip(steps, ends, ends[1:], strict=False)
    ]


def _held(customer: Customer) -> tuple[Held, Golden]:
    roles = list(Affiliation.objects.filter(person=customer)) if customer.is_person else []
    return held_of(customer, roles=roles)


def _fields(left: Golden, right: Golden, after: Golden, names: Mapping[str, str]) -> list[Row]:
    plain = [name for name in {**left.plain, **right.plain} if name not in LEFT_OUT]
    rows = [
        _row(field_label(name), *_chosen(name, (left.plain, right.plain, after.plain), names))
        for name in plain
    ]
    kinds = dict.fromkeys(key.kind for key in (*left.points, *right.points))
    for kind in kinds:
        sides = [
            {str(key): choice for key, choice in golden.points.items() if key.kind == kind}
            for golden in (left, right, after)
        ]
        rows.append(_row(field_label(f"point:{kind}"), *_listed(sides, names)))
    for scheme in dict.fromkeys((*left.identifiers, *right.identifiers)):
        sides = [
            {key.value: choice for key, choice in golden.numbers.items() if key.scheme == scheme}
            for golden in (left, right, after)
        ]
        rows.append(_row(field_label(f"identifier:{scheme}"), *_listed(sides, names)))
    return rows


def _row(label: str, left: Sequence[Cell], right: Sequence[Cell], after: Sequence[str]) -> Row:
    differs = bool(left and right) and {one.text for one in left} != {one.text for one in right}
    return Row(label, tuple(left), tuple(right), tuple(after), differs)


def _chosen(
    name: str, sides: Sequence[Mapping[str, Choice]], names: Mapping[str, str]
) -> tuple[list[Cell], list[Cell], list[str]]:
    cells = [
        [Cell(value_text(name, side[name].value), _story(side[name], names))] if name in side else []
        for side in sides[:2]
    ]
    return cells[0], cells[1], [value_text(name, sides[2][name].value)] if name in sides[2] else []


def _listed(
    sides: Sequence[Mapping[str, Choice]], names: Mapping[str, str]
) -> tuple[list[Cell], list[Cell], list[str]]:
    left, right, after = sides
    shown = [
        [
            Cell(value_text("point", choice.value), _story(choice, names), is_alone=key not in other)
            for key, choice in side.items()
        ]
        for side, other in ((left, right), (right, left))
    ]
    return shown[0], shown[1], [value_text("point", choice.value) for choice in after.values()]


def _story(choice: Choice, names: Mapping[str, str]) -> str:
    winner = choice.winner
    frame = '{}, <span class="text-nowrap">{}</span>'
    return format_html(frame, names.get(winner.source, winner.source), short_date(winner.at))


def _people(held: Sequence[tuple[Held, Golden]], sides: Sequence[Customer]) -> list[Row]:
    """Where persons work; organisations are named as they are called now."""
    if not sides[0].is_person:
        return []
    roles = Affiliation.objects.filter(person__in=[one.pk for one in sides], ended_at=None)
    texts: dict[int, list[str]] = {one.pk: [] for one in sides}
    for role in roles.select_related("organisation").order_by("-is_primary", "id"):
        texts[role.person_id].append(" · ".join(filter(None, (role.organisation.name, role.title))))
    left, right = (texts[one.pk] for one in sides)
    if not left and not right:
        return []
    cells = [
        [Cell(text, is_alone=text not in other) for text in mine]
        for mine, other in ((left, right), (right, left))
    ]
    return [_row(_("Works for"), cells[0], cells[1], list(dict.fromkeys((*left, *right))))]


def _history(sides: Sequence[Customer]) -> list[Row]:
    def facts(customer: Customer) -> tuple[str, str, str]:
        entries = TimelineEntry.objects.filter(customer=customer)[:ENTRIES].count()
        last = short_date(customer.last_contact_at) if customer.last_contact_at else "—"
        return str(customer.owner or "—"), last, str(entries) if entries < ENTRIES else f"{ENTRIES}+"

    labels = (_("Owner"), _("Last contact"), _("Entries on the timeline"))
    left, right = (facts(one) for one in sides)
    return [
        Row(str(capfirst(label)), (Cell(one),), (Cell(other),), (), differs=False)
        for label, one, other in zip(labels, left, right, strict=True)
    ]
