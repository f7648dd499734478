"""Fields of forms in which one chooses."""

from typing import Any

from django import forms


class AlwaysChosen(forms.ChoiceField):
    """A choice that is made already when the form opens: it may stay as it is, so it isn't called optional."""

    is_never_empty = True

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)
