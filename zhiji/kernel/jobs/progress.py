from django.utils import timezone

from zhiji.kernel.events.actions import signal_pages
from zhiji.kernel.jobs.models import Progress


def show_progress(
    slug: str,
    *,
    label: str,
    done: int,
    total: int,
    finished: bool = False,
    error: str = "",
    user_id: int | None = None,
    undo_url: str = "",
) -> None:
    """Shows how far a long piece of work has come, on every page that looks at it; undo_url takes all of it back."""
    Progress.objects.update_or_create(
        slug=slug,
        defaults={
            "label": label,
            "done": done,
            "total": total,
            "error": error,
            "user_id": user_id,
            "undo_url": undo_url,
            "finished_at": timezone.now() if finished else None,
        },
    )
    signal_pages(["jobs"])
