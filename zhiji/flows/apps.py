from django.apps import AppConfig


class FlowsConfig(AppConfig):
    """Processes that cross domains, one file each; wiring.py says which event starts which."""

    name = "zhiji.flows"
    label = "flows"

    def ready(self) -> None:
        from zhiji.flows import contact_shows_quality
        from zhiji.flows.wiring import WIRING
        from zhiji.kernel.events.table import wire

        wire(WIRING)
        contact_shows_quality.register()
