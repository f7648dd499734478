import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from zhiji.customers.sources.lists import DELIVER
from zhiji.customers.sources.models import Import, Source
from zhiji.customers.sources.rows import Party, Row
from zhiji.customers.sources.understanding import House, row_of
from zhiji.integration.files import words
from zhiji.integration.files.faults import reason_of
from zhiji.integration.files.keeping import local_file
from zhiji.integration.files.lists import open_list
from zhiji.integration.files.looking import Look, look_at
from zhiji.integration.files.mapping import Column, columns_from, reader_of
from zhiji.integration.files.reading.faults import unreadable_text
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.audit.models import AuditEntry
from zhiji.kernel.fields.queries import all_fields, fields_for

PREVIEWED = 20
_SHOWN = 100
_WORDS_FROM = 2000
_MOST_WORDS = 12
# Who brings a list in from a terminal goes on with it there.
COMMAND = "command"
ABANDONED_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class Shown:
    """One row of the preview: who comes in and what is left out."""

    number: int
    main: Party | None
    organisation: Party | None
    title: str
    reason: str
    permission: str


def imports_for(actor: Actor) -> list[Import]:
    """Lists the imports that an actor may see, newest first."""
    actor.require("import.view")
    return list(Import.objects.select_related("source", "user").order_by("-id")[:_SHOWN])


def abandoned_imports(now: datetime | None = None) -> QuerySet[Import]:
    """Finds lists that somebody took in hand and then left for a day: whoever ends a program leaves such behind.

    A list that was tried out to its end waits for somebody's word; it goes with its file after the time for lists.
    """
    limit = (now or timezone.now()) - ABANDONED_AFTER
    steps = AuditEntry.objects.filter(
        object_type=Import._meta.label_lower, object_id=OuterRef("pk"), at__gte=limit
    )
    left = Q(state=Import.State.DRAFT) | Q(state=Import.State.CHECKING, options__by=COMMAND)
    return Import.objects.filter(left, ~Exists(steps), created_at__lt=limit).order_by("pk")


def sources_for(actor: Actor) -> list[Source]:
    """Lists the sources that deliver lists."""
    actor.require("import.view")
    return list(Source.objects.filter(kind__in=DELIVER).order_by("name"))


def look_again(at: Import, layout: dict[str, Any], memory: dict[str, Any] | None = None) -> Look:
    """Looks at an import's file with another layout, or with what another source's columns mean."""
    assert at.file is not None
    with local_file(at.file) as path:
        return look_at(path, layout, memory)


def preview(at: Import, columns: Sequence[Column]) -> list[Shown]:
    """Shows the first rows as they will be."""
    assert at.file is not None
    own = {field.name: field.shape for field in all_fields("customer")}
    read, house = reader_of(columns), House(settings.PHONE_REGION, settings.AREA_CODE, own)
    with local_file(at.file) as path:
        lines = next(iter(open_list(path, at.layout).rows(0, PREVIEWED)), [])[:PREVIEWED]
    rows = [
        row_of(place, line.cells, read(line.cells), house, line.faults, line=line.number, part=line.part)
        for place, line in enumerate(lines)
    ]
    return [_shown(row, line.number) for row, line in zip(rows, lines, strict=True)]


def _shown(row: Row, number: int) -> Shown:
    reason = reason_of(json.loads(row.faults))
    return Shown(number, row.main, row.organisation, row.title, reason, row.permission)


def field_choices(actor: Actor) -> list[tuple[Any, Sequence[tuple[str, Any]]]]:
    """Lists the fields that a column may mean, in groups; of one's own those that the actor may write."""
    own = [(field.name, field.label) for field in fields_for(actor, "customer", to="write")]
    return [*words.FIELDS, *([(words.OWN, own)] if own else [])]


def words_of(at: Import, place: int) -> list[str]:
    """Lists the words that stand in a column, commonest first."""
    assert at.file is not None
    with local_file(at.file) as path:
        rows = next(iter(open_list(path, at.layout).rows(0, _WORDS_FROM)), [])
    counts = Counter(row.cells[place].strip() for row in rows if place < len(row.cells))
    return [word for word, _count in counts.most_common(_MOST_WORDS + 1) if word][:_MOST_WORDS]


def column_rows(at: Import, columns: Sequence[Column]) -> list[dict[str, Any]]:
    """Lists the columns with what they hold, what they are taken for, and why."""
    proposals = at.options.get("proposals") or [{} for _column in columns]
    return [
        {
            "place": place,
            "name": column.name,
            "field": column.field,
            "why": words.why(told["reason"]) if told.get("reason") else "",
            "samples": told.get("samples", []),
            "words": _words(at, place, column) if column.field == "permission" else [],
        }
        for place, (column, told) in enumerate(zip(columns, proposals, strict=True))
    ]


def _words(at: Import, place: int, column: Column) -> list[tuple[str, str]]:
    return [(word, column.words.get(word, "")) for word in words_of(at, place)]


def counts_of(at: Import) -> list[dict[str, Any]]:
    """Lists what becomes of the rows, for the page."""
    kinds = [*words.COUNTS, *([words.ERASED] if at.counts.get("erased") else [])]
    return [
        {"slug": slug, "name": name, "about": about, "count": at.counts.get(slug, 0)}
        for slug, name, about in kinds
    ]


def left_out_of(at: Import) -> list[tuple[str, str]]:
    """Lists the files of a folder or zip file that could not be read: name, and why with what to do."""
    kept = at.options.get("left_out", [])
    return [(one["part"], unreadable_text(one["code"], one["details"])) for one in kept]


def columns_of(at: Import) -> list[Column]:
    """Reads what the columns of an import mean."""
    return columns_from(at.mapping)
