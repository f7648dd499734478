from collections.abc import Iterable, Mapping
from typing import Any

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext as _

from zhiji.kernel.access.actor import Actor
from zhiji.kernel.actions import action
from zhiji.kernel.audit.actions import changes, record
from zhiji.kernel.errors import Denied, Refused
from zhiji.kernel.events.actions import signal_pages
from zhiji.kernel.fields.faults import fault_text
from zhiji.kernel.fields.models import OwnField, OwnFieldPlace, OwnIndex, OwnValues
from zhiji.kernel.fields.queries import all_fields, forget_fields, right_to
from zhiji.kernel.fields.rules import KINDS, RIGHTS, index_forms, key_of, read_value

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
        _index_all(field)
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


def _read_all(actor: Actor, fields: Mapping[str, OwnField], values: Mapping[str, Any]) -> dict[str, Any]:
    faults, read = [], {}
    for key, typed in values.items():
        field = fields.get(key)
        if field is None:
            faults.append(_("There is no field “%(key)s”.") % {"key": key})
            continue
        if right_to(actor, field) != "write":
            raise Denied(_("You may not change “%(field)s”.") % {"field": field.label})
        reading = read_value(field.shape, typed)
        if reading.fault:
            faults.append(fault_text(field, reading.fault))
        read[key] = reading.value
    if faults:
        raise Refused(" ".join(faults))
    return read


def write_values(
    *, actor: Actor, record_kind: str, object_id: int, values: Mapping[str, Any]
) -> dict[str, Any]:
    """Writes own values of one record, key → what was typed, and returns them as they are kept.

    The action that calls this audits it as own:<key>. Raises Refused with one sentence per value that does not fit,
    Denied for a field that the actor may not write.
    """
    fields = {field.key: field for field in all_fields(record_kind)}
    read = _read_all(actor, fields, values)
    keep_own(record_kind, {object_id: {f"own:{key}": value for key, value in read.items()}})
    return read


def keep_own(record_kind: str, values: Mapping[int, Mapping[str, Any]]) -> None:
    """Keeps own values of many records as they are, {record's key: {own:<key>: value}}; the door has judged them.

    The action that calls this audits it. A value of a field that there is no longer is kept without being shown.
    """
    held = {row.object_id: row for row in _held(record_kind, values)}
    fields = {field.name: field for field in all_fields(record_kind)}
    filtered = [field for field in fields.values() if field.is_filtered]
    new, changed = [], []
    for object_id, said in values.items():
        row = held.get(object_id) or OwnValues(record=record_kind, object_id=object_id)
        merged = {**row.values, **{name.removeprefix("own:"): value for name, value in said.items()}}
        row.values = {key: value for key, value in merged.items() if value not in (None, "", [])}
        (changed if row.pk else new).append(row)
    OwnValues.objects.bulk_create(new, batch_size=500)
    OwnValues.objects.bulk_update(changed, ["values"], batch_size=500)
    for field in filtered:
        _index_many(field, {pk: said[field.name] for pk, said in values.items() if field.name in said})


def _held(record_kind: str, values: Mapping[int, Any]) -> Any:
    return OwnValues.objects.select_for_update().filter(record=record_kind, object_id__in=list(values))


def _index_many(field: OwnField, values: Mapping[int, Any]) -> None:
    if values:
        OwnIndex.objects.filter(field=field, object_id__in=list(values)).delete()
        entries = [
            entry for object_id, value in values.items() for entry in _entries(field, object_id, value)
        ]
        OwnIndex.objects.bulk_create(entries, batch_size=1_000)


def _entries(field: OwnField, object_id: int, value: Any) -> list[OwnIndex]:
    forms = index_forms(field.kind, value)
    return [OwnIndex(field=field, object_id=object_id, text=text, number=number) for text, number in forms]


def _index_all(field: OwnField) -> None:
    """Fills or empties a field's entries by which lists are filtered."""
    OwnIndex.objects.filter(field=field).delete()
    if not field.is_filtered:
        return
    rows = OwnValues.objects.filter(record=field.record, values__has_key=field.key)
    entries: list[OwnIndex] = []
    for object_id, values in rows.values_list("object_id", "values").iterator(chunk_size=2_000):
        entries += _entries(field, object_id, values.get(field.key))
        if len(entries) >= 5_000:
            OwnIndex.objects.bulk_create(entries)
            entries = []
    OwnIndex.objects.bulk_create(entries)


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
        cache.delete(f"own-field-teams:{field.pk}")


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
