def register() -> None:
    """Enters the pages of imports."""
