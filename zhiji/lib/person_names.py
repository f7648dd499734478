"""Names of people: 王小明经理, 欧阳娜娜, Müller, Hans, LI Lei."""

from functools import lru_cache

from zhiji.lib.chinese_person_names import family_of, read_chinese_person
from zhiji.lib.latin_person_names import read_latin_person
from zhiji.lib.person_parts import PersonName
from zhiji.lib.text import has_cjk, one_width, to_simplified

__all__ = ["PersonName", "looks_like_person", "parse_person_name"]

_LONGEST = 100


@lru_cache(maxsize=256)  # each is asked for twice in a row: for its key, and for its parts
def parse_person_name(typed: str, language: str = "") -> PersonName:
    """Reads a person's name as typed into family name, given name and title.

    language is that of the customer ("zh", "ja", "en"), "" if it is not known; it decides where a name alone does not
    tell: Japanese family names of two characters, and which of Lei Li's names comes first ("zh": the first).
    """
    text = one_width(typed[:_LONGEST])
    if has_cjk(text):
        return read_chinese_person(typed, text, language)
    return read_latin_person(typed, text, language)


def looks_like_person(typed: str) -> bool:
    """Tells whether a Chinese text is as long as a person's name and begins with a family name."""
    text = to_simplified(one_width(typed[:_LONGEST])).replace(" ", "")
    family = family_of(text)
    return bool(family) and has_cjk(text) and len(family) <= len(text) <= len(family) + 2
