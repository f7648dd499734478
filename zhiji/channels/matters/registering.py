from collections.abc import Callable, Mapping
from typing import Any

from zhiji.customers.timeline.registry import EntryKind
from zhiji.customers.timeline.registry import register as register_entry
from zhiji.kernel.access import registry as access
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.live import topics
from zhiji.kernel.notifications import registry as notices
from zhiji.kernel.search import registry as search

VERBS = ("view", "add", "change", "assign")


def register(
    kind: str,
    *,
    module: str,
    icon: str,
    names: tuple[Any, Any],
    given: tuple[Any, Any],
    grants: Mapping[str, Mapping[str, str]],
    may_hear_of: Callable[[Actor, str], bool],
) -> None:
    """Enters a kind of matter: its rights, its entries on timelines, its notices, its place in the search.

    names are one and many of it; given are the name and the sentence of the notice that one is given to me.
    """

    def url(key: int) -> str:
        return f"/{kind}s/{key}"

    access.register(kind, VERBS, grants)
    topics.register(kind, may_hear_of)
    register_entry(EntryKind(kind, names[0], icon, url=url, module=module))
    notices.register(f"{kind}_assigned", given[0], given[1], icon)
    search.register(
        search.SearchKind(slug=kind, label=names[1], icon=icon, module=module, right=f"{kind}.view", url=url)
    )
