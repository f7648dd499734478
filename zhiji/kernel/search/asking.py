"""From what was typed to what is asked of the index: each word, and the ways in which it may be meant."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from zhiji.kernel.search import grades
from zhiji.kernel.search.names import without_legal_form
from zhiji.kernel.search.tokens import EDGE, SHORT_NAME, is_token, number_forms, phone_digits
from zhiji.lib.pinyin import syllables
from zhiji.lib.text import fold, has_cjk, words

LONGEST_QUERY = 120
MOST_WORDS = 6
_MOST_SPLITS = 3
_DIGITS = re.compile(r"[+(（]?\d[\d\s()（）.\-–]*")
_NUMBER = re.compile(r"([a-z]{1,4})\s*[-–/_]?\s*(\d[\d\-/_]*)")
_SYLLABLE_LETTERS = re.compile(r"[a-z]{1,24}")

Group = tuple[str, ...]  # any one of these tokens


@dataclass(frozen=True)
class Way:
    """One way to understand a word: a document has it when it has a token of every group."""

    grade: int
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Split:
    """Letters read as pinyin: whole syllables, and how the last one may go on."""

    whole: tuple[str, ...]
    last: tuple[str, ...]
    is_begun: bool


@dataclass(frozen=True)
class Word:
    """One word that was typed; kind is "cjk", "latin", "digits", "number" or "mail"."""

    text: str
    kind: str
    ways: tuple[Way, ...]
    splits: tuple[Split, ...] = ()


@dataclass(frozen=True)
class Question:
    """All that was typed: a document answers when it has every word."""

    text: str
    words: tuple[Word, ...]

    @property
    def joined(self) -> str:
        """What was typed without spaces and punctuation, for comparing with whole names."""
        return "".join(words(self.text))


def read_question(typed: str) -> Question:
    """Reads what was typed; nothing that can be searched gives a question without words."""
    text = fold(typed[: LONGEST_QUERY * 2])[:LONGEST_QUERY]
    chunks = [text] if _DIGITS.fullmatch(text) or _NUMBER.fullmatch(text) else text.split()
    found: list[Word] = []
    for chunk in chunks:
        found.extend(_words_of(chunk))
    distinct = {word.text: word for word in found if word.ways}
    return Question(text, tuple(distinct.values())[:MOST_WORDS])


def _words_of(chunk: str) -> Iterable[Word]:
    if "@" in chunk:
        return [_mail_word(chunk)]
    if _DIGITS.fullmatch(chunk):
        return [_digits_word(chunk)]
    match = _NUMBER.fullmatch(chunk)
    if match:
        return [_number_word(chunk, match)]
    return [_cjk_word(part) if has_cjk(part) else _latin_word(part) for part in words(chunk)]


def _word(text: str, kind: str, ways: Iterable[Way], splits: tuple[Split, ...] = ()) -> Word:
    usable = (way for way in ways if way.groups and all(is_token(t) for g in way.groups for t in g))
    return Word(text, kind, tuple(usable), splits)


def _all(*tokens: str) -> tuple[Group, ...]:
    return tuple((token,) for token in dict.fromkeys(tokens))


def _cjk_word(run: str) -> Word:
    # The legal form stands in half of all names: it is compared afterwards, and narrows nothing.
    pairs = [a + b for a, b in pairwise(without_legal_form(run))]
    return _word(
        run,
        "cjk",
        [
            Way(grades.STARTS, _all("^" + run[:2], *pairs[1:])),
            Way(grades.WORD, _all("/" + run[:2], *pairs[1:])),
            Way(grades.CONTAINS, _all(*(pairs or [run[:2]]))),
        ],
    )


def _latin_word(text: str) -> Word:
    ways = [Way(grades.STARTS, _all("^." + text[:4], *(["." + text[:EDGE]] if len(text) > 4 else [])))]
    ways.append(Way(grades.WORD, _all("." + text[:EDGE])))
    splits: tuple[Split, ...] = ()
    if _SYLLABLE_LETTERS.fullmatch(text):
        splits = tuple(read_pinyin(text))
        for split in splits:
            ways.extend(_sound_ways(split))
        ways.extend(_letter_ways(text))
    return _word(text, "latin", ways, splits)


def _sound_ways(split: Split) -> Iterable[Way]:
    start = grades.SOUND_BEGUN_STARTS if split.is_begun else grades.SOUND_STARTS
    if not split.whole:
        yield Way(start, (tuple("^:" + end for end in split.last),))
        yield Way(start + 1, (tuple(":" + end for end in split.last),))
        return
    ends = tuple(split.whole[-1] + end for end in split.last)
    pairs = [(a + b,) for a, b in pairwise(split.whole)] + [ends]
    everywhere = tuple(tuple(":" + token for token in pair) for pair in pairs)
    yield Way(start, (tuple("^:" + token for token in pairs[0]), *everywhere[1:]))
    yield Way(start + 1, everywhere)


def _letter_ways(text: str) -> Iterable[Way]:
    if len(text) > 12 or any(letter in "iuv" for letter in text):  # no syllable begins with these
        return
    threes = ["-" + text[at : at + 3] for at in range(len(text) - 2)]
    yield Way(grades.LETTERS_STARTS, _all("^-" + text[:3], *threes[1:]))
    if len(text) > 1:
        yield Way(grades.LETTERS, _all(*(threes or ["-" + text])))


def _digits_word(chunk: str) -> Word:
    digits = "".join(c for c in chunk if c.isdigit() and c.isascii())
    if chunk.startswith(("+", "00")) or (digits.startswith("86") and len(digits) == 13):
        digits = phone_digits("+" + digits.removeprefix("00"))
    ways = [Way(grades.NUMBER, _all("#" + (digits.lstrip("0") or "0")))]
    ways.append(Way(grades.WORD, _all("." + digits[:EDGE])))
    if len(parts := words(chunk)) > 1:  # a name such as 1.1
        ways.append(Way(grades.WORD, _all(*("." + part[:EDGE] for part in parts))))
    if len(digits) < 4:
        ways.append(Way(grades.STARTS, _all("+" + digits)))
        return _word(digits, "digits", ways)
    parts = ["+" + digits[at : at + 4] for at in range(len(digits) - 3)]
    ways.append(Way(grades.STARTS, _all("$" + digits[-4:], *parts[:-1])))
    ways.append(Way(grades.CONTAINS, _all(*parts)))
    return _word(digits, "digits", ways)


def _number_word(chunk: str, match: re.Match[str]) -> Word:
    text = "".join(words(chunk.replace("_", " ")))
    forms = {form for form in number_forms(chunk) if form.startswith(match[1])}
    inner = words(chunk.replace("_", " "))
    ways = [
        Way(grades.NUMBER, (tuple(sorted("#" + form for form in forms)),)),
        Way(grades.WORD, _all(*("." + part[:EDGE] for part in inner))),
        Way(grades.WORD, _all("." + text[:EDGE])),
    ]
    return _word(text, "number", ways)


def _mail_word(chunk: str) -> Word:
    local, _, domain = chunk.rpartition("@")
    label = domain.partition(".")[0]
    start = ["." + local[:EDGE]] if local else []
    ways = [Way(grades.WORD, _all(*start, *(["." + label[:EDGE]] if label else [])))]
    if domain:
        ways.append(Way(grades.NUMBER, _all(*start, "@" + domain)))
    return _word(chunk, "mail", ways)


@cache
def _beginnings() -> dict[str, tuple[str, ...]]:
    """Maps every start of a syllable to the syllables that go on from it, itself included."""
    found: dict[str, list[str]] = {}
    for syllable in sorted(syllables()):
        for length in range(1, len(syllable) + 1):
            found.setdefault(syllable[:length], []).append(syllable)
    return {start: tuple(ends) for start, ends in found.items()}


def read_pinyin(letters: str) -> list[Split]:
    """Reads letters as syllables, the last one perhaps only begun: xian gives xian and xi an.

    Whole readings come first, then those with a begun last syllable; fewer syllables before more.
    """
    known, begun = syllables(), _beginnings()
    whole: list[tuple[str, ...]] = []
    open_ended: list[tuple[tuple[str, ...], str]] = []
    stack: list[tuple[tuple[str, ...], int]] = [((), 0)]
    while stack and len(whole) + len(open_ended) < 40:
        taken, at = stack.pop()
        rest = letters[at:]
        # Few go on to a syllable without a consonant: lantia is never lan ti a….
        if rest in begun and ((taken and rest[0] not in "aeo") or len(taken) < 1 < len(rest)):
            open_ended.append((taken, rest))
        for length in range(1, min(6, len(rest)) + 1):
            if rest[:length] in known:
                if length == len(rest):
                    whole.append((*taken, rest))
                else:
                    stack.append(((*taken, rest[:length]), at + length))
    whole.sort(key=lambda taken: (len(taken), taken))
    open_ended.sort(key=lambda pair: (len(pair[0]), pair[0]))
    splits = [Split(taken[:-1], taken[-1:], False) for taken in whole[:_MOST_SPLITS]]
    most = len(whole[0]) if whole else len(letters)
    goes_on = [
        (taken, rest)
        for taken, rest in open_ended
        if len(taken) <= most and (rest not in known or len(begun[rest]) > 1)
    ]
    return splits + [Split(taken, begun[rest], True) for taken, rest in goes_on[:_MOST_SPLITS]]


def whole_name_token(question: Question) -> str:
    """Returns the token of names that are exactly what was typed, or "" when that is too long to be kept."""
    token = "=" + question.joined
    return token if 1 < len(token) <= SHORT_NAME + 1 and is_token(token) else ""
