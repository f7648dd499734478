"""The weight of one pair, and what it is made of: for a new record on arrival, and for the review queue's waterfall."""

import math
from dataclasses import dataclass
from typing import Any

from zhiji.customers.identity.matching.clustering import contradict
from zhiji.customers.identity.matching.comparisons import Comparison, owned
from zhiji.customers.identity.matching.organisations import COMPARISONS as ORGANISATIONS
from zhiji.customers.identity.matching.parameters import Parameters
from zhiji.customers.identity.matching.persons import COMPARISONS as PERSONS
from zhiji.customers.identity.matching.persons import RENAMED
from zhiji.customers.identity.matching.records import Kind, MatchRecord

# The rule that stands against two who share nothing of their own.
LACKING: dict[Kind, str] = {"person": "own", "organisation": "named"}
_OWN_PERSONS, _OWN_ORGANISATIONS = owned(PERSONS), owned(ORGANISATIONS)


@dataclass(frozen=True)
class Step:
    """One step of the waterfall: a field, the grade it reached, both values, what it weighs in bits."""

    field: str
    grade: str
    left: Any
    right: Any
    weight: float


@dataclass(frozen=True)
class Evidence:
    """All that speaks for and against two records being the same. `forbidden` names a hard rule that stands against."""

    weight: float
    steps: tuple[Step, ...]
    forbidden: str = ""

    @property
    def probability(self) -> float:
        """The probability that both mean the same, as the model sees it (0 to 1)."""
        return probability_of(self.weight)


def probability_of(weight: float) -> float:
    """Turns a weight in bits into a probability: 0 bits are one half, 10 bits 0.999."""
    if weight > 60:
        return 1.0
    odds = math.pow(2.0, weight)
    return odds / (1.0 + odds)


def score_pair(left: MatchRecord, right: MatchRecord, parameters: Parameters) -> Evidence:
    """Tells how surely two records mean the same, and why.

    Takes both records and the learned parameters; the weight is the sum of the steps, the first of which is the
    prior. Source: Fellegi and Sunter, "A Theory for Record Linkage", 1969.
    """
    steps = [Step("prior", "prior", None, None, parameters.prior_weight)]
    steps += [_step(one, left, right, parameters) for one in parameters.comparisons()]
    return Evidence(sum(step.weight for step in steps), tuple(steps), forbidden(left, right))


def forbidden(left: MatchRecord, right: MatchRecord) -> str:
    """Names the hard rule by which two records are never merged by themselves, or "".

    "tax": both have verified tax numbers and share none. "identity": the same for other verified identities of one
    scheme. "branch": a branch and its head, or two branches. "given": two persons of different given names, who may
    be relatives or colleagues, whatever they share. "family": the same for family names. "own": two persons who share
    no more than a name and a place. "named": two organisations of different names who share no more than a town and
    somebody of one name. "strangers": two persons of whom neither the given nor the family names are alike, and who
    have no mail and no birth date in common.
    """
    one, other = claims_of(left), claims_of(right)
    is_renamed = left.kind != "person" or RENAMED.holds(left, right)
    return rule_against(left.kind, one, other, owned=_share_own(left, right), renamed=is_renamed)


def rule_against(
    kind: Kind, one: frozenset[str], other: frozenset[str], *, owned: bool, renamed: bool
) -> str:
    """Names the hard rule that stands against two, or "", by what each proves or says to be (see `claims_of`).

    owned: they share what is one's own. renamed: they may be one person under two names (persons.py).
    """
    said = contradiction(one, other)
    if said == "given" and not renamed and contradict(_of("family", one), _of("family", other)):
        return "strangers"
    return said or ("" if owned else LACKING[kind])


def _of(scheme: str, claims: frozenset[str]) -> frozenset[str]:
    return frozenset(claim for claim in claims if claim.startswith(f"{scheme}:"))


def contradiction(one: frozenset[str], other: frozenset[str]) -> str:
    """Names the rule by which what two prove or say to be (see `claims_of`) makes them two, or ""."""
    if not contradict(one, other):
        return ""
    for scheme in ("tax", "branch", "given", "family"):
        if contradict(_of(scheme, one), _of(scheme, other)):
            return scheme
    return "identity"


def claims_of(record: MatchRecord) -> frozenset[str]:
    """Returns what a record proves or says to be, as "scheme:value", of which two may not be one by themselves."""
    claims = [*(f"tax:{number}" for number in record.tax or ()), *(record.identities or ())]
    if record.kind == "organisation" and record.brand:
        claims.append(f"branch:{record.branch or ''}")
    if record.kind == "person" and record.given:
        claims.append(f"given:{record.given}")
    if record.kind == "person" and record.family:
        claims.append(f"family:{record.family}")
    return frozenset(claims)


def _share_own(left: MatchRecord, right: MatchRecord) -> bool:
    """Tells whether two have in common what is one's own."""
    return any(
        one.holds(left, right) for one in (_OWN_PERSONS if left.kind == "person" else _OWN_ORGANISATIONS)
    )


def _step(one: Comparison, left: MatchRecord, right: MatchRecord, parameters: Parameters) -> Step:
    place = one.grade_of(left, right)
    if place < 0:
        return Step(one.field, "lacking", _shown(one, left), _shown(one, right), 0.0)
    weight = parameters.weight(one.field, place)
    column = one.grades[place].frequency
    if column:
        weight += _rarity(parameters.others[one.field][place], left, right, column)
    return Step(one.field, one.grades[place].code, _shown(one, left), _shown(one, right), weight)


def _rarity(usual: float, left: MatchRecord, right: MatchRecord, column: str) -> float:
    """A value that many hold says less: log2 of the usual chance by the chance of this very value."""
    one, other = getattr(left, f"tf_{column}"), getattr(right, f"tf_{column}")
    chances = [chance for chance in (one, other) if chance is not None]
    return math.log2(usual) - math.log2(max(chances)) if chances else 0.0


def _shown(one: Comparison, record: MatchRecord) -> Any:
    values = [getattr(record, column) for column in one.shown]
    known = [value for value in values if value is not None]
    if not known:
        return None
    return known[0] if len(one.shown) == 1 else " ".join(str(value) for value in known)
