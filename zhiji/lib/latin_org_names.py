"""Names of organisations in Latin letters: Shenzhen Blue Sky Electronics Co., Ltd., Müller GmbH & Co. KG."""

import re
from typing import NamedTuple

from zhiji.lib.countries import country_of
from zhiji.lib.org_parts import OrgName
from zhiji.lib.org_words import (
    LATIN_BRANCH_WORDS,
    LATIN_DEPARTMENTS,
    LATIN_FORMS,
    LATIN_FRONT_FORMS,
    LATIN_TRADES,
    LONGEST_LATIN_FORM,
)
from zhiji.lib.place_sounds import place_by_sound
from zhiji.lib.text import fold

# S.r.l., L.L.C., K.K.: single letters with dots are one word.
_DOTTED = re.compile(r"\b(?:[a-z]\.[ ]?){1,4}[a-z]\b\.?")
_APOSTROPHE = re.compile(r"(?<=\w)['’´`](?=s\b|\w)")
_TOKEN = re.compile(r"a/s\b|c/o\b|[^\W_]+|&|\+|[(),]")
_IN_BRACKETS = re.compile(r"\(([^()]*)\)")
_JOINING = frozenset({"&", "and", "+", "und", "et", "y"})
# Cities that sound like names or words.
_NO_PLACES = frozenset(
    {"ali", "jian", "luan", "hami", "dali", "heze", "ya an", "yaan", "xinyu", "anshun", "lishui", "jixi"}
)


_OF = frozenset({"of", "de", "di", "do", "von", "in", "the", "for"})


class _Place(NamedTuple):
    name: str
    code: str


_NOWHERE = _Place("", "")


def read_latin_org(typed: str, text: str) -> OrgName:
    """Reads a Latin name of an organisation; text is what was typed in one width."""
    low = _APOSTROPHE.sub("", fold(text))
    low = _DOTTED.sub(lambda dotted: re.sub(r"[. ]", "", dotted[0]) + " ", low)
    low, place, aside = _take_brackets(low)
    tokens = ["a_s" if token == "a/s" else token for token in _TOKEN.findall(low)]
    folded = " ".join(token for token in tokens if token not in "(),")
    tokens, branch = _take_branch(tokens)
    tokens, form = _take_forms(tokens)
    if tuple(tokens) in LATIN_FORMS:
        return OrgName(typed, folded, legal_form=LATIN_FORMS[tuple(tokens)], aside=aside)
    if not place.code:
        tokens, place = _take_place(tokens)
        # Siemens Ltd., China
        tokens, inner = _take_forms(tokens)
        form = form or inner
    words = [LATIN_TRADES.get(token, token) if index else token for index, token in enumerate(tokens)]
    words = [word for word in words if word not in _JOINING] or tokens
    end = len(words)
    while end > 1 and words[end - 1] in LATIN_TRADES:
        end -= 1
    brand, business = "".join(words[:end]), "".join(words[end:])
    return OrgName(typed, folded, brand, business, place.name, place.code, form, branch, aside)


def _take_brackets(low: str) -> tuple[str, _Place, str]:
    """Takes brackets out: a place, a legal form is left in, anything else is beside the name."""
    place, aside = _NOWHERE, ""

    def sort(match: re.Match[str]) -> str:
        nonlocal place, aside
        inside = match[1].strip()
        if not place.code and (found := _place_of(inside)).code:
            place = found
        elif (inside,) in LATIN_FORMS or not match.string[match.end() :].strip(" .,"):
            aside = aside or ("" if (inside,) in LATIN_FORMS else inside)
        else:
            return f" {inside} "
        return " "

    return (_IN_BRACKETS.sub(sort, low) if "(" in low else low), place, aside


def _take_branch(tokens: list[str]) -> tuple[list[str], str]:
    """Takes a branch or department off the end, or off the front where a comma follows it."""
    words = [token for token in tokens if token not in "()"]
    if "," in words:
        first = words[: words.index(",")]
        if first and first[-1] in LATIN_BRANCH_WORDS and (first[0] in LATIN_DEPARTMENTS or len(first) < 4):
            rest = [token for token in words[len(first) :] if token != ","]
            return (rest, " ".join(first)) if rest else (first, "")
    plain = [token for token in words if token != ","]
    if len(plain) > 2 and plain[-1] in LATIN_BRANCH_WORDS:
        start = len(plain) - 1
        for length in (2, 1):
            before = plain[start - length : start]
            if len(plain) - length > 2 and (
                _place_of(" ".join(before)).code or (length == 1 and before[0] in LATIN_DEPARTMENTS)
            ):
                return plain[: start - length], " ".join(plain[start - length :])
    return plain, ""


def _take_forms(tokens: list[str]) -> tuple[list[str], str]:
    """Takes legal forms off the end, and the few that stand in front; the outermost one counts."""
    form = ""
    if len(tokens) > 1 and tokens[0] in LATIN_FRONT_FORMS:
        form, tokens = LATIN_FRONT_FORMS[tokens[0]], tokens[1:]
    if len(tokens) > 1 and tokens[0] == "the":
        tokens = tokens[1:]
    while True:
        for length in range(min(LONGEST_LATIN_FORM, len(tokens) - 1), 0, -1):
            found = LATIN_FORMS.get(tuple(tokens[-length:]))
            if found:
                form, tokens = form or found, tokens[:-length]
                break
        else:
            return tokens, form


def _take_place(tokens: list[str]) -> tuple[list[str], _Place]:
    """Takes a place off the front (Shenzhen Blue Sky) or off the end (Siemens China)."""
    for length in (2, 1):
        if len(tokens) > length:
            place = _chinese_place(" ".join(tokens[:length]))
            if place.code:
                # Shanghai Electric: the place is the name.
                is_name = all(token in LATIN_TRADES for token in tokens[length:])
                return (tokens if is_name else tokens[length:]), place
            place = _place_of(" ".join(tokens[-length:]))
            # Bank of China is not the bank of that name in China.
            if place.code and tokens[-length - 1] not in _OF:
                return tokens[:-length], place
    return tokens, _NOWHERE


def _place_of(text: str) -> _Place:
    code = country_of(text) if len(text) > 2 else ""
    return _Place(text, code) if code else _chinese_place(text)


def _chinese_place(text: str) -> _Place:
    found = None if text in _NO_PLACES or len(text) < 4 else place_by_sound(text)
    return _Place(found.short or found.name, found.code) if found else _NOWHERE
