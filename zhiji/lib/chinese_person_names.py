"""Chinese names of people, and Japanese ones written in Chinese characters."""

import re
from collections import defaultdict

from zhiji.lib.person_parts import PersonName
from zhiji.lib.pinyin import readings
from zhiji.lib.surnames import COMPOUND_SURNAMES, JAPANESE, RANK, READINGS
from zhiji.lib.text import CJK, to_simplified
from zhiji.lib.titles import AFTER_SURNAME_ONLY, BEFORE_SURNAME_ONLY, CHINESE, LATIN_BEFORE

_IN_BRACKETS = re.compile(r"[(\[【<]([^()\[\]【】<>]*)[)\]】>]?")
_NO_NAME = re.compile(r"[\d*?!@#$%^&_=+|~:;\"]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:[ .'-]{1,2}[A-Za-z\u00c0-\u024f]+)*")
_CJK_RUN = re.compile(f"[{CJK}\u3040-\u30ff\u30fb·•]+")
_DOTS = re.compile("[·•・\u30fb]")
_PLAIN = re.compile("[\u4e00-\u9fff]{1,5}")
# In front of a surname alone (小李) only a common one is meant: 小平 is a name.
_COMMON = 130

_TITLES: dict[str, list[str]] = defaultdict(list)
for _title in CHINESE:
    _TITLES[_title[-1]].append(_title)


def family_of(name: str) -> str:
    """Returns the family name with which a simplified Chinese name begins, "" if it begins with none."""
    if len(name) > 2 and name[:2] in COMPOUND_SURNAMES:
        return name[:2]
    return name[0] if name[:1] in RANK else ""


def read_chinese_person(typed: str, text: str, language: str) -> PersonName:
    """Reads a name that holds Chinese characters; text is what was typed in one width."""
    name, alias, title = (text, "", "") if _PLAIN.fullmatch(text) else _without_additions(text)
    # Simplifying changes no length: what is found in the simplified name stands at the same place in the typed one.
    plain = to_simplified(name)
    end = _before_titles(plain)
    if end < len(plain):
        name, plain, title = name[:end], plain[:end], name[end:]
    if not title and 1 < len(plain) < 4:
        if plain[0] in BEFORE_SURNAME_ONLY and _is_nickname(plain):
            return _made(typed, name[1:], "", plain[1:], "", (plain[0], alias), is_surname_only=True)
        if plain[-1] in AFTER_SURNAME_ONLY and (plain[:-1] in RANK or plain[:-1] in COMPOUND_SURNAMES):
            return _made(typed, name[:-1], "", plain[:-1], "", (plain[-1], alias), is_surname_only=True)
    if len(plain) == 1 and alias and not title:
        if alias.lower().strip(".") in LATIN_BEFORE:
            return _made(typed, name, "", plain, "", (alias, ""), is_surname_only=True)
        return _made(typed, name, alias, plain, alias, ("", ""), is_surname_only=False)
    length, is_surname_only = _family_length(plain, language)
    return _made(
        typed,
        name[:length],
        name[length:],
        plain[:length],
        plain[length:],
        (title, alias),
        is_surname_only=is_surname_only,
    )


def _without_additions(text: str) -> tuple[str, str, str]:
    """Takes off what is no name: brackets, numbers, a Latin name beside the Chinese one; words behind are a title."""
    aside = " ".join(inside.strip() for inside in _IN_BRACKETS.findall(text))
    text = _NO_NAME.sub(" ", _IN_BRACKETS.sub(" ", text))
    alias = next(iter(_LATIN.findall(f"{text} {aside}")), "")
    runs = _CJK_RUN.findall(text)
    if not runs:
        return text.strip(), alias, ""
    if len(runs) > 1 and sum(map(len, runs)) > 4 and _is_title(runs[-1]):
        return "".join(runs[:-1]), alias, runs[-1]
    return "".join(runs), alias, aside if _is_title(aside) else ""


def _is_title(text: str) -> bool:
    """Tells whether a text ends with a title, such as 采购部经理."""
    plain = to_simplified(text)
    return any(plain.endswith(title) for title in _TITLES.get(plain[-1:], ()))


def _before_titles(plain: str) -> int:
    """Returns where the titles at the end of a name begin: 2 for 李雷总经理先生."""
    end = len(plain)
    for _ in range(3):
        for title in _TITLES.get(plain[end - 1], ()) if end else ():
            if end > len(title) and plain.endswith(title, 0, end):
                end -= len(title)
                break
        else:
            break
    return end


def _family_length(plain: str, language: str) -> tuple[int, bool]:
    """Returns how many characters are the family name, and whether there is nothing else."""
    length = len(plain)
    if length < 2:
        return length, length == 1
    if plain[:2] in COMPOUND_SURNAMES:
        return 2, length == 2
    if length > 5 or (length > 2 and _DOTS.search(plain)):
        return 0, False
    if length == 4 and (language == "ja" or plain[:2] in JAPANESE):
        return 2, False
    return 1, False


def _is_nickname(plain: str) -> bool:
    return RANK.get(plain[1:], _COMMON) < _COMMON or plain[1:] in COMPOUND_SURNAMES


def _made(
    typed: str,
    family: str,
    given: str,
    plain_family: str,
    plain_given: str,
    beside: tuple[str, str],
    *,
    is_surname_only: bool,
) -> PersonName:
    """Puts a name together; beside is title and alias."""
    title, alias = beside
    sound_family = READINGS.get(plain_family) or "".join(_sounds(plain_family))
    sounds = _sounds(plain_given)
    sound_given = "".join(sounds)
    initials = sound_family[:1] + "".join([sound[0] for sound in (*_sounds(plain_family[1:]), *sounds)])
    pinyin = f"{sound_family} {sound_given}".strip()
    if is_surname_only:
        return PersonName(typed, family, given, title, alias, pinyin, initials, is_surname_only=True)
    key = (plain_family + plain_given).lower()
    if len(key) > 4:
        key = _DOTS.sub("", key)
    sound = (
        pinyin if sound_family < sound_given or not sound_given else f"{sound_given} {sound_family}".strip()
    )
    if "v" in sound:
        sound = " ".join(sorted(sound.replace("v", "u").split()))
    return PersonName(typed, family, given, title, alias, pinyin, initials, key, sound)


def _sounds(text: str) -> list[str]:
    """The readings of the characters, and words in other letters as they are."""
    found: list[str] = []
    for letter in text:
        if read := readings(letter):
            found.append(read[0])
        elif letter.isalpha():
            found.append(letter.lower())
    return found
