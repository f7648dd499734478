"""Rules of what happens: actions, their audit, their events, and who may write."""

import ast
from collections.abc import Iterator

from checks.house.rule import Rule, Source, calls, decorators, dotted, name_inside

WRITES = {"save", "create", "bulk_create", "bulk_update", "update_or_create", "get_or_create", "delete"}
# These also exist on dictionaries and sets, so they count only at the end of a query.
WRITES_OF_QUERIES = {"update", "add", "remove", "clear", "set"}
SIGNS_OF_A_QUERY = {"objects", "filter", "exclude", "visible_to", "changeable_by"}
SAVE_SIGNALS = {"pre_save", "post_save", "pre_delete", "post_delete", "m2m_changed"}
READERS = ("views", "panels", "queries", "forms", "tasks")


def is_action_file(source: Source) -> bool:
    """Look only at files of actions, not at the one that says what an action is."""
    return source.in_feature_file("actions") and source.path != "zhiji/kernel/actions.py"


def is_product_code(source: Source) -> bool:
    """Look at all that runs in an installation."""
    return source.path.startswith("zhiji/") and source.path.endswith(".py") and not source.is_test


def writes(source: Source) -> Iterator[tuple[int, str]]:
    """Find calls that write to the database."""
    for call in calls(source.tree):
        *chain, method = dotted(call.func).split(".")
        of_query = method in WRITES_OF_QUERIES and SIGNS_OF_A_QUERY & set(chain)
        if chain and (method in WRITES or of_query):
            yield call.lineno, name_inside(source, call.lineno)


def actorless(source: Source) -> Iterator[tuple[int, str]]:
    """Find actions that take something by position, or do not take the actor first."""
    for function in source.public_functions:
        named = [argument.arg for argument in function.args.kwonlyargs]
        if function.args.args or function.args.posonlyargs or named[:1] != ["actor"]:
            yield function.lineno, function.name


def undeclared(source: Source) -> Iterator[tuple[int, str]]:
    """Find public functions of an actions file without @action."""
    for function in source.public_functions:
        if "action" not in decorators(function):
            yield function.lineno, function.name


def unaudited(source: Source) -> Iterator[tuple[int, str]]:
    """Find actions that neither record themselves, nor through a function of this file or another action."""
    functions = {node.name: node for node in source.tree.body if isinstance(node, ast.FunctionDef)}
    recording = {"record"} | set(source.known_actions)
    while more := {
        name
        for name, node in functions.items()
        if name not in recording and {dotted(call.func).split(".")[-1] for call in calls(node)} & recording
    }:
        recording |= more
    for function in source.public_functions:
        own = {dotted(call.func).split(".")[-1] for call in calls(function)}
        if "action" in decorators(function) and not own & (recording - {function.name}):
            yield function.lineno, function.name


def save_signals(source: Source) -> Iterator[tuple[int, str]]:
    """Find uses of Django's signals around saving."""
    for node in ast.walk(source.tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.ImportFrom) else []
        attribute = [node.attr] if isinstance(node, ast.Attribute) else []
        for name in set(names + attribute) & SAVE_SIGNALS:
            yield node.lineno, name


def changeable_events(source: Source) -> Iterator[tuple[int, str]]:
    """Find events that are not frozen dataclasses."""
    for node in source.tree.body:
        if isinstance(node, ast.ClassDef) and not any(is_frozen(d) for d in node.decorator_list):
            yield node.lineno, node.name


def is_frozen(decorator: ast.expr) -> bool:
    """Tell whether a decorator is @dataclass(frozen=True)."""
    return (
        isinstance(decorator, ast.Call)
        and dotted(decorator) == "dataclass"
        and any(
            keyword.arg == "frozen"
            and isinstance(keyword.value, ast.Constant)
            and keyword.value.value is True
            for keyword in decorator.keywords
        )
    )


def saving_with_consequences(source: Source) -> Iterator[tuple[int, str]]:
    """Find save() and delete() of models that do something of their own."""
    for node in source.tree.body:
        if isinstance(node, ast.ClassDef):
            for member in node.body:
                if isinstance(member, ast.FunctionDef) and member.name in {"save", "delete"}:
                    yield member.lineno, f"{node.name}.{member.name}"


ACTIONS = "zhiji/sales/quotes/actions.py"
RULES = [
    Rule(
        "views, panels, queries, forms and tasks do not write by themselves",
        lambda source: source.in_feature_file(*READERS),
        writes,
        bad="def accept(request, pk):\n    Quote.objects.filter(pk=pk).update(state='accepted')",
        good="def accept(request, pk):\n    seen.update(pk=pk)\n    accept_quote(actor=request.actor)",
    ),
    Rule(
        "every action takes its actor first, and everything by name",
        is_action_file,
        actorless,
        bad="@action\ndef accept_quote(quote, actor):\n    record(actor, 'accept_quote', quote)",
        good="@action\ndef accept_quote(*, actor, quote):\n    record(actor, 'accept_quote', quote)",
        path=ACTIONS,
    ),
    Rule(
        "every act carries @action",
        is_action_file,
        undeclared,
        bad="def accept_quote(*, actor, quote): ...",
        good="@action\ndef accept_quote(*, actor, quote): ...\ndef _lock(quote): ...",
        path=ACTIONS,
    ),
    Rule(
        "every action records who did what",
        is_action_file,
        unaudited,
        bad="@action\ndef accept_quote(*, actor, quote):\n    quote.save()",
        good=(
            "@action\ndef accept_quote(*, actor, quote):\n    _close(actor, quote)\n"
            "def _close(actor, quote):\n    audit.record(actor, 'accept_quote', quote)"
        ),
        path=ACTIONS,
    ),
    Rule(
        "no signals around saving: publish an event",
        is_product_code,
        save_signals,
        bad="from django.db.models.signals import post_save",
        good="from zhiji.kernel.events.actions import publish",
    ),
    Rule(
        "events are frozen dataclasses",
        lambda source: source.in_feature_file("events") and source.name == "events.py",
        changeable_events,
        bad="@dataclass\nclass QuoteAccepted(Event):\n    quote_id: int",
        good="@dataclass(frozen=True)\nclass QuoteAccepted(Event):\n    quote_id: int",
        path="zhiji/sales/quotes/events.py",
    ),
    Rule(
        "models have no consequences in save() or delete()",
        lambda source: source.in_feature_file("models"),
        saving_with_consequences,
        bad="class Quote(Model):\n    def save(self): self.customer.refresh()",
        good="class Quote(Model):\n    def total(self): return 1",
        path="zhiji/sales/quotes/models.py",
    ),
]
