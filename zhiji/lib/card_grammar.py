"""The library that reads address cards, made safe for cards that strangers send."""

import re
from functools import cache
from importlib import import_module
from typing import Any

# As the library's own pattern of a line, but with one way only to read what follows a parameter's name. Its own tries
# all ways to share out signs = and ,: sixty of them in a line that never comes to its colon take longer than anybody
# lives, and meanwhile the whole process stands still.
_NAME = "[a-zA-Z0-9_-]+"
_LINE = re.compile(
    rf"((?P<group>{_NAME})\.)?(?P<name>{_NAME})"
    rf'(?P<params>;?(?:;{_NAME}(?:[=,](?:"[^"]*"|[^";:,=]*))*)*)'
    r":(?P<value>.*)$",
    re.DOTALL,
)


@cache
def card_library() -> Any:
    """Loads vobject, whose grammar of lines is then ours; it takes a moment, so it is loaded when first needed."""
    library = import_module("vobject")
    library.base.line_re = _LINE
    return library
