"""One matter a customer may raise, with the words for it in one language."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """`about` is board, computer or any; `note` is what the colleague writes down after a call about it."""

    key: str
    about: str
    subject: str
    ask: str
    answer: str
    note: str
