"""The kinds of notice; each has a name and a sentence that is filled in with the notice's parameters."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class NoticeKind:
    """A kind of notice; label and sentence are translated when shown, sentence may name %(parameters)s."""

    slug: str
    label: Any
    sentence: Any
    icon: str = "bell"


KINDS: dict[str, NoticeKind] = {}


def register(slug: str, label: Any, sentence: Any, icon: str = "bell") -> None:
    """Enters a kind of notice."""
    KINDS[slug] = NoticeKind(slug, label, sentence, icon)
