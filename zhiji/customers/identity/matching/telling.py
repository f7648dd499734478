"""How far a look through all customers is, as people see it."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from zhiji.customers.identity.matching.records import Kind
from zhiji.kernel.jobs.models import Progress
from zhiji.kernel.jobs.progress import show_progress

SLUG = "matching"
# What is done for each kind, one after the other.
STEPS = ("keys", "matching", "deciding")


def teller(kind: Kind, before: int, total: int) -> Callable[[str], None]:
    """Makes a function that shows which step for a kind begins; before and total count steps, 3 for each kind."""

    def tell(step: str) -> None:
        show_progress(SLUG, label=_label(kind, step), done=before + STEPS.index(step), total=total)

    return tell


def told_begin() -> None:
    """Shows that somebody has asked for a look through all, before it begins."""
    show_progress(SLUG, label=_("All customers are looked through"), done=0, total=2 * len(STEPS))


def told_done(total: int) -> None:
    """Shows that it is done; total counts the steps."""
    show_progress(SLUG, label=_("All customers are looked through"), done=total, total=total, finished=True)


def told_stopped(why: str) -> None:
    """Shows that it stopped, and why."""
    label = _("All customers are looked through")
    show_progress(SLUG, label=label, done=0, total=len(STEPS), finished=True, error=why)


def progress_now() -> Progress | None:
    """Returns how far the latest one is, if there ever was one."""
    return Progress.objects.filter(slug=SLUG).first()


def _label(kind: Kind, step: str) -> str:
    labels = {
        ("organisation", "keys"): _("Organisations: what they are found by is written down"),
        ("organisation", "matching"): _("Organisations: all are compared"),
        ("organisation", "deciding"): _("Organisations: what was found is merged or asked"),
        ("person", "keys"): _("People: what they are found by is written down"),
        ("person", "matching"): _("People: all are compared"),
        ("person", "deciding"): _("People: what was found is merged or asked"),
    }
    return labels[kind, step]
