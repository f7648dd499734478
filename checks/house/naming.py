"""Rules of names, words and time."""

import ast
from collections.abc import Iterator

from checks.house.rule import Rule, Source, calls, dotted, name_inside

EMPTY_NAMES = {
    "util",
    "utils",
    "helper",
    "helpers",
    "manager",
    "managers",
    "misc",
    "common",
    "stuff",
    "base_utils",
}
# These speak to a terminal; all else speaks through pages, and to administrators through the log.
SPEAKS_TO_A_TERMINAL = ("zhiji/config/", "zhiji/bench/", "zhiji/demo/", "checks/", "building/")
NAIVE = {"datetime.now", "datetime.datetime.now", "datetime.fromtimestamp", "datetime.datetime.fromtimestamp"}
ALWAYS_NAIVE = {"utcnow", "utcfromtimestamp"}
TODAY = {"date.today", "datetime.today", "datetime.date.today", "datetime.datetime.today"}
EXPLAINED = ("actions", "queries", "rules")
FEWEST_WORDS = 3


def is_product_code(source: Source) -> bool:
    """Look at all that runs in an installation."""
    return source.path.startswith("zhiji/") and source.path.endswith(".py") and not source.is_migration


def empty_names(source: Source) -> Iterator[tuple[int, str]]:
    """Find files and folders whose name says nothing."""
    if {source.stem, *source.folders} & EMPTY_NAMES:
        yield 1, ""


def prints(source: Source) -> Iterator[tuple[int, str]]:
    """Find print()."""
    for call in calls(source.tree):
        if dotted(call.func) == "print":
            yield call.lineno, name_inside(source, call.lineno)


def naive_times(source: Source) -> Iterator[tuple[int, str]]:
    """Find times without a zone; one that is given the machine's zone at once has one."""
    given_a_zone = {
        node.value
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and node.attr == "astimezone"
    }
    for call in (call for call in calls(source.tree) if call not in given_a_zone):
        name = dotted(call.func)
        zone_given = len(call.args) > (1 if "timestamp" in name else 0) or bool(call.keywords)
        if (name in NAIVE and not zone_given) or name.split(".")[-1] in ALWAYS_NAIVE or name in TODAY:
            yield call.lineno, name_inside(source, call.lineno)


def short_test_names(source: Source) -> Iterator[tuple[int, str]]:
    """Find tests whose name is not a sentence."""
    for function in source.functions:
        words = [word for word in function.name.removeprefix("test_").split("_") if word]
        if function.name.startswith("test_") and len(words) < FEWEST_WORDS:
            yield function.lineno, function.name


def unexplained(source: Source) -> Iterator[tuple[int, str]]:
    """Find public functions without a sentence that says what they do."""
    for function in source.public_functions:
        if not ast.get_docstring(function):
            yield function.lineno, function.name


RULES = [
    Rule(
        "no module is called utils, helpers, manager or the like",
        lambda source: source.path.endswith(".py"),
        empty_names,
        bad="x = 1",
        good="",
        path="zhiji/sales/quotes/utils.py",
    ),
    Rule(
        "no print(): pages, the log, or standard output by name",
        lambda source: is_product_code(source) and not source.path.startswith(SPEAKS_TO_A_TERMINAL),
        prints,
        bad="print('accepted')",
        good="logger.info('accepted')",
    ),
    Rule(
        "no time without a zone",
        is_product_code,
        naive_times,
        bad="due = datetime.now()",
        good="due = datetime.now(UTC) or datetime.now(tz=UTC) or datetime.now().astimezone()",
    ),
    Rule(
        "the name of a test is a sentence",
        lambda source: source.name.startswith("test_"),
        short_test_names,
        bad="def test_quote(): ...",
        good="def test_an_expired_quote_cannot_be_accepted(): ...",
        path="zhiji/sales/quotes/tests/test_actions.py",
    ),
    Rule(
        "a public function of actions, queries, rules and lib says in a sentence what it does",
        lambda source: (
            source.in_feature_file(*EXPLAINED)
            or (source.path.startswith("zhiji/lib/") and not source.is_test)
        ),
        unexplained,
        bad="def price(quote): ...",
        good='def price(quote):\n    """Give what one pays, in the quote\'s currency."""\ndef _sum(): ...',
        path="zhiji/sales/quotes/rules.py",
    ),
]
