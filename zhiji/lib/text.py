"""Words as people type them, brought to one form: width, case, accents, Chinese characters."""

import re
import unicodedata

from zhiji.lib.surnames import COMPOUND_SURNAMES
from zhiji.lib.traditional import SIMPLIFIED

CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_CJK_CHARACTER = re.compile(f"[{CJK}]")
_CJK_RUNS = re.compile(f"[{CJK}]+")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060\ufeff\ud800-\udfff]+")
_WORDS = re.compile(f"[{CJK}]+|[^\\W_{CJK}]+")
# What most names are made of: nothing to fold but case and traditional characters.
_PLAIN = re.compile("[ A-Za-z0-9\u4e00-\u9fff]*")
# Letters that Unicode does not take apart into a plain letter and an accent.
_PLAIN_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)


def one_width(text: str) -> str:
    """Brings full-width letters and digits to their usual form and takes out what can't be seen.

    Line breaks and control characters become spaces; runs of spaces become one.
    """
    # Printable text holds nothing that can't be seen; most of it is in its usual width already.
    if text.isprintable() and (text.isascii() or unicodedata.is_normalized("NFKC", text)):
        return " ".join(text.split())
    return " ".join(_CONTROLS.sub(" ", unicodedata.normalize("NFKC", text)).split())


def has_cjk(text: str) -> bool:
    """Tells whether a text holds at least one Chinese character."""
    return _CJK_CHARACTER.search(text) is not None


def cjk_runs(text: str) -> list[str]:
    """Returns the unbroken runs of Chinese characters of a text, in order."""
    return _CJK_RUNS.findall(text)


def to_simplified(text: str) -> str:
    """Turns the traditional characters that are common in names into simplified ones, for comparing only."""
    return text.translate(SIMPLIFIED)


def without_accents(text: str) -> str:
    """Takes the accents off Latin letters: Müller becomes Muller. Other scripts keep their marks."""
    if text.isascii():
        return text
    letters: list[str] = []
    for letter in unicodedata.normalize("NFD", text):
        accent = unicodedata.combining(letter)
        if not (accent and letters and letters[-1].isascii()):
            letters.append(letter)
    return unicodedata.normalize("NFC", "".join(letters)).translate(_PLAIN_LETTERS)


def fold(text: str) -> str:
    """Brings a text to the form in which two writings of one name are equal.

    One width, small letters, no accents, simplified characters. For comparing and finding, never for showing.
    """
    if _PLAIN.fullmatch(text):
        return " ".join(to_simplified(text.lower()).split())
    if text.isascii():
        return " ".join(_CONTROLS.sub(" ", text).lower().split())
    # Case folding can leave a letter that is again taken apart (İ), so width comes last as well.
    return one_width(to_simplified(without_accents(one_width(text).casefold())))


def words(text: str) -> list[str]:
    """Splits a text into words: runs of Chinese characters, and runs of letters and digits."""
    return _WORDS.findall(text)


def initials(name: str) -> str:
    """Returns the one or two characters that stand in a person's or company's round picture.

    王小明 gives 小明, Anna Lee gives AL, 深圳蓝天 gives 深圳; a name without letters gives "?".
    """
    parts = words(one_width(name))
    if not parts:
        return "?"
    first = parts[0]
    if has_cjk(first):
        skip = 2 if len(first) == 4 and first[:2] in COMPOUND_SURNAMES else 1
        return first[skip:] if len(first) - skip in (1, 2) else first[:2]
    last = parts[-1] if len(parts) > 1 and not has_cjk(parts[-1]) else ""
    return (first[0] + last[:1]).upper()[:2]
