"""How well a document answers a question; the same arithmetic whichever database brought the document."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from zhiji.kernel.search import grades
from zhiji.kernel.search.asking import Question, Split, Word
from zhiji.kernel.search.names import first_letters, starts, without_legal_form
from zhiji.kernel.search.tokens import number_forms
from zhiji.lib.pinyin import readings
from zhiji.lib.text import cjk_runs, fold, words

Match = tuple[int, str]  # grade, and the text that matched


@dataclass
class Candidate:
    """A document that the index brought; details are the texts besides the title that find it."""

    entry_id: int
    kind: str
    object_id: int
    title: str
    subtitle: str
    boost: int
    details: str = ""
    corrections: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def name(self) -> str:
        """The title as it is compared."""
        return fold(self.title)

    def texts(self, mark: str) -> list[str]:
        """Returns the kept texts of one sort: w words, p phones, m mails, n numbers."""
        return [line[1:] for line in self.details.split("\n") if line[:1] == mark]

    @cached_property
    def names(self) -> list[str]:
        """The title and the other words, as they are compared."""
        return [self.name, *(fold(word) for word in self.texts("w"))]


def rank(question: Question, candidates: Iterable[Candidate]) -> list[tuple[Candidate, str]]:
    """Orders candidates: grade, then boost, then the newest; those that do not really answer are left out.

    Returns each with the text that matched.
    """
    graded = []
    for candidate in candidates:
        answer = _answer(question, candidate)
        if answer is not None:
            worst, total, matched = answer
            graded.append((worst, total, -candidate.boost, -candidate.entry_id, candidate, matched))
    graded.sort(key=lambda row: row[:4])
    return [(row[4], row[5]) for row in graded]


def _answer(question: Question, candidate: Candidate) -> tuple[int, int, str] | None:
    if candidate.name == question.text or "".join(words(candidate.name)) == question.joined:
        return grades.EXACT, 0, candidate.title
    found = [match_word(word, candidate) for word in question.words]
    matches = [match for match in found if match is not None]
    if len(matches) < len(found):
        return None
    worst = max(matches)
    return worst[0], sum(grade for grade, _ in matches), worst[1]


def match_word(word: Word, candidate: Candidate) -> Match | None:
    """Returns how well one word is met and by which text, or None."""
    finders = {"cjk": _cjk, "latin": _latin, "digits": _digits, "number": _number, "mail": _mail}
    return finders[word.kind](word, candidate)


def _cjk(word: Word, candidate: Candidate) -> Match | None:
    at = candidate.name.find(word.text)
    if at == 0:
        return grades.STARTS, candidate.title
    if at > 0:
        return (grades.WORD if at in starts(candidate.name) else grades.CONTAINS), candidate.title
    return next(((grades.CONTAINS, text) for text in candidate.names[1:] if word.text in text), None)


def _latin(word: Word, candidate: Candidate) -> Match | None:
    text = word.text
    if candidate.name.startswith(text):
        return grades.STARTS, candidate.title
    plain = _word_start(text, candidate)
    if plain is not None:
        return plain
    heard = [match for name in candidate.names if (match := _heard(word, name, candidate)) is not None]
    if heard:
        return min(heard)
    return _corrected(text, candidate)


def _word_start(text: str, candidate: Candidate) -> Match | None:
    for name in candidate.names:
        if any(part.startswith(text) for part in words(name)):
            return grades.WORD, name if name != candidate.name else candidate.title
    for mail in candidate.texts("m"):
        local, _, domain = fold(mail).rpartition("@")
        if any(p.startswith(text) for p in (local, *words(local.replace("_", " ")), *domain.split("."))):
            return grades.WORD, mail
    return None


def _heard(word: Word, name: str, candidate: Candidate) -> Match | None:
    shown = candidate.title if name == candidate.name else name
    begins = tuple(starts(name))
    best: Match | None = None
    for run in cjk_runs(name):
        core = without_legal_form(run)
        at_start = name.startswith(run)
        for grade, at in (*_sounds(word.splits, core), *_letters(word.text, core)):
            if not (at_start and at in begins and name == candidate.name):
                grade += 1  # each grade of sound has a second one for "not at the start"
            if best is None or grade < best[0]:
                best = (grade, shown)
    return best


def _sounds(splits: Iterable[Split], run: str) -> Iterable[tuple[int, int]]:
    heard = [readings(character) for character in run]
    for split in splits:
        grade = grades.SOUND_BEGUN_STARTS if split.is_begun else grades.SOUND_STARTS
        length = len(split.whole) + 1
        for at in range(len(heard) - length + 1):
            if all(syllable in heard[at + i] for i, syllable in enumerate(split.whole)) and any(
                end in heard[at + length - 1] for end in split.last
            ):
                yield grade, at


def _letters(text: str, run: str) -> Iterable[tuple[int, int]]:
    letters = [first_letters(character) for character in run]
    for at in range(len(letters) - len(text) + 1):
        if all(letter in letters[at + i] for i, letter in enumerate(text)):
            yield grades.LETTERS_STARTS, at


def _corrected(text: str, candidate: Candidate) -> Match | None:
    meant = candidate.corrections.get(text, frozenset())
    for name in candidate.names:
        if any(part in meant for part in words(name)):
            return grades.FUZZY, name if name != candidate.name else candidate.title
    return None


def _digits(word: Word, candidate: Candidate) -> Match | None:
    short = word.text.lstrip("0") or "0"
    for number in candidate.texts("n"):
        if short in number_forms(fold(number)):
            return grades.NUMBER, number
    best = min(_in_digits(word.text, candidate), default=None)
    plain = _word_start(word.text, candidate)
    return min((match for match in (best, plain) if match is not None), default=None)


def _in_digits(digits: str, candidate: Candidate) -> Iterable[Match]:
    for phone in candidate.texts("p"):
        whole, _, shown = phone.partition("\t")
        if whole.endswith(digits):
            yield grades.STARTS, shown or whole
        elif digits in whole:
            yield grades.CONTAINS, shown or whole
    for number in candidate.texts("n"):
        if digits in "".join(c for c in number if c.isdigit()):
            yield grades.CONTAINS, number


def _number(word: Word, candidate: Candidate) -> Match | None:
    for number in candidate.texts("n"):
        forms = number_forms(fold(number))
        if forms & number_forms(word.text) - {form for form in forms if form.isdigit()}:
            return grades.NUMBER, number
    parts = [_word_start(part, candidate) for part in words(word.text)]
    return max((part for part in parts if part), default=None) if all(parts) else None


def _mail(word: Word, candidate: Candidate) -> Match | None:
    local, _, domain = word.text.rpartition("@")
    for mail in candidate.texts("m"):
        its_local, _, its_domain = fold(mail).rpartition("@")
        if its_domain.startswith(domain) and its_local.startswith(local):
            whole = its_domain == domain and its_local in (local, "" if local else its_local)
            return (grades.NUMBER if whole else grades.WORD), mail
    return None
