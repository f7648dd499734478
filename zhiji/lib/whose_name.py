"""Whether a name that stands alone is an organisation's or a person's: the one rule for lists, matching and mails."""

import re
from functools import lru_cache

from zhiji.lib.org_names import parse_org_name
from zhiji.lib.org_words import (
    BRANCH,
    DEPARTMENT,
    LATIN_BRANCH_WORDS,
    LATIN_FORMS,
    LATIN_FRONT_FORMS,
    LATIN_TRADES,
)
from zhiji.lib.person_names import looks_like_person
from zhiji.lib.text import has_cjk, one_width, to_simplified
from zhiji.lib.titles import CHINESE

__all__ = ["names_organisation"]

_BRACKETS = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]?")
# What kind of house it is stands at the end: …局, …店; a person's name is never so long.
_HOUSE = re.compile(r"(?:公司|集团|中心|委员会|[厂局处部所院社行店会校办])$")
_PART = re.compile(f"(?:{DEPARTMENT})|.*(?:{BRANCH})")
_OF = re.compile(
    r"\b(?:university|college|school|hospital|institute|academy|bank|ministry|department|bureau|chamber|council"
    r"|association|foundation|federation|society|museum|city|government)\s+(?:of|for)\b"
)
_FAMILY_FIRM = re.compile(r"(?:&|\band\b)\s+(?:sons?|co|partners|brothers|bros|associates)\b\.?$")
_WORD = re.compile(r"[^\W\d_]+")
_LAST_WORDS = frozenset(
    "department ministry association foundation university committee authority agency council commission".split()
)
_TELLING = (
    frozenset(word for form in LATIN_FORMS for word in form)
    | frozenset(LATIN_FRONT_FORMS)
    | frozenset(LATIN_TRADES)
    | LATIN_BRANCH_WORDS
    | _LAST_WORDS
)


@lru_cache(maxsize=4096)
def names_organisation(typed: str) -> bool:
    """Tells whether a name that stands alone is that of a company, school, authority or department.

    A legal form, a line of business behind a brand, a branch or the kind of house (…医院, University of …) tell it;
    a brand alone (Sony, 万科) can't be told from a person's name and counts as one.
    """
    name = one_width(typed)
    return _chinese(name) if has_cjk(name) else _latin(name)


def _chinese(name: str) -> bool:
    bare = to_simplified(_BRACKETS.sub("", name)).replace(" ", "")
    if looks_like_person(bare) or bare.endswith(CHINESE):
        return False
    if _PART.fullmatch(bare) or (len(bare) > 3 and _HOUSE.search(bare)):
        return True
    read = parse_org_name(name)
    return bool(read.legal_form or read.branch or (read.business and len(read.core) > 3))


def _latin(name: str) -> bool:
    low = name.lower()
    words = _WORD.findall(low)
    if len(words) < 2:
        return False
    if _OF.search(low) or _FAMILY_FIRM.search(low) or words[-1] in _LAST_WORDS:
        return True
    # Most names of people hold none of these words: they need not be taken apart.
    if _TELLING.isdisjoint(words):
        return False
    read = parse_org_name(name)
    return bool(read.legal_form or read.branch or (read.business and len(read.core) > 4))
