import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Sum
from django.utils.translation import gettext as _

from zhiji.channels.inbox.actions import Raw, keep
from zhiji.channels.web.models import WebForm, WebFormTraffic
from zhiji.channels.web.rules import MOST_IN_DAY, MOST_IN_WINDOW, network_of, suspicions, window_of
from zhiji.channels.web.tokens import network_mark
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.actions import action
from zhiji.kernel.audit.actions import changes, record
from zhiji.kernel.errors import Conflict, Refused

CHANGEABLE = (
    "slug",
    "name",
    "line_id",
    "title_en",
    "title_zh",
    "intro_en",
    "intro_zh",
    "thanks_en",
    "thanks_zh",
    "fields",
    "topics",
    "origins",
    "is_active",
)


class TooMany(Refused):
    """One network sends more than people do."""


@dataclass(frozen=True)
class Submission:
    """What somebody sent by a form; trap is what came in the field that people do not see."""

    values: Mapping[str, str]
    consent: bool
    trap: str
    language: str
    page: str


@action
def save_web_form(
    *, actor: Actor, form_id: int | None = None, version: int | None = None, values: Mapping[str, Any]
) -> WebForm:
    """Adds a web form or changes one; raises Conflict when somebody else changed it meanwhile."""
    actor.require("setup.change")
    form = WebForm.objects.select_for_update().get(pk=form_id) if form_id else WebForm()
    if form_id and version is not None and version != form.version:
        raise Conflict(
            _("Somebody else has changed this form meanwhile. Look at the new values, then save again.")
        )
    if unknown := set(values) - set(CHANGEABLE):
        raise Refused(_("These fields can't be changed: %(names)s.") % {"names": ", ".join(sorted(unknown))})
    before, after = changes(form, values)
    for key, value in after.items():
        setattr(form, key, value)
    form.version += 1 if form_id else 0
    form.save()
    record(actor, "save_web_form", form, before=before if form_id else None, after=after)
    return form


@action
def receive_submission(
    *, actor: Actor, form: WebForm, token: str, sent: Submission, address: str, now: datetime
) -> list[str]:
    """Keeps what was sent by a form, once per token, and returns why it is suspicious ([] if it is not).

    Raises TooMany when this network sends more than people do. When it returns, the message is on disk; a
    suspicious one is set aside instead of opening a conversation, until somebody lets it through.
    """
    _count(form, address, now)
    found = suspicions(sent.values, sent.trap)
    content = {
        "form": form.slug,
        "at": now.isoformat(),
        "language": sent.language,
        "page": sent.page,
        "consent": sent.consent,
        "values": dict(sent.values),
    }
    raw = Raw(
        channel="web",
        external_id=f"form:{token}",
        content=json.dumps(content, ensure_ascii=False, sort_keys=True).encode(),
        line_id=form.line_id,
        meta={"form": form.slug, "suspicions": found},
        received_at=now,
    )
    keep(actor=actor, raws=[raw])
    return found


@action
def forget_traffic(*, actor: Actor, now: datetime) -> int:
    """Throws away the counts of which network sent how often, once they are two days old."""
    count, _each = WebFormTraffic.objects.filter(began_at__lt=now - timedelta(days=2)).delete()
    if count:
        record(actor, "forget_traffic", None, after={"count": count})
    return count


def _count(form: WebForm, address: str, now: datetime) -> None:
    """Counts one submission of a network; many processes may count at once."""
    mark = network_mark(network_of(address))
    own = WebFormTraffic.objects.filter(form=form, network=mark)
    began = window_of(now)
    WebFormTraffic.objects.get_or_create(form=form, network=mark, began_at=began)
    own.filter(began_at=began).update(count=F("count") + 1)
    in_day = own.filter(began_at__gt=now - timedelta(days=1))
    today = in_day.aggregate(sum=Sum("count"))["sum"] or 0
    if own.get(began_at=began).count > MOST_IN_WINDOW or today > MOST_IN_DAY:
        raise TooMany(
            _("Many messages came from your network just now. Yours is still here: try again in ten minutes.")
        )
