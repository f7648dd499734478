from django.apps import AppConfig
from django.db.models.signals import post_migrate


class KernelConfig(AppConfig):
    """The ground floor: who works here, what they may do, what happened, and what is still to be done."""

    name = "zhiji.kernel"
    label = "kernel"

    def ready(self) -> None:
        from zhiji.kernel.access.setup import seed_roles
        from zhiji.kernel.fields.keeping import files_in_fields
        from zhiji.kernel.files.removal import names_files
        from zhiji.kernel.jobs import own  # noqa: F401  registers the kernel's own pumps and schedules
        from zhiji.kernel.live import own as live_own  # noqa: F401  registers the kernel's own topics
        from zhiji.kernel.notifications import own as notice_own  # noqa: F401  registers the digest

        names_files(files_in_fields)
        post_migrate.connect(seed_roles, sender=self)
