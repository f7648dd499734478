"""When two values of a field mean the same: spelling, width, case, legal forms and the like make no conflict."""

from typing import Any

from zhiji.lib.text import fold

_SPACELESS = frozenset({"region"})


def comparable(field: str, value: Any, kind: str = "") -> str:
    """Returns the form by which values of a field are compared; kind is the customer's, as names differ by it.

    A value in a form that no two writings share is returned as text; "" stands for an empty one.
    """
    if value is None or value == "":
        return ""
    if not isinstance(value, str):
        return str(value)
    folded = fold(value)
    return folded.replace(" ", "") if field in _SPACELESS else folded
