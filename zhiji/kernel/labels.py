"""The words for choices."""

from functools import cache
from typing import Any

from django.db.models import TextChoices


@cache
def _labels(choices: type[TextChoices]) -> dict[str, Any]:
    return dict(choices.choices)


def label_of(choices: type[TextChoices], value: str) -> str:
    """Returns the word for a choice in the reader's language; what is no choice stands for itself.

    Django's own get_…_display makes a dictionary of all choices for each record: a tenth of a list's time.
    """
    return str(_labels(choices).get(value, value))
