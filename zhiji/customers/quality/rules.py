"""How good what we know of a customer is, and which question is worth asking next.

Worked examples stand in docs/algorithms/quality.md. All shares are 0 to 1, scores 0 to 100, ages in days.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# What a field is worth knowing, by kind of customer. "reach" is any telephone number or mail address that may work.
WEIGHTS: Mapping[str, Mapping[str, int]] = {
    "person": {
        "name": 15, "mobile": 20, "mail": 20, "organisation": 15, "title": 8, "language": 4,
        "region": 6, "address": 6, "wechat": 6,
    },
    "organisation": {
        "name": 15, "phone": 14, "mail": 10, "address": 14, "tax_number": 15, "category": 10,
        "region": 8, "people": 10, "website": 4,
    },
}  # fmt: skip
# After so many days a value should be asked again; fields that are not named stay fresh.
STALE_AFTER: Mapping[str, int] = {
    "mobile": 540, "phone": 730, "mail": 540, "fax": 730, "wechat": 730, "address": 1095, "organisation": 540,
    "title": 540, "category": 1095, "people": 540, "website": 1095, "name": 1825, "tax_number": 1825,
}  # fmt: skip
PARTS: Mapping[str, float] = {
    "completeness": 0.35,
    "validity": 0.25,
    "freshness": 0.20,
    "agreement": 0.10,
    "uniqueness": 0.10,
}
TOTALS = {kind: sum(weights.values()) for kind, weights in WEIGHTS.items()}
# What a contact point is worth by what trying it showed.
TRIED: Mapping[str, float] = {"works": 1.0, "unknown": 0.8, "fails": 0.0}
# A tax number that nobody verified: its check digits were right when it came in.
UNVERIFIED = 0.9
# What a field of one's own that must be filled in is worth asking for; it counts for no score.
OWN_WEIGHT = 5
# However old, a value may still hold: it lacks a little less than one that fails or is not there.
MAY_HOLD = 0.1
# No question is worth asking for less certainty than this lacks.
SURE = 0.85
# What would raise a score by less points is not worth naming.
LEAST_GAIN = 0.5


@dataclass(frozen=True)
class Known:
    """What is known of one field: whether there is a value, how valid it is, its age, and whether sources disagree.

    validity is 1 for a value that was verified or worked, 0 for one that fails; age is None where nobody said when.
    stale_after None means that the field never ages.
    """

    present: bool = False
    validity: float = 1.0
    age: int | None = None
    stale_after: int | None = None
    disputed: bool = False


NOTHING = Known()
# A value that is there, works, was confirmed today, and that nobody disputes.
CERTAIN = Known(present=True, age=0)


@dataclass(frozen=True)
class Score:
    """A customer's quality: the whole (0–100), its five parts (0–1), and the question worth asking."""

    score: int
    parts: Mapping[str, float]
    question: "Question | None"


@dataclass(frozen=True)
class Question:
    """What to ask next: the field, why (missing, fails, disputed, stale), and what knowing it is worth (0–100)."""

    field: str
    why: str
    worth: float


@dataclass(frozen=True)
class Gain:
    """What a score would gain: the field, what is wrong with it now (as in Question), and the points (0–100)."""

    field: str
    why: str
    points: float


def freshness(age: int | None, stale_after: int | None) -> float:
    """Tells how fresh a value is: 1 until half its time is over, 0.5 when it is stale, 0 at twice its time.

    A value of unknown age counts as half fresh.
    """
    if stale_after is None:
        return 1.0
    if age is None:
        return 0.5
    half = stale_after / 2
    if age <= half:
        return 1.0
    if age <= stale_after:
        return 1.0 - 0.5 * (age - half) / half
    return max(0.0, 0.5 - 0.5 * (age - stale_after) / stale_after)


def certainty(known: Known) -> float:
    """Tells how far a value can be relied on: 0 where there is none, 1 for a fresh, valid, undisputed one."""
    if not known.present:
        return 0.0
    return known.validity * freshness(known.age, known.stale_after) * (0.5 if known.disputed else 1.0)


def score(kind: str, fields: Mapping[str, Known], *, likeness: float = 0.0, activity: float = 0.0) -> Score:
    """Scores what is known of a customer of this kind (person, organisation) from its fields.

    likeness is the probability that another record is the same customer (0 where none is suspected); activity says
    how much we have to do with them (0–1, see `activity_of`), which makes their questions worth more.
    """
    parts = _parts(kind, fields, likeness)
    whole = sum(PARTS[name] * value for name, value in parts.items())
    rounded = {name: round(value, 3) for name, value in parts.items()}
    return Score(round(100 * whole), rounded, question(kind, fields, activity=activity))


def _parts(kind: str, fields: Mapping[str, Known], likeness: float) -> dict[str, float]:
    have = valid = fresh = agreed = 0.0
    for name, weight in WEIGHTS[kind].items():
        one = fields.get(name)
        if one is not None and one.present:
            have += weight
            valid += weight * one.validity
            fresh += weight * freshness(one.age, one.stale_after)
            agreed += 0 if one.disputed else weight
    return {
        "completeness": have / TOTALS[kind],
        "validity": valid / have if have else 0.0,
        "freshness": fresh / have if have else 0.0,
        "agreement": agreed / have if have else 0.0,
        "uniqueness": 1.0 - min(max(likeness, 0.0), 1.0),
    }


def gains(kind: str, fields: Mapping[str, Known], *, likeness: float = 0.0) -> list[Gain]:
    """Lists what would raise a score, most first: each field asked for and confirmed today, and a likeness settled.

    Points are of the 0–100 of the score; what would bring less than half a point is left out. The settled likeness
    bears the name "duplicate".
    """
    now = _whole(kind, fields, likeness)
    found = [
        Gain(name, _why(fields.get(name, NOTHING)), _whole(kind, {**fields, name: CERTAIN}, likeness) - now)
        for name in WEIGHTS[kind]
    ]
    found.append(Gain("duplicate", "unsure", _whole(kind, fields, 0.0) - now))
    rounded = [Gain(one.field, one.why, round(100 * one.points, 1)) for one in found]
    return sorted(
        (one for one in rounded if one.points >= LEAST_GAIN), key=lambda one: (-one.points, one.field)
    )


def _whole(kind: str, fields: Mapping[str, Known], likeness: float) -> float:
    parts = _parts(kind, fields, likeness)
    return sum(PARTS[name] * value for name, value in parts.items())


def question(kind: str, fields: Mapping[str, Known], *, activity: float = 0.0) -> Question | None:
    """Chooses the one question worth asking: the field's weight × what is not certain of it × how active they are.

    A value that is only old lacks a tenth less than one that fails. Fields of one's own ("own:size") are asked for
    like others where they are among the fields. None where everything that counts is certain enough.
    """
    best, most = "", 0.0
    for name, weight in (*WEIGHTS[kind].items(), *_own(fields)):
        one = fields.get(name, NOTHING)
        lacking = 1.0 - max(certainty(one), MAY_HOLD if one.present and one.validity else 0.0)
        if lacking > 1.0 - SURE and weight * lacking > most:
            best, most = name, weight * lacking
    if not best:
        return None
    worth = 100 * most / TOTALS[kind] * (0.25 + 0.75 * min(max(activity, 0.0), 1.0))
    return Question(best, _why(fields.get(best, NOTHING)), round(worth, 2))


def _own(fields: Mapping[str, Known]) -> list[tuple[str, int]]:
    return [(name, OWN_WEIGHT) for name in fields if name.startswith("own:")]


def best_of(several: Iterable[Known]) -> Known:
    """Chooses of several values of one field (two mobiles, say) the one that can be relied on most."""
    found = list(several)
    return max(found, key=certainty) if len(found) > 1 else found[0] if found else NOTHING


def _why(known: Known) -> str:
    if not known.present:
        return "missing"
    if known.validity == 0:
        return "fails"
    if known.disputed:
        return "disputed"
    if freshness(known.age, known.stale_after) <= 0.5:
        return "stale"
    return "unsure"


def activity_of(days_since_contact: int | None) -> float:
    """Tells how much we have to do with a customer: 1 today, half after 90 days, a quarter after 180; 0 if never."""
    if days_since_contact is None:
        return 0.0
    return float(0.5 ** (max(days_since_contact, 0) / 90))


def joined_means(rows: Iterable[tuple[int, Mapping[str, float]]]) -> tuple[int, dict[str, float]]:
    """Joins means of several groups, each with its number of customers, into the mean of all of them."""
    kept = [(count, means) for count, means in rows if count]
    total = sum(count for count, _means in kept)
    names = kept[0][1] if kept else ()
    return total, {name: sum(count * means[name] for count, means in kept) / total for name in names}
