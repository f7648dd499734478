"""When two values of a field mean the same: spelling, width, case, legal forms and the like make no conflict."""

from functools import lru_cache
from typing import Any

from zhiji.lib.org_names import parse_org_name
from zhiji.lib.person_names import parse_person_name
from zhiji.lib.text import fold, has_cjk

ORGANISATION = "organisation"


@lru_cache(maxsize=4096)
def _text_form(field: str, value: str, kind: str) -> str:
    folded = fold(value)
    if field == "name" and kind == ORGANISATION:
        return parse_org_name(value).key or folded
    if field == "name":
        # Lena Torres and Torres, Lena are one, 李 雷 and 李雷先生 too.
        return parse_person_name(value).key or folded
    return folded.replace(" ", "") if has_cjk(folded) else folded


def comparable(field: str, value: Any, kind: str = "") -> str:
    """Returns the form by which values of a field are compared; kind is the customer's, as names differ by it.

    "" stands for an empty value only: one that tells nothing else is compared as it was typed.
    """
    if value is None or value == "":
        return ""
    return _text_form(field, value, kind) or value if isinstance(value, str) else str(value)
