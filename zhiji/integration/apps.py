from datetime import timedelta
from importlib import import_module

from django.apps import AppConfig


class IntegrationConfig(AppConfig):
    """The machines' door: lists that departments keep in files; later other systems."""

    name = "zhiji.integration"
    label = "integration"

    def ready(self) -> None:
        from zhiji.integration.files.tasks import drop_abandoned, imports_on
        from zhiji.kernel.access import registry as access
        from zhiji.kernel.jobs.schedule import every
        from zhiji.kernel.live import topics

        access.register("import", ("view", "run"), {"manager": {"view": "all", "run": "all"}})
        topics.register("imports", lambda actor, rest: actor.may("import.view"))
        topics.register("import", lambda actor, rest: actor.may("import.view") and rest.isdecimal())
        every("imports", timedelta(minutes=1), imports_on)
        every("abandoned-imports", timedelta(days=1), drop_abandoned, hour=4)
        import_module("zhiji.integration.files.screens").register()
