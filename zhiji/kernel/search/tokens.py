"""From a document to the tokens that stand in the index: made here once, so both databases hold the same.

Marks: `^` name starts with · `/` name without its place starts with · `=` whole short name · `.` start of a
Latin word · `:` pinyin · `-` pinyin initials · `+` four digits in a row · `$` last four digits · `#` number of a
document · `@` mail domain. Chinese characters stand bare.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from zhiji.kernel.search.names import (
    combined,
    first_letters,
    letters_together,
    pair_sounds,
    starts,
    without_legal_form,
)
from zhiji.lib.phones import parse_phone
from zhiji.lib.pinyin import readings
from zhiji.lib.text import fold, has_cjk, words

EDGE = 8  # letters of a Latin word that are told apart by the index; the rest is compared afterwards
SHORT_NAME = 8
_LONGEST_TEXT = 200
_MOST_TEXTS = 50
_TELLS_NOTHING = {"", "com", "co", "net", "org", "edu", "gov"}  # in a domain before its last label
_PLAIN_PHONE = re.compile(r"\+\d{5,15}")
_NUMBER_PART = re.compile(r"[a-z]+|\d+")
# Nothing else may reach an index: each token stays whole there and needs no escaping in a query.
TOKEN_MARKS = "^/=.:-+$#@!~_"
_TOKEN = re.compile(rf"[a-z0-9{re.escape(TOKEN_MARKS)}\u0080-\U0010ffff]{{1,64}}")
_TOKENS = re.compile(rf"(?:{_TOKEN.pattern}(?: |$))*")


@dataclass(frozen=True)
class SearchDocument:
    """One thing that can be found: what is shown of it, what finds it, and who may see it.

    A higher boost comes first among equally good hits.
    """

    kind: str
    object_id: int
    title: str
    subtitle: str = ""
    words: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    mails: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    owner_id: int | None = None
    team_id: int | None = None
    boost: int = 0


def document_tokens(document: SearchDocument) -> list[str]:
    """Returns all tokens under which a document is found, each once, in no order."""
    title = fold(document.title)[:_LONGEST_TEXT]
    found = set(_title_tokens(title))
    for word in document.words[:_MOST_TEXTS]:
        _name_tokens(fold(word)[:_LONGEST_TEXT], found)
    for mail in document.mails[:_MOST_TEXTS]:
        _mail_tokens(fold(mail)[:_LONGEST_TEXT], found)
    for number in document.numbers[:_MOST_TEXTS]:
        _number_tokens(fold(number)[:_LONGEST_TEXT], found)
    for phone in document.phones[:_MOST_TEXTS]:
        _phone_tokens(phone_digits(phone), found)
    if not _TOKENS.fullmatch(" ".join(found)):  # nearly all documents hold plain tokens only
        found = {token for token in found if _TOKEN.fullmatch(token)}
    return list(found)


@lru_cache(maxsize=8192)  # most names of people are borne by many
def _title_tokens(title: str) -> tuple[str, ...]:
    found: set[str] = set()
    _name_tokens(title, found)
    _start_tokens(title, found)
    return tuple(found)


def is_token(text: str) -> bool:
    """Tells whether a text may stand in the index as one token."""
    return _TOKEN.fullmatch(text) is not None


def audience_tokens(document: SearchDocument) -> list[str]:
    """Returns the tokens that say who may see a document; see reaches() of kernel.access for the rule."""
    kind = f"!{document.kind}"
    found = [kind]
    if document.owner_id is not None:
        found.append(f"{kind}/o{document.owner_id}")
    if document.team_id is not None:
        found.append(f"{kind}/t{document.team_id}")
    if document.owner_id is None and document.team_id is None:
        found.append(f"{kind}/free")
    return found


def edges(word: str) -> list[str]:
    """Returns the starts of a Latin word that the index knows: tech gives te, tec, tech."""
    return [word[:n] for n in range(2, min(len(word), EDGE) + 1)] or [word]


def phone_digits(typed: str) -> str:
    """Returns the digits of a number as dialled at home; foreign ones with their country code."""
    plain = typed if _PLAIN_PHONE.fullmatch(typed) else parse_phone(typed).e164
    if plain.startswith("+86"):
        rest = plain[3:]
        return rest if len(rest) == 11 and rest[0] == "1" else "0" + rest
    return plain[1:] or "".join(c for c in fold(typed) if c in "0123456789")[:20]


def number_forms(number: str) -> set[str]:
    """Returns the ways to type a folded document number, without zeros in front: c-000123 gives c123 and 123.

    A number of several groups has its whole form too: so2024-0017 gives so20240017, so202417 and 17.
    """
    parts = _NUMBER_PART.findall(number)
    groups = [part.lstrip("0") or "0" for part in parts if part.isdigit()]
    if not groups:
        return set()
    short = "".join(part.lstrip("0") or "0" if part.isdigit() else part for part in parts)
    return {short, groups[-1], "".join(parts)} if len(groups) > 1 else {short, groups[-1]}


def spellable_words(texts: Iterable[str]) -> set[str]:
    """Returns the Latin words of some texts that may be mistyped: four letters or more, no digits."""
    return {
        word
        for text in texts
        for word in words(fold(text)[:_LONGEST_TEXT])
        if 4 <= len(word) <= 24 and word.isalpha() and not has_cjk(word)
    }


def _name_tokens(name: str, found: set[str]) -> None:
    for word in words(name):
        if not has_cjk(word):
            found.update(["." + edge for edge in edges(word)])
            continue
        found.update(word)
        found.update([word[at : at + 2] for at in range(len(word) - 1)])
        core = without_legal_form(word)
        for at in range(len(core)):
            found.update(_pair_sounds(core[at : at + 2]))
        found.update(_threes(core))


@lru_cache(maxsize=16384)
def _pair_sounds(part: str) -> tuple[str, ...]:
    """The tokens of sound that begin at one character of a name: itself, and with its neighbour."""
    found = [":" + reading for reading in readings(part[0])]
    if len(part) > 1 and found and readings(part[1]):
        found += [":" + pair for pair in pair_sounds(part)]
        found += ["-" + letters for letters in letters_together(part)]
    return tuple(found)


def _threes(core: str) -> list[str]:
    """The initials of each three neighbours."""
    letters = [first_letters(character) for character in core]
    line = "".join(letters)
    if len(line) == len(core) and "" not in letters:
        return ["-" + line[at : at + 3] for at in range(len(line) - 2)]
    return ["-" + three for at in range(len(letters) - 2) for three in combined(letters[at : at + 3])]


def _start_tokens(title: str, found: set[str]) -> None:
    joined = "".join(words(title))
    if 0 < len(joined) <= SHORT_NAME:
        found.add("=" + joined)
    first = next(iter(words(title)), "")
    if first and not has_cjk(first):
        found.update(["^." + first[:n] for n in range(1, 5)])
        return
    run = without_legal_form(first)
    for at in starts(title):
        core = run[at : at + 3]
        if core:
            mark = "/" if at else "^"
            found.update((mark + core[:1], mark + core[:2]))
            found.update(["^" + sound for sound in (*_pair_sounds(core[:2]), *_threes(core))])
            found.update(["^-" + letter for letter in first_letters(core[0])])


def _mail_tokens(mail: str, found: set[str]) -> None:
    local, _, domain = mail.rpartition("@")
    labels = domain.split(".")
    for part in {local, *words(local.replace("_", " ")), *labels[:-1]} - _TELLS_NOTHING:
        if not has_cjk(part):
            found.update(["." + edge for edge in edges(part)])
    if domain:
        found.add("@" + domain)


def _number_tokens(number: str, found: set[str]) -> None:
    found.update("#" + form for form in number_forms(number))
    digits = "".join(c for c in number if c in "0123456789")
    if len(digits) >= 7:  # a serial number: any part of it, like a telephone number
        _phone_tokens(digits, found)


def _phone_tokens(digits: str, found: set[str]) -> None:
    if len(digits) < 4:
        found.update(["+" + digits] if digits else [])
        return
    found.update(["+" + digits[at : at + 4] for at in range(len(digits) - 3)])
    found.add("$" + digits[-4:])
