"""What makes a function an action: one act, one transaction, one name, whoever asks for it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import transaction

from zhiji.kernel.inserting import gathered

P = ParamSpec("P")
R = TypeVar("R")

ACTIONS: dict[str, Callable[..., Any]] = {}
_inside: ContextVar[bool] = ContextVar("inside an action", default=False)


@contextmanager
def one_act(*, savepoint: bool = True) -> Iterator[None]:
    """Makes a block one transaction; what happens inside it stands or falls with it.

    Within a transaction it takes a savepoint, unless the caller gives up the whole of it on a fault. An action within
    an action takes none: nobody catches its refusal half-way, and two statements less for each count where a hundred
    contacts come in a second.
    """
    outermost = not _inside.get()
    mark = _inside.set(True)
    try:
        with transaction.atomic(savepoint=outermost and savepoint):
            if outermost:
                with gathered():
                    yield
            else:
                yield
    finally:
        _inside.reset(mark)


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
        with one_act():
            return function(*args, **kwargs)

    ACTIONS[name] = run
    return run
