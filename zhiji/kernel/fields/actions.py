from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from zhiji.kernel.access.actor import Actor
from zhiji.kernel.actions import action
from zhiji.kernel.audit.actions import changes, record
from zhiji.kernel.errors import Refused
from zhiji.kernel.events.actions import signal_pages
from zhiji.kernel.fields.keeping import forget_fields, index_all
from zhiji.kernel.fields.models import OwnField, OwnFieldPlace
from zhiji.kernel.fields.rules import KINDS, RIGHTS, key_of

MOST_FIELDS = 500
CHANGEABLE = (
    "label_en",
    "label_zh",
    "help_text",
    "required",
    "choices",
    "options",
    "section",
    "is_listed",
    "is_filtered",
    "is_searched",
    "rights",
    "stale_after",
)


@action
def define_field(*, actor: Actor, record_kind: str, kind: str, label_en: str, **values: Any) -> OwnField:
    """Adds a field of one's own to a kind of record, such as "customer"; its key is made of its English name.

    kind is one of KINDS; values are those of OwnField that may be changed later too. Raises Refused for a field
    that could not work.
    """
    actor.require("setup.change")
    if kind not in KINDS or not label_en.strip():
        raise Refused(_("A field needs a name and a kind."))
    taken = list(OwnField.objects.filter(record=record_kind).values_list("key", flat=True))
    if len(taken) >= MOST_FIELDS:
        raise Refused(_("There are %(count)s fields already. Retire one first.") % {"count": len(taken)})
    field = OwnField(record=record_kind, kind=kind, label_en=label_en.strip(), position=len(taken) + 1)
    field.key = key_of(label_en, taken)
    teams = values.pop("team_ids", None)
    _set(field, values)
    field.save()
    _set_teams(field, teams)
    record(actor, "define_field", field, after={"record": record_kind, "key": field.key, "kind": kind})
    _changed(field)
    return field


@action
def change_field(*, actor: Actor, field_id: int, values: Mapping[str, Any]) -> OwnField:
    """Changes what a field is called, what may stand in it and who may see it; its key and kind stay.

    Values that are there already are not judged again; the next one written is. Raises Refused if a choice is taken
    away without a word for it.
    """
    actor.require("setup.change")
    field = OwnField.objects.select_for_update().get(pk=field_id)
    values = dict(values)
    _set_teams(field, values.pop("team_ids", None))
    before, after = changes(field, values)
    if not after:
        return field
    was_filtered = field.is_filtered
    _set(field, values)
    field.save()
    if field.is_filtered != was_filtered:
        index_all(field)
    record(actor, "change_field", field, before=before, after=after)
    _changed(field)
    return field


@action
def order_fields(*, actor: Actor, record_kind: str, ids: Iterable[int]) -> None:
    """Puts the fields of a kind of record into this order."""
    actor.require("setup.change")
    order = list(ids)
    known = {field.pk: field for field in OwnField.objects.filter(record=record_kind)}
    for position, pk in enumerate(pk for pk in order if pk in known):
        known[pk].position = position + 1
    OwnField.objects.bulk_update(known.values(), ["position"])
    record(actor, "order_fields", None, after={"record": record_kind, "order": order})
    forget_fields(record_kind)


@action
def place_field(
    *, actor: Actor, field_id: int, team_id: int, section: str, position: int, is_hidden: bool
) -> OwnFieldPlace:
    """Puts a field elsewhere on one team's pages, or out of sight there."""
    actor.require("setup.change")
    place, _made = OwnFieldPlace.objects.update_or_create(
        field_id=field_id,
        team_id=team_id,
        defaults={
            "section": section[:60],
            "position": position,
            "is_hidden": is_hidden,
            "changed_by_id": actor.user_id,
        },
    )
    forget_fields(place.field.record)
    record(actor, "place_field", place, after={"team": team_id, "section": section, "hidden": is_hidden})
    return place


@action
def retire_field(*, actor: Actor, field_id: int) -> OwnField:
    """Takes a field out of use; its values stay and come back with it."""
    return _set_retired(actor, field_id, "retire_field", retired=True)


@action
def restore_field(*, actor: Actor, field_id: int) -> OwnField:
    """Brings a retired field back into use."""
    return _set_retired(actor, field_id, "restore_field", retired=False)


def _set(field: OwnField, values: Mapping[str, Any]) -> None:
    if unknown := set(values) - set(CHANGEABLE):
        raise Refused(_("These can't be set: %(names)s.") % {"names": ", ".join(sorted(unknown))})
    for name, value in values.items():
        setattr(field, name, value)
    if field.kind in {"choice", "choices"} and not field.choices:
        raise Refused(_("Write down at least one choice."))
    if bad := set(field.rights.values()) - set(RIGHTS):
        raise Refused(_("There is no right “%(right)s”.") % {"right": ", ".join(sorted(bad))})
    if field.is_searched and "hidden" in field.rights.values():
        # Search knows people, not roles: what one role must not see can't be found by anybody.
        raise Refused(
            _("A field that is hidden from a role can't be found by search. Choose one of the two.")
        )


def _set_teams(field: OwnField, team_ids: Iterable[int] | None) -> None:
    if team_ids is not None:
        field.teams.set(list(team_ids))
        forget_fields(field.record)


def _set_retired(actor: Actor, field_id: int, name: str, *, retired: bool) -> OwnField:
    actor.require("setup.change")
    field = OwnField.objects.select_for_update().get(pk=field_id)
    field.retired_at = timezone.now() if retired else None
    field.save(update_fields=["retired_at"])
    record(actor, name, field, after={"key": field.key})
    _changed(field)
    return field


def _changed(field: OwnField) -> None:
    forget_fields(field.record)
    signal_pages(["fields"])
