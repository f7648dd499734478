from collections.abc import Callable

import pytest

from zhiji.kernel.access.actor import Actor
from zhiji.kernel.search import actions, registry
from zhiji.kernel.search.queries import search
from zhiji.kernel.search.registry import SearchKind

MACHINE = Actor.machine("test")


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two kinds of the test's own, and no words remembered from another test."""
    monkeypatch.setattr(registry, "KINDS", {})
    monkeypatch.setattr("zhiji.kernel.search.audience.KINDS", registry.KINDS)
    actions._known_words.clear()
    for slug in ("customer", "lead"):
        registry.register(SearchKind(slug, slug, "user", "", f"{slug}.view", lambda key: f"/{key}"))


@pytest.fixture
def put(db: None) -> Callable[..., None]:
    """Enters a customer by number and name."""

    def enter(object_id: int, title: str, kind: str = "customer", **more: object) -> None:
        actions.index_object(actor=MACHINE, kind=kind, object_id=object_id, title=title, **more)

    return enter


@pytest.fixture
def find(db: None) -> Callable[..., list[int]]:
    """Searches and returns the numbers of what was found, in order."""

    def ask(text: str, actor: Actor = MACHINE, **more: object) -> list[int]:
        return [hit.object_id for hit in search(actor, text, **more).hits]

    return ask
