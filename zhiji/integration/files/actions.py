from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from zhiji.customers.sources.builtin import BUILT_IN, name_of_source, source_key
from zhiji.customers.sources.lists import DELIVER, forget_files_of, without_samples
from zhiji.customers.sources.models import Import, Source
from zhiji.customers.sources.rules import TRUST
from zhiji.integration.files.looking import Look
from zhiji.integration.files.mapping import FIELDS, Column, columns_from, remembered
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.actions import action
from zhiji.kernel.audit.actions import record
from zhiji.kernel.errors import Denied, Refused
from zhiji.kernel.fields.queries import fields_for
from zhiji.kernel.files.removal import forget_files

State = Import.State
# In these states an import's file, source and columns may still be changed.
OPEN = (State.DRAFT, State.CHECKED)


@action
def begin_import(
    *, actor: Actor, file_id: int, name: str, look: Look, source_id: int | None = None
) -> Import:
    """Takes a list in hand: its file, how it is laid out, and what its columns probably mean."""
    actor.require("import.run")
    at = Import.objects.create(
        file_id=file_id,
        name=name[:200],
        layout=look.layout,
        mapping=[column.as_json() for column in look.columns],
        options=_seen(look),
        total=look.count,
        source_id=source_id,
        user_id=actor.user_id,
    )
    record(actor, "begin_import", at, after={"name": at.name, "rows": at.total})
    return at


def _seen(look: Look) -> dict[str, Any]:
    return {"proposals": look.proposals, **({"left_out": look.left_out} if look.left_out else {})}


@action
def lay_out_import(*, actor: Actor, import_id: int, look: Look) -> Import:
    """Reads a list in another way: other character set, delimiter, header row or sheet."""
    at = _locked(actor, import_id, OPEN)
    before = at.layout
    at.layout, at.total, at.state = look.layout, look.count, State.DRAFT
    at.mapping = [column.as_json() for column in look.columns]
    at.options = {**at.options, "left_out": [], **_seen(look)}
    at.counts = {}
    at.save()
    record(actor, "lay_out_import", at, before={"layout": before}, after={"layout": look.layout})
    return at


@action
def map_import(*, actor: Actor, import_id: int, source_id: int, columns: Sequence[Column]) -> Import:
    """Says whose list it is and what its columns mean; remembered for the source's next delivery."""
    at = _locked(actor, import_id, OPEN)
    source = Source.objects.select_for_update().get(pk=source_id)
    _require_deliverer(source.kind, source.key, source.name)
    _check_columns(columns)
    _require_rights(actor, columns)
    before = at.mapping
    at.source, at.mapping = source, [column.as_json() for column in columns]
    at.state, at.counts = State.DRAFT, {}
    at.save()
    source.mapping = remembered(columns, source.mapping)
    source.save(update_fields=["mapping"])
    record(actor, "map_import", at, before={"mapping": before}, after={"mapping": at.mapping})
    return at


@action
def add_source(*, actor: Actor, name: str, kind: str = "department", owner_id: int | None = None) -> Source:
    """Adds a source under a name, or returns the one that bears it."""
    actor.require("import.run")
    name = " ".join(name.split())[:100]
    if not name:
        raise Refused(_("Say whose list this is: choose a source, or write a name for a new one."))
    key = source_key(name)
    known = Source.objects.filter(key=key).first()
    _require_deliverer(known.kind if known else BUILT_IN[key].kind if key in BUILT_IN else kind, key, name)
    source, made = Source.objects.get_or_create(
        key=key,
        defaults={"name": name, "kind": kind, "trust": TRUST.get(kind, 50), "owner_id": owner_id},
    )
    if made:
        record(actor, "add_source", source, after={"name": name, "kind": kind})
    return source


@action
def check_import(*, actor: Actor, import_id: int) -> Import:
    """Begins to go through a whole list without writing anything, to tell what it would bring."""
    at = _locked(actor, import_id, (*OPEN, State.CHECKING))
    _require_ready(at)
    at.state, at.counts, at.next_row, at.error = State.CHECKING, {}, 0, ""
    at.save()
    record(actor, "check_import", at)
    return at


@action
def start_import(*, actor: Actor, import_id: int) -> Import:
    """Begins to bring a list in. One list of a source comes in at a time."""
    at = _locked(actor, import_id, (*OPEN, State.QUEUED))
    _require_ready(at)
    assert at.source is not None
    busy = Import.objects.filter(source=at.source, state__in=[State.RUNNING, State.UNDOING]).exclude(pk=at.pk)
    if other := busy.first():
        raise Refused(
            _("“%(name)s” of the same source is coming in just now. Wait until it is done.") % {"name": other}
        )
    now = timezone.now()
    at.state, at.counts, at.next_row, at.error = State.RUNNING, {}, 0, ""
    at.started_at, at.ended_at = now, None
    shown, at.options = at.options.get("error_file"), without_samples(at.options)
    at.save()
    forget_files([shown] if shown else [])
    Source.objects.filter(pk=at.source.pk).update(last_delivery_at=now)
    record(actor, "start_import", at, after={"source": at.source.key, "rows": at.total})
    return at


@action
def pause_import(*, actor: Actor, import_id: int) -> Import:
    """Lets an import rest behind the block that is being written."""
    return _moved(actor, import_id, "pause_import", (State.RUNNING,), State.PAUSED)


@action
def resume_import(*, actor: Actor, import_id: int) -> Import:
    """Goes on with an import that rests or failed, behind the last row that came in."""
    at = _locked(actor, import_id, (State.PAUSED, State.FAILED, State.RUNNING, State.UNDOING))
    if at.state in (State.PAUSED, State.FAILED):
        undoing = "undo_from" in at.options
        at = _moved(
            actor, import_id, "resume_import", (at.state,), State.UNDOING if undoing else State.RUNNING
        )
    return at


@action
def undo_import(*, actor: Actor, import_id: int) -> Import:
    """Begins to take back all that an import brought."""
    at = _locked(actor, import_id, (State.DONE, State.PAUSED, State.FAILED))
    at.state, at.error = State.UNDOING, ""
    at.options = {**at.options, "undo_from": at.next_row}
    at.save(update_fields=["state", "error", "options"])
    record(actor, "undo_import", at, before=dict(at.counts))
    return at


@action
def drop_import(*, actor: Actor, import_id: int) -> None:
    """Puts away a list that was never brought in."""
    at = _locked(actor, import_id, (*OPEN, State.CHECKING))
    record(actor, "drop_import", at, before={"name": at.name})
    forget_files_of([at])
    at.delete()


def _moved(actor: Actor, import_id: int, name: str, states: Sequence[str], state: Import.State) -> Import:
    at = _locked(actor, import_id, states)
    before = {"state": at.state}
    at.state, at.error = state, ""
    at.save(update_fields=["state", "error"])
    record(actor, name, at, before=before, after={"state": state})
    return at


def _locked(actor: Actor, import_id: int, states: Sequence[str]) -> Import:
    """Locks an import that stands where the act begins."""
    actor.require("import.run")
    at = Import.objects.select_for_update(of=("self",)).get(pk=import_id)
    if at.state not in states:
        raise Refused(
            _("This can't be done while the import is “%(state)s”. Look at it again.")
            % {"state": at.get_state_display()}
        )
    return at


def _require_ready(at: Import) -> None:
    if at.source_id is None:
        raise Refused(_("Say whose list this is: choose a source, or write a name for a new one."))
    assert at.source is not None
    _require_deliverer(at.source.kind, at.source.key, at.source.name)
    _check_columns(columns_from(at.mapping))


def _require_deliverer(kind: str, key: str, name: str) -> None:
    """Raises Refused for a source that delivers no lists, such as our own people, whose word counts most."""
    if kind not in DELIVER:
        raise Refused(
            _("“%(name)s” delivers no lists. Choose a department, a system or a file, or write another name.")
            % {"name": name_of_source(key) if key in BUILT_IN else name}
        )


def _require_rights(actor: Actor, columns: Sequence[Column]) -> None:
    """Raises Denied for a column that becomes what the actor may not write by hand either."""
    meant = {column.field for column in columns}
    if "permission" in meant:
        actor.require("permission.note")
    own = {field for field in meant if field.startswith("own:")}
    if own - {field.name for field in fields_for(actor, "customer", to="write")}:
        raise Denied(_("You may not write one of these fields. Leave its column unused."))


def _check_columns(columns: Sequence[Column]) -> None:
    """Raises Refused for columns from which no customer can be made."""
    meant = {column.field for column in columns}
    if not meant & {"name", "organisation", "family_name", "given_name"}:
        raise Refused(_("No column is a name. Choose which column holds the person or the organisation."))
    unknown = {field for field in meant if field and field not in FIELDS and not field.startswith("own:")}
    if unknown:
        raise Refused(_("These fields are not known: %(names)s.") % {"names": ", ".join(sorted(unknown))})
