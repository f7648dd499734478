from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from zhiji.customers.sources.models import Import
from zhiji.integration.files.actions import drop_import
from zhiji.integration.files.checking import run_check
from zhiji.integration.files.faults import fault_text
from zhiji.integration.files.queries import COMMAND, abandoned_imports
from zhiji.integration.files.running import fail, run_import
from zhiji.integration.files.undoing import run_undo
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.actions import one_act
from zhiji.kernel.events.actions import signal_pages
from zhiji.kernel.jobs.progress import show_progress
from zhiji.kernel.jobs.pumps import give_way
from zhiji.kernel.notifications.actions import notify
from zhiji.kernel.users.models import User

# So long (seconds) one turn lasts; then other jobs have theirs.
_TURN = 60.0
State = Import.State


@task()
def import_on(import_id: int) -> None:
    """Goes on with an import for a while, whatever is to be done with it, and asks for the next turn."""
    at = Import.objects.select_related("user").filter(pk=import_id).first()
    if at is None:
        return
    with translation.override((at.user.language or None) if at.user else None):
        try:
            at = _turn(at)
        except Exception:
            fail(at, fault_text("stopped"))
            show_import(Import.objects.get(pk=at.pk))
            raise
    if at.state in (State.RUNNING, State.UNDOING):
        import_on.enqueue(import_id)
    else:
        _tell_user(at)


def _tell_user(at: Import) -> None:
    """Tells whoever began an import that it is in, or that it stopped and waits for them."""
    kinds = {State.DONE.value: "import_done", State.FAILED.value: "import_failed"}
    if kind := kinds.get(at.state):
        notify(
            actor=Actor.machine("import"),
            user_id=at.user_id,
            kind=kind,
            url=f"/imports/{at.pk}",
            key=f"{at.pk}:{at.next_row}",
            params={"name": at.name, "count": at.counts.get("customers", 0)},
        )


@task()
def imports_on() -> None:
    """Gives a turn to imports whose job was lost, as when a computer lost its power."""
    lost = Import.objects.filter(state__in=GOING).exclude(options__by=COMMAND)
    for import_id in lost.values_list("pk", flat=True):
        if not waiting(import_id):
            import_on.enqueue(import_id)


GOING = (State.CHECKING, State.RUNNING, State.UNDOING)


@task()
def drop_abandoned() -> int:
    """Puts away, with their files, lists that were taken in hand and then left; returns how many."""
    count = 0
    for import_id in list(abandoned_imports().values_list("pk", flat=True)):
        with one_act():
            if abandoned_imports().select_for_update(of=("self",)).filter(pk=import_id).first():
                drop_import(actor=Actor.machine("import"), import_id=import_id)
                count += 1
        give_way()
    return count


def waiting(import_id: int) -> bool:
    """Tells whether a turn of an import is waiting or going on."""
    from django_tasks.base import TaskResultStatus
    from django_tasks_db.models import DBTaskResult

    path = f"{import_on.func.__module__}.{import_on.func.__name__}"
    jobs = DBTaskResult.objects.filter(
        task_path=path, status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING]
    )
    return any(job.args_kwargs.get("args") == [import_id] for job in jobs)


def _turn(at: Import) -> Import:
    actor = actor_of(at)
    if at.state == State.CHECKING:
        return run_check(actor=actor, import_id=at.pk, tell=show_import)
    if at.state == State.UNDOING:
        return run_undo(actor=actor, import_id=at.pk, seconds=_TURN, tell=show_import)
    return run_import(actor=actor, import_id=at.pk, seconds=_TURN, tell=show_import)


def actor_of(at: Import) -> Actor:
    """Who brings a list in: the person who began it, else the machine."""
    user = User.objects.filter(pk=at.user_id).first() if at.user_id else None
    return Actor.of(user, origin=f"import:{at.pk}") if user else Actor.machine("import")


def show_import(at: Import) -> None:
    """Shows how far an import has come on every page that looks at it."""
    if at.state in GOING or at.ended_at:
        show_progress(
            f"import-{at.pk}",
            label=_("List “%(name)s”") % {"name": at.name[:100]},
            done=at.next_row,
            total=at.total,
            finished=at.state not in GOING,
            error=at.error,
            user_id=at.user_id,
        )
    signal_pages([f"import:{at.pk}", "imports"])
