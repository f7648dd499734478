"""Where web forms stand in the navigation, the palette and the schedule."""


def register() -> None:
    """Registers the commands of the web channel."""
