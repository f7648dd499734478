def register() -> None:
    """Registers the setup room."""
