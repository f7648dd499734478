"""Finding: what a person typed, to the things they may see, best first; the same on both databases."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from zhiji.kernel.access.actor import Actor
from zhiji.kernel.search import grades
from zhiji.kernel.search.asking import Question, Way, Word, read_question, whole_name_token
from zhiji.kernel.search.audience import audience, kinds_for
from zhiji.kernel.search.models import SearchWord
from zhiji.kernel.search.ranking import Candidate, rank
from zhiji.kernel.search.spelling import deletions, one_apart
from zhiji.kernel.search.store import Clause, newest
from zhiji.kernel.search.tokens import EDGE

FEW = 3  # so few hits make us ask whether a letter is wrong
_MOST_CORRECTIONS = 12


@dataclass(frozen=True)
class Hit:
    """One thing that was found; matched is the text of it that answers what was typed."""

    kind: str
    object_id: int
    title: str
    subtitle: str
    matched: str


@dataclass(frozen=True)
class SearchResult:
    """The best hits, and whether there are more."""

    hits: tuple[Hit, ...] = ()
    more: bool = False


def search(
    actor: Actor,
    text: str,
    kinds: Iterable[str] | None = None,
    limit: int = 20,
    now: datetime | None = None,
) -> SearchResult:
    """Finds customers, documents and whatever else is registered by name, number, phone or mail address.

    It takes anything that can be typed and never fails. kinds limits what is looked for; limit is the most
    hits; now is not needed today: newer entries come first by their order. It asks the database at most three times.
    """
    question = read_question(text)
    seen = kinds_for(actor, kinds)
    if not question.words or not seen or limit < 1:
        return SearchResult()
    allowed, slugs = audience(actor, seen), {kind.slug for kind in seen}
    if allowed == ():
        return SearchResult()
    found, more = _found(question, allowed, limit)
    if len(found) < FEW:
        corrected = _corrected(question)
        if corrected is not None:
            again, meant = corrected
            brought = newest([_clauses(again, grades.FUZZY)], allowed, _measure(limit), meant)
            known = {candidate.entry_id for candidate, _ in found}
            found += [pair for pair in rank(again, brought) if pair[0].entry_id not in known]
            more = more or len(brought) >= _measure(limit)
    found = [pair for pair in found if pair[0].kind in slugs]
    return SearchResult(tuple(_hit(*pair) for pair in found[:limit]), more or len(found) > limit)


def _measure(limit: int) -> int:
    """How many candidates are worth ranking: some of them turn out not to answer."""
    return limit * 2 + 40


def _found(
    question: Question, allowed: tuple[str, ...] | None, limit: int
) -> tuple[list[tuple[Candidate, str]], bool]:
    """Asks for everything at once; only where that is too much, asks again grade by grade, best first."""
    measure = _measure(limit)
    everything = newest([_clauses(question, grades.FUZZY)], allowed, measure)
    if len(everything) < measure:
        return rank(question, everything), False
    best = newest(list(_steps(question)), allowed, measure)
    return rank(question, _distinct(best + everything)), True


def _distinct(candidates: Iterable[Candidate]) -> list[Candidate]:
    return list({candidate.entry_id: candidate for candidate in candidates}.values())


def _clauses(question: Question, worst: int) -> list[Clause]:
    """Returns a clause for each word: the ways to understand it up to a grade. Empty when a word has none."""
    clauses = [tuple(way.groups for way in word.ways if way.grade <= worst) for word in question.words]
    return clauses if all(clauses) else []


def _steps(question: Question) -> Iterable[list[Clause]]:
    """Yields the questions of each grade, best first, the last of all left out: that was asked already."""
    whole = whole_name_token(question)
    if whole:
        yield [(((whole,),),)]
    marks = sorted({way.grade for word in question.words for way in word.ways})
    previous: list[Clause] = []
    for mark in marks[:-1]:
        clauses = _clauses(question, mark)
        if clauses and clauses != previous:
            yield clauses
        previous = clauses


def _corrected(question: Question) -> tuple[Question, dict[str, frozenset[str]]] | None:
    """Looks up words that are one letter away from the typed ones; None when there are none."""
    typed = [word.text for word in question.words if _may_be_mistyped(word)]
    if not typed:
        return None
    variants = set().union(*(deletions(text) for text in typed))
    rows = SearchWord.objects.filter(variant__in=variants).order_by("word").values_list("word", flat=True)
    known = list(dict.fromkeys(rows))
    meant = {
        text: frozenset([word for word in known if one_apart(text, word)][:_MOST_CORRECTIONS])
        for text in typed
    }
    if not any(meant.values()):
        return None
    return replace(question, words=tuple(_with(word, meant.get(word.text)) for word in question.words)), meant


def _may_be_mistyped(word: Word) -> bool:
    return word.kind == "latin" and 4 <= len(word.text) <= 24 and word.text.isalpha()


def _with(word: Word, meant: frozenset[str] | None) -> Word:
    if not meant:
        return word
    tokens = tuple(sorted({"." + other[:EDGE] for other in meant}))
    return replace(word, ways=(*word.ways, Way(grades.FUZZY, (tokens,))))


def _hit(candidate: Candidate, matched: str) -> Hit:
    return Hit(candidate.kind, candidate.object_id, candidate.title, candidate.subtitle, matched)
