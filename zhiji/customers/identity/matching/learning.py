"""Learns the weights from the base at hand, without being told a single truth: expectation maximisation (EM).

Splink's own EM looks inside one blocking rule at a time, where everything agrees in what was blocked on, and takes
the frequencies among non-matches from random pairs, a few of which are matches. For numbers that only one holder
has, nearly all equal pairs are matches, so their weight comes out far too low. Here EM goes over the union of all
candidate pairs, and every pair that is no candidate counts as no match.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from zhiji.customers.identity.matching.parameters import LEAST, Parameters
from zhiji.customers.identity.matching.scoring import probability_of

# The starting weights count as so many seen matches: nothing is impossible because it was not seen.
_BELIEF = 20.0
_ROUNDS = 60
_STILL = 1e-5


@dataclass(frozen=True)
class Seen:
    """What was counted. A pattern is the grade of each field (-1 lacking), with how many candidate pairs show it.

    `sampled` holds for each field how often each grade was seen among `samples` pairs drawn by lot (of those that
    have the field); `comparable` how many pairs of the whole base have it, 0 where only candidates can
    have it; `pairs` how many there are at all. `doubts` holds for each grade (field, place) which share
    of its pairs mean two at least, as far as the base itself can tell. `strict`: matches are only learned from pairs
    that share something of their own, where the kind knows such things.
    """

    patterns: Sequence[tuple[tuple[int, ...], float]]
    sampled: dict[str, tuple[float, ...]]
    samples: dict[str, float]
    comparable: dict[str, float]
    pairs: float
    doubts: dict[tuple[str, int], float] = field(default_factory=dict)
    strict: bool = True


def learn(start: Parameters, seen: Seen) -> Parameters:
    """Finds the weights under which what was seen is most likely.

    Takes the starting parameters and the counts; gives parameters with the prior, and per field and grade the
    probabilities among matches and others. Source: Dempster, Laird, Rubin 1977; for linkage, Winkler 1988.
    """
    background = {name: _background(name, place, seen) for place, name in enumerate(start.fields)}
    doubtful = {
        (name, grade): share * _candidates(start.fields.index(name), len(start.matches[name]), seen)[grade]
        for (name, grade), share in seen.doubts.items()
    }
    parameters = start
    for _ in range(_ROUNDS):
        before = parameters
        parameters = _round(start, parameters, seen, background, doubtful)
        if abs(math.log2(parameters.prior / before.prior)) < _STILL and _moved(before, parameters) < _STILL:
            break
    return parameters


def _moved(before: Parameters, after: Parameters) -> float:
    return max(
        abs(one - other)
        for name in after.fields
        for one, other in zip(before.matches[name], after.matches[name], strict=True)
    )


def _background(name: str, place: int, seen: Seen) -> list[float]:
    """Estimates for each grade how many pairs show it that are no candidates.

    From the sample, less what the candidates explain, less three times the sample's own error: a grade seen by
    luck alone must not look common.
    """
    samples = seen.samples[name]
    if not samples or not seen.comparable[name]:
        return [0.0] * len(seen.sampled[name])
    candidates = _candidates(place, len(seen.sampled[name]), seen)
    scale = seen.comparable[name] / samples
    return [
        max(0.0, count - candidates[grade] / scale - 3.0 * math.sqrt(count)) * scale
        for grade, count in enumerate(seen.sampled[name])
    ]


def _candidates(place: int, grades: int, seen: Seen) -> list[float]:
    """Counts the candidates of each grade of a field."""
    counts = [0.0] * grades
    for pattern, count in seen.patterns:
        if pattern[place] >= 0:
            counts[pattern[place]] += count
    return counts


def _round(
    start: Parameters,
    now: Parameters,
    seen: Seen,
    background: dict[str, list[float]],
    doubtful: dict[tuple[str, int], float],
) -> Parameters:
    """One round of EM: how likely is each pattern a match, and what would that make the frequencies.

    Where only one thing is compared, EM believes whatever it began with; `doubtful` is what it must not go below.
    """
    weights = [[now.weight(name, grade) for grade in range(len(now.matches[name]))] for name in now.fields]
    matched = {name: [0.0] * len(now.matches[name]) for name in now.fields}
    apart = {name: list(background[name]) for name in now.fields}
    total = 0.0
    owned = _owned(now) if seen.strict and now.kind == "person" else frozenset()
    for pattern, count in seen.patterns:
        weight = now.prior_weight
        for place, grade in enumerate(pattern):
            if grade >= 0:
                weight += weights[place][grade]
        teaches = not owned or any((place, grade) in owned for place, grade in enumerate(pattern))
        chance = probability_of(weight)
        total += chance * count * teaches
        for place, grade in enumerate(pattern):
            if grade >= 0:
                matched[now.fields[place]][grade] += chance * count * teaches
                apart[now.fields[place]][grade] += (1.0 - chance) * count
    for (name, grade), number in doubtful.items():
        apart[name][grade] = max(apart[name][grade], number)
    prior = min(max((total + 1.0) / (seen.pairs + 2.0), LEAST), 0.5)
    return replace(
        now,
        prior=prior,
        matches={name: _shares(matched[name], start.matches[name], _BELIEF) for name in now.fields},
        others={
            name: _others(apart[name], start.others[name], seen.comparable[name] or sum(apart[name]))
            for name in now.fields
        },
    )


def _owned(now: Parameters) -> frozenset[tuple[int, int]]:
    """Lists what is somebody's own (number, mail, birth date), as (field's place, grade).

    Two who share no more than a name and a town are nearly always two; there are so many of them in a base with few
    doubles that EM would take just these for the matches.
    """
    return frozenset(
        (place, at)
        for place, one in enumerate(now.comparisons())
        for at, grade in enumerate(one.grades)
        if grade.own
    )


def _shares(counts: list[float], believed: tuple[float, ...], belief: float) -> tuple[float, ...]:
    total = sum(counts) + belief
    return tuple((count + belief * share) / total for count, share in zip(counts, believed, strict=True))


def _others(counts: list[float], believed: tuple[float, ...], comparable: float) -> tuple[float, ...]:
    """Frequencies among non-matches; the last grade takes the rest, half a pair is the least for the others."""
    least = 0.5 / max(comparable, 1.0)
    shares = [max(count / max(comparable, 1.0), least, LEAST) for count in counts[:-1]]
    if comparable < 1000:
        shares = list(believed[:-1])
    return (*shares, max(1.0 - sum(shares), 0.01))
