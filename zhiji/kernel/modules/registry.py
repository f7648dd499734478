"""The parts of Zhiji that can be switched off: menus, pages, panels and jobs vanish, the data stay."""

from dataclasses import dataclass
from typing import Any

from zhiji.kernel.access.cache import keep


@dataclass(frozen=True)
class Module:
    """One part that is useful alone; label and about are translated texts."""

    slug: str
    label: Any
    about: Any
    order: int = 100


MODULES: dict[str, Module] = {}


def module(slug: str, label: Any, about: Any, order: int = 100) -> None:
    """Registers a module; it is on until an administrator switches it off."""
    MODULES[slug] = Module(slug, label, about, order)


def is_on(slug: str) -> bool:
    """Tells whether a module is switched on; "" stands for what can't be switched off."""
    if not slug:
        return True
    from zhiji.kernel.modules.models import ModuleState

    off = keep("modules", lambda: set(ModuleState.objects.filter(is_on=False).values_list("slug", flat=True)))
    return slug not in off
