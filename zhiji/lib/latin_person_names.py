"""Names of people in Latin letters, also Chinese ones in pinyin, in either order."""

import re
from functools import cache, lru_cache

from zhiji.lib.person_parts import PersonName
from zhiji.lib.pinyin import readings, syllables
from zhiji.lib.surnames import COMPOUND_SURNAMES, RANK, READINGS
from zhiji.lib.text import fold
from zhiji.lib.titles import LATIN_BEFORE, LATIN_BEHIND

_IN_BRACKETS = re.compile(r"[(\[<\"]([^()\[\]<>\"]*)[)\]>\"]?")
_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?")
_PARTICLES = frozenset(
    "van von de der den da di du la le del della dos das ter ten zu zur af al bin ibn el".split()
)
_LONGEST_SYLLABLE = 6


def read_latin_person(typed: str, text: str, language: str) -> PersonName:
    """Reads a Latin name; text is what was typed in one width."""
    alias = next(iter(_IN_BRACKETS.findall(text)), "").strip()
    text = _IN_BRACKETS.sub(" ", text)
    front, comma, behind = text.partition(",")
    words, titles = _take_titles(_WORD.findall(front))
    others, more = _take_titles(_WORD.findall(behind), leave_one=False)
    title = " ".join((*titles, *more))
    if comma and others and words:
        return _made(typed, words, others, title, alias, _is_pinyin((*words, *others)))
    if not words:
        return PersonName(typed, title=title, alias=alias)
    is_pinyin = _is_pinyin(tuple(words))
    if len(words) == 1:
        word = words[0]
        if titles:
            return PersonName(typed, word, "", title, alias, fold(word), fold(word)[:1], is_surname_only=True)
        return _made(typed, words, [], title, alias, is_pinyin)
    start, end = _family_of(words, language if is_pinyin else "", is_pinyin)
    return _made(typed, words[start:end], words[:start] + words[end:], title, alias, is_pinyin)


def _take_titles(words: list[str], *, leave_one: bool = True) -> tuple[list[str], list[str]]:
    """Takes titles off the front and the end."""
    start, end = 0, len(words)
    while start < end and _bare(words[start]) in LATIN_BEFORE:
        start += 1
    while end > start and _bare(words[end - 1]) in LATIN_BEHIND and (end - start > 1 or not leave_one):
        end -= 1
    return words[start:end], words[:start] + words[end:]


def _bare(word: str) -> str:
    return word.replace(".", "").casefold()


def _family_of(words: list[str], language: str, is_pinyin: bool) -> tuple[int, int]:
    """Returns from where to where the family name stands."""
    capital = [index for index, word in enumerate(words) if len(_bare(word)) > 1 and word.isupper()]
    others = [word for index, word in enumerate(words) if index not in capital]
    if capital and any(len(_bare(word)) > 1 for word in others):
        first = capital[0]
        return first, capital[-1] + 1 if capital[-1] - first == len(capital) - 1 else first + 1
    if is_pinyin:
        return _chinese_family(words, language)
    last = len(words) - 1
    start = last
    while start > 1 and words[start - 1].lower() in _PARTICLES:
        start -= 1
    if start == 1 and words[0].lower() in _PARTICLES:
        start = 0
    return start, last + 1


def _chinese_family(words: list[str], language: str) -> tuple[int, int]:
    """Of a name in pinyin the more common surname is the family name, if the language does not tell."""
    last = len(words) - 1
    ranks = _surname_sounds()
    first_rank = ranks.get(fold(words[0]).replace("-", ""), len(RANK))
    last_rank = ranks.get(fold(words[last]).replace("-", ""), len(RANK))
    if first_rank == last_rank == len(RANK):
        return last, last + 1
    if language.startswith("zh") and first_rank < len(RANK):
        return 0, 1
    return (0, 1) if first_rank <= last_rank else (last, last + 1)


@cache
def _surname_sounds() -> dict[str, int]:
    """How common the most common surname of a sound is."""
    found: dict[str, int] = {}
    for surname, rank in RANK.items():
        for sound in (READINGS.get(surname) or (readings(surname) or ("",))[0],):
            found.setdefault(sound, rank)
            found.setdefault(sound.replace("v", "u"), rank)
    for surname in COMPOUND_SURNAMES:
        found.setdefault(READINGS.get(surname) or "".join((readings(one) or ("",))[0] for one in surname), 50)
    found["lyu"] = found["lv"]
    return found


def _is_pinyin(words: tuple[str, ...]) -> bool:
    """Tells whether all words can be read as pinyin syllables and one of them as a Chinese surname."""
    plain = [fold(word).strip(".") for word in words]
    ranks = _surname_sounds()
    return any(word in ranks for word in (plain[0], plain[-1])) and all(map(is_pinyin_word, plain))


@lru_cache(maxsize=8192)
def is_pinyin_word(word: str) -> bool:
    """Tells whether a word in small letters is made of pinyin syllables only: xiaoming, xiao-ming, xi'an."""
    letters = word.replace("-", "").replace("'", "")
    if not letters.isascii() or not letters.isalpha():
        return False
    known = syllables()
    reached = [True] + [False] * len(letters)
    for end in range(1, len(letters) + 1):
        reached[end] = any(
            reached[start] and letters[start:end] in known
            for start in range(max(0, end - _LONGEST_SYLLABLE), end)
        )
    return reached[-1]


def _made(
    typed: str, family: list[str], given: list[str], title: str, alias: str, is_pinyin: bool
) -> PersonName:
    plain_family, plain_given = [_plain(word) for word in family], [_plain(word) for word in given]
    whole = [word for word in (*plain_family, *plain_given) if word]
    full = [word for word in whole if len(word) > 1]
    # An initial in the middle is left out as often as it is written.
    words = full if len(full) > 1 else whole
    parts = ("".join(plain_family), "".join(plain_given)) if is_pinyin else tuple(words)
    pinyin = f"{' '.join(plain_family)} {(''.join if is_pinyin else ' '.join)(plain_given)}".strip()
    sound = " ".join(
        sorted(part.replace("lyu", "lu").replace("v", "u") if is_pinyin else part for part in parts if part)
    )
    return PersonName(
        typed,
        " ".join(family),
        " ".join(given),
        title,
        alias,
        pinyin,
        "".join(word[0] for word in whole),
        " ".join(sorted(words)) if not is_pinyin else sound,
        sound,
    )


def _plain(word: str) -> str:
    return fold(word).replace(".", "").replace("-", "").replace("'", "").replace("’", "")
