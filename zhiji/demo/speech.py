"""Turn a template into a sentence: `[one|another]` is chosen by lot, `{slot}` is filled in."""

import random
import re
from functools import lru_cache

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_SPACES = re.compile(r" {2,}")


@lru_cache(maxsize=4096)
def _parts(template: str) -> tuple[tuple[str, ...], ...]:
    pieces = _CHOICE.split(template)
    return tuple(
        (piece,) if number % 2 == 0 else tuple(piece.split("|")) for number, piece in enumerate(pieces)
    )


def say(rng: random.Random, template: str, slots: dict[str, str]) -> str:
    """Speak a template; the same generator state and slots give the same words."""
    words = [part[0] if len(part) == 1 else part[int(rng.random() * len(part))] for part in _parts(template)]
    return _SPACES.sub(" ", "".join(words).format_map(slots)).strip()


def say_one(rng: random.Random, templates: tuple[str, ...], slots: dict[str, str]) -> str:
    """Speak one of several templates."""
    return say(rng, templates[int(rng.random() * len(templates))], slots)
