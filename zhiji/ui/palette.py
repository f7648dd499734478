"""The commands of the palette: every page and action that an actor may take now."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from zhiji.kernel.access.actor import Actor
from zhiji.kernel.modules.registry import is_on


@dataclass(frozen=True)
class Command:
    """One command; url is the name of a page or a function that returns an address, keywords are found like
    the label, makes_new ones also stand in the New menu."""

    slug: str
    label: Any
    url: str | Callable[[], str]
    icon: str = "arrow-right"
    right: str | None = None
    module: str = ""
    keywords: tuple[Any, ...] = ()
    keys: str = ""
    order: int = 100
    makes_new: bool = False

    @property
    def address(self) -> str:
        """Returns where the command leads."""
        return self.url() if callable(self.url) else reverse(self.url)

    def words(self) -> str:
        """Returns label and keywords in every language of Zhiji, in lower case."""
        found = []
        for code, _name in settings.LANGUAGES:
            with override(code):
                found += [str(text) for text in (self.label, *self.keywords)]
        return " ".join(found).lower()


_commands: dict[str, Command] = {}


def register(command: Command) -> None:
    """Adds a command; a second one of the same slug replaces the first."""
    _commands[command.slug] = command


def open_to(actor: Actor) -> list[Command]:
    """Lists every command that the actor may give now, in order."""
    commands = sorted(_commands.values(), key=lambda command: (command.order, command.slug))
    return [c for c in commands if is_on(c.module) and (c.right is None or actor.may(c.right))]


def making_new(actor: Actor) -> list[Command]:
    """Lists the commands that make something new."""
    return [command for command in open_to(actor) if command.makes_new]


def matching(actor: Actor, text: str) -> list[Command]:
    """Lists the commands open to the actor whose words contain all parts of the text; best ones first."""
    parts = text.lower().split()
    found = [command for command in open_to(actor) if all(part in command.words() for part in parts)]
    return sorted(found, key=lambda command: not _begins(command, parts))


def _begins(command: Command, parts: list[str]) -> bool:
    return bool(parts) and str(command.label).lower().startswith(parts[0])
