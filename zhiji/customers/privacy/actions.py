from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from zhiji.customers.parties.models import Customer
from zhiji.customers.permission.actions import lift_restriction, restrict_customer, suppress
from zhiji.customers.privacy.exporting import zipped_export
from zhiji.customers.privacy.models import PrivacyRequest
from zhiji.customers.privacy.queries import OPEN, subject_of, what_is_kept, what_stays
from zhiji.customers.privacy.registry import Kept, Subject, holdings
from zhiji.customers.privacy.rules import COPY_KEPT, due_at
from zhiji.customers.sources.lists import forget_old_lists, forget_rows_of_nobody
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.actions import action
from zhiji.kernel.audit.actions import record
from zhiji.kernel.errors import Refused
from zhiji.kernel.events.actions import signal_pages
from zhiji.kernel.files.actions import store_file
from zhiji.kernel.files.removal import forget_files
from zhiji.kernel.live.wake import wake_workers

SOME = 200


@action
def add_privacy_request(
    *,
    actor: Actor,
    customer_id: int,
    kind: str,
    law: str,
    received_at: datetime | None = None,
    words: str = "",
    checked: str = "",
) -> PrivacyRequest:
    """Notes what somebody asks about their own data; an open one of the same kind is returned as it is."""
    actor.require("privacy.request")
    customer = Customer.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=customer_id)
    if not customer.is_person:
        raise Refused(_("Only people have these rights. Choose the person who asks."))
    open_one: PrivacyRequest | None = PrivacyRequest.objects.filter(
        customer=customer, kind=kind, state__in=OPEN
    ).first()
    if open_one is not None:
        return open_one
    received = received_at or timezone.now()
    if received > timezone.now():
        raise Refused(_("This lies in the future. Give the day on which the request came."))
    asked: PrivacyRequest = PrivacyRequest.objects.create(
        kind=kind,
        customer=customer,
        customer_number=customer.number,
        law=law,
        received_at=received,
        due_at=due_at(received, law),
        words=words,
        checked=checked,
        owner_id=actor.user_id,
        team_id=actor.team_id,
    )
    record(actor, "add_privacy_request", asked, after={"kind": kind, "law": law, "due_at": asked.due_at})
    signal_pages(["list:privacy", f"customer:{customer_id}"])
    return asked


@action
def settle_privacy_request(*, actor: Actor, request_id: int, state: str, answer: str) -> PrivacyRequest:
    """Ends a request that people carry out, such as a correction, or refuses it with the reason."""
    asked = _locked(actor, request_id, "request")
    if state not in {PrivacyRequest.State.DONE, PrivacyRequest.State.REFUSED}:
        raise Refused(_("A request ends as done or refused."))
    if state == PrivacyRequest.State.REFUSED and not answer.strip():
        raise Refused(_("Say why it is refused: the person has a right to know."))
    asked.answer = answer.strip()
    return _end(actor, asked, state)


@action
def rest_on_request(*, actor: Actor, request_id: int) -> PrivacyRequest:
    """Carries out a request for restriction: the data may be seen, not used."""
    asked = _locked(actor, request_id, "request")
    restrict_customer(actor=actor, customer_id=_customer_of(asked), reason=asked.number)
    return _end(actor, asked, PrivacyRequest.State.DONE)


@action
def end_rest(*, actor: Actor, customer_id: int) -> int:
    """Ends a restriction and returns how many there were."""
    return lift_restriction(actor=actor, customer_id=customer_id)


@action
def start_work(*, actor: Actor, request_id: int) -> PrivacyRequest:
    """Begins the copy or the erasure that a request asks for; it goes on in the background.

    An erasure first takes down the hashes of all addresses and numbers, and lets the data rest: from now on nothing
    goes there.
    """
    asked = _locked(actor, request_id, "request")
    customer_id = _customer_of(asked)
    if asked.kind == PrivacyRequest.Kind.ERASE:
        actor.require("privacy.erase")
        # One that stopped with an error goes on where it was.
        if not asked.report:
            _prepare_erasure(actor, asked, subject_of(customer_id))
    elif asked.kind != PrivacyRequest.Kind.EXPORT:
        raise Refused(_("This request is carried out by people."))
    asked.state, asked.error = PrivacyRequest.State.WORKING, ""
    asked.done_by_name = actor.name[:150]
    asked.save()
    record(actor, "start_work", asked, after={"kind": asked.kind})
    signal_pages(["list:privacy", f"privacy:{asked.pk}"])
    return asked


def _prepare_erasure(actor: Actor, asked: PrivacyRequest, subject: Subject) -> None:
    points = [point for point in subject.points if point[0] != "domain"]
    suppress(actor=actor, points=points)
    restrict_customer(actor=actor, customer_id=subject.customer_id, reason=asked.number)
    total = sum(one.count(subject) for one in holdings() if one.erase)
    # Asked now: later nothing leads from the person to it any more.
    stays = [_told(kept) for kept in what_stays(subject)]
    asked.report = {"erased": {}, "kept": [], "stays": stays, "total": total, "step": 0}


@action
def erase_some(*, actor: Actor, request_id: int, limit: int = SOME) -> bool:
    """Erases the next few things of a person and notes how far it is, in one transaction; False when nothing is left.

    A kill leaves a step whole or not at all, and the next call goes on behind it.
    """
    asked: PrivacyRequest = PrivacyRequest.objects.select_for_update(of=("self",)).get(pk=request_id)
    if asked.state != PrivacyRequest.State.WORKING:
        return False
    if asked.customer_id is not None and (done := _erase_next(asked, subject_of(asked.customer_id), limit)):
        record(actor, "erase_some", asked, after={"holding": done[0], "count": done[1]})
        return True
    _end(actor, asked, PrivacyRequest.State.DONE)
    return False


def _erase_next(asked: PrivacyRequest, subject: Subject, limit: int) -> tuple[str, int] | None:
    """Erases some of the first holding in which anything is left, and keeps the count beside it."""
    steps, report = [one for one in holdings() if one.erase], asked.report
    while report["step"] < len(steps):
        holding = steps[report["step"]]
        if report["step"] == len(steps) - 1:
            report["kept"] = [_told(kept) for kept in what_is_kept(subject)]
        if holding.erase and (count := holding.erase(subject, limit)):
            report["erased"][holding.slug] = report["erased"].get(holding.slug, 0) + count
            PrivacyRequest.objects.filter(pk=asked.pk).update(report=report)
            return holding.slug, count
        report["step"] += 1
    return None


def _told(kept: Kept) -> dict[str, Any]:
    until = kept.until.isoformat() if kept.until else None
    return {"what": kept.what, "count": kept.count, "why": kept.why, "until": until}


@action
def erase_again(*, actor: Actor, request_id: int) -> PrivacyRequest:
    """Takes up an erasure that had to keep something, now that the reason may be gone."""
    asked: PrivacyRequest = PrivacyRequest.objects.select_for_update(of=("self",)).get(pk=request_id)
    asked.report = {**asked.report, "step": 0}
    asked.state = PrivacyRequest.State.WORKING
    asked.save(update_fields=["report", "state"])
    record(actor, "erase_again", asked)
    return asked


@action
def make_copy(*, actor: Actor, request_id: int) -> PrivacyRequest:
    """Makes the copy of all that is held about a person: JSON, a page to read, and the files, in one ZIP."""
    asked: PrivacyRequest = PrivacyRequest.objects.select_for_update(of=("self",)).get(pk=request_id)
    if asked.state != PrivacyRequest.State.WORKING or asked.customer_id is None:
        return asked
    customer = Customer.objects.get(pk=asked.customer_id)
    content = zipped_export(customer, subject_of(customer.pk), asked)
    asked.file = store_file(actor=actor, content=content)
    return _end(actor, asked, PrivacyRequest.State.DONE)


@action
def note_failure(*, actor: Actor, request_id: int, error: str) -> None:
    """Notes that the copy or the erasure stopped, so that people see it and try again."""
    PrivacyRequest.objects.filter(pk=request_id).update(error=error[:500])
    record(actor, "note_failure", None, after={"request": request_id})
    signal_pages([f"privacy:{request_id}"])


@action
def forget_lists(*, actor: Actor) -> int:
    """Forgets the files of lists that were kept for as long as the settings say, and some rows that are nobody's.

    Returns how many lists it forgot and rows it went through; to be called again until nothing is left.
    """
    count, rows = forget_old_lists(), forget_rows_of_nobody()
    if count or rows.emptied:
        record(actor, "forget_lists", None, after={"count": count, "rows": rows.emptied})
    return count + rows.passed


@action
def forget_copies(*, actor: Actor) -> int:
    """Removes copies that were made more than thirty days ago and returns how many."""
    old = PrivacyRequest.objects.filter(done_at__lt=timezone.now() - COPY_KEPT).exclude(file=None)
    files = dict(old.values_list("pk", "file_id"))
    PrivacyRequest.objects.filter(pk__in=list(files)).update(file=None)
    forget_files(key for key in files.values() if key)
    record(actor, "forget_copies", None, after={"count": len(files)})
    return len(files)


def _locked(actor: Actor, request_id: int, verb: str) -> PrivacyRequest:
    asked: PrivacyRequest = (
        PrivacyRequest.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=request_id)
    )
    actor.require(f"privacy.{verb}")
    if asked.state not in OPEN:
        raise Refused(_("This request has been settled already."))
    return asked


def _customer_of(asked: PrivacyRequest) -> int:
    if asked.customer_id is None:
        raise Refused(_("This person's data have been erased already."))
    return asked.customer_id


def _end(actor: Actor, asked: PrivacyRequest, state: str) -> PrivacyRequest:
    asked.state, asked.done_at, asked.error = state, timezone.now(), ""
    asked.done_by_name = asked.done_by_name or actor.name[:150]
    asked.save()
    record(actor, "end_privacy_request", asked, after={"state": state})
    topics = ["list:privacy", f"privacy:{asked.pk}"]
    signal_pages([*topics, *([f"customer:{asked.customer_id}"] if asked.customer_id else [])])
    wake_workers()
    return asked
