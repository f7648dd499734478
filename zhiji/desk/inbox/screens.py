def register() -> None:
    """Registers the inbox in the navigation and the palette."""
