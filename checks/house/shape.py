"""Rules of size: beyond these lengths, a second noun is hiding."""

import ast
from collections.abc import Iterator

from checks.house.rule import Find, Rule, Source

LONGEST_FUNCTION = 40
LONGEST_FILE = 400
LONGEST_TEMPLATE = 120


def is_own_code(source: Source) -> bool:
    """Look at all Python that people wrote."""
    return source.path.endswith(".py") and not source.is_migration


def long_functions(source: Source) -> Iterator[tuple[int, str]]:
    """Find functions that are too long; their docstring does not count."""
    for function in source.functions:
        length = (function.end_lineno or function.lineno) - function.lineno + 1
        first = function.body[0]
        if ast.get_docstring(function) is not None:
            length -= (first.end_lineno or first.lineno) - first.lineno + 1
        if length > LONGEST_FUNCTION:
            yield function.lineno, function.name


def long_files(limit: int) -> Find:
    """Make the search for files with more lines than the limit."""

    def find(source: Source) -> Iterator[tuple[int, str]]:
        if len(source.text.splitlines()) > limit:
            yield limit + 1, ""

    return find


RULES = [
    Rule(
        f"a function has at most {LONGEST_FUNCTION} lines",
        is_own_code,
        long_functions,
        bad="def price():\n" + "    x = 1\n" * 41,
        good='def price():\n    """' + "why\n" * 30 + '    """\n' + "    x = 1\n" * 30,
    ),
    Rule(
        f"a file has at most {LONGEST_FILE} lines",
        is_own_code,
        long_files(LONGEST_FILE),
        bad="x = 1\n" * 401,
        good="x = 1\n" * 400,
    ),
    Rule(
        f"a template has at most {LONGEST_TEMPLATE} lines",
        lambda source: source.path.endswith(".html"),
        long_files(LONGEST_TEMPLATE),
        bad="<p></p>\n" * 121,
        good="<p></p>\n" * 120,
        path="zhiji/sales/templates/sales/quote.html",
    ),
]
