from datetime import datetime

from django.utils import timezone, translation
from django_tasks import task

from zhiji.customers.privacy.actions import (
    erase_again,
    erase_some,
    forget_copies,
    forget_lists,
    make_copy,
    note_failure,
)
from zhiji.customers.privacy.models import PrivacyRequest
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.actions import one_act
from zhiji.kernel.files.removal import remove_laid_aside
from zhiji.kernel.jobs.progress import show_progress
from zhiji.kernel.jobs.pumps import give_way

ACTOR = Actor.machine("privacy")


@task()
def carry_out(request_id: int, language: str = "") -> None:
    """Makes the copy, or erases step by step; a job that was killed goes on where it stopped."""
    asked = PrivacyRequest.objects.filter(pk=request_id, state=PrivacyRequest.State.WORKING).first()
    if asked is None:
        return
    try:
        with translation.override(language or translation.get_language()):
            if asked.kind == PrivacyRequest.Kind.EXPORT:
                make_copy(actor=ACTOR, request_id=request_id)
            else:
                _erase(asked)
    except Exception as error:
        note_failure(actor=ACTOR, request_id=request_id, error=f"{type(error).__name__}: {error}")
        raise


def _erase(asked: PrivacyRequest) -> None:
    slug, total = f"privacy-{asked.pk}", asked.report.get("total", 0)
    while erase_some(actor=ACTOR, request_id=asked.pk):
        give_way()
        asked.refresh_from_db(fields=["report"])
        done = min(sum(asked.report["erased"].values()), total)
        show_progress(slug, label=str(asked), done=done, total=total)
    show_progress(slug, label=str(asked), done=total, total=total, finished=True)


@task()
def tidy_privacy() -> int:
    """Removes old copies and files of lists, and takes up erasures whose reason to keep something may be gone."""
    count = forget_copies(actor=ACTOR)
    while some := forget_lists(actor=ACTOR):
        count += some
        give_way()
    done = PrivacyRequest.objects.filter(kind=PrivacyRequest.Kind.ERASE, state=PrivacyRequest.State.DONE)
    for asked in done.exclude(customer=None):
        if _may_go_on(asked, timezone.now()):
            with one_act():
                erase_again(actor=ACTOR, request_id=asked.pk)
                carry_out.enqueue(asked.pk)
            count += 1
    return count


def _may_go_on(asked: PrivacyRequest, now: datetime) -> bool:
    ends = [kept["until"] for kept in asked.report.get("kept", ())]
    return any(end is None or datetime.fromisoformat(end) <= now for end in ends)


@task()
def remove_erased_files() -> int:
    """Removes the contents of files that an erasure laid aside."""
    return remove_laid_aside()
