from importlib import import_module

from django.apps import AppConfig

# Each room of the desk registers its menu entry, commands, lists and panels.
ROOMS = (
    "day", "inbox", "customers", "matching", "sources", "quality", "search", "me", "setup", "permission", "privacy",
    "fields",
)  # fmt: skip


class DeskConfig(AppConfig):
    """Staff's front door: my day, the shared inbox, customers, search, and how Zhiji is set up."""

    name = "zhiji.desk"
    label = "desk"

    def ready(self) -> None:
        for room in ROOMS:
            import_module(f"zhiji.desk.{room}.screens").register()
