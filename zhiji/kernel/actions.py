"""What makes a function an action: one act, one transaction, one name, whoever asks for it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import transaction

P = ParamSpec("P")
R = TypeVar("R")

ACTIONS: dict[str, Callable[..., Any]] = {}


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Runs the function as one transaction and enters its name in the list of acts that Zhiji knows.

    Raises TypeError when two actions bear the same name: an audit entry would no longer say which was meant.
    """
    name = function.__name__
    known = ACTIONS.get(name)
    if known and known.__module__ != function.__module__:
        raise TypeError(f"Two actions are called {name}: in {known.__module__} and {function.__module__}.")

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction.atomic():
            return function(*args, **kwargs)

    ACTIONS[name] = run
    return run
