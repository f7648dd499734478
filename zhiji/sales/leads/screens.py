"""Placeholder."""


def register() -> None:
    """Registers the screens."""
