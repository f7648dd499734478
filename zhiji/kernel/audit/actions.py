from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model

from zhiji.kernel.access.actor import Actor
from zhiji.kernel.audit.models import AuditEntry
from zhiji.kernel.inserting import insert_later

_encoder = DjangoJSONEncoder()


def _plain(values: Mapping[str, Any] | None) -> dict[str, Any]:
    """Makes values that JSON can hold; dates and decimals become text."""
    return {
        key: value
        if isinstance(value, str | int | float | bool | list | dict | type(None))
        else _encoder.default(value)
        for key, value in (values or {}).items()
    }


def record(
    actor: Actor,
    action: str,
    obj: Model | None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Writes one line of history inside the running action: who did what to which record.

    before and after hold only the fields that the action touched.
    """
    entry = AuditEntry(
        action=action,
        actor_kind=actor.kind,
        actor_name=actor.name[:150],
        user_id=actor.user_id,
        origin=actor.origin,
        object_type=obj._meta.label_lower if obj is not None else "",
        object_id=obj.pk if obj is not None else None,
        before=_plain(before),
        after=_plain(after),
    )
    insert_later(entry)


def changes(obj: Model, fields: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Compares a record with wanted values and returns (before, after) of those that differ."""
    differing = {key: value for key, value in fields.items() if getattr(obj, key) != value}
    return {key: getattr(obj, key) for key in differing}, differing
