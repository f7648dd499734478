"""Holdings that are rows of one table, each belonging to the customer by a foreign key: the usual case."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Field, ForeignKey, Model, Q, QuerySet

from zhiji.customers.privacy.registry import Holding, Kept, Subject, holds
from zhiji.kernel.audit.models import AuditEntry
from zhiji.kernel.files.models import StoredFile
from zhiji.kernel.files.removal import forget_files
from zhiji.kernel.notifications.models import Notification
from zhiji.kernel.search.models import SearchEntry

SCRUBBED = {"erased": True}


def holds_rows(
    slug: str,
    label: Any,
    model: type[Model],
    *paths: str,
    search_kind: str = "",
    url: Callable[[int], str] | None = None,
    kept: Callable[[Subject], Q] | None = None,
    keeps: Callable[[Subject], list[Kept]] | None = None,
    order: int = 100,
) -> Holding:
    """Enters a table whose rows belong to a customer by one of the paths ("customer", "message__customer").

    Its rows are handed out field by field, and erased with their line in the search, their notices, the values in
    their history, and the files that nothing else names. kept(subject) leaves rows out of the erasure.
    """

    def mine(subject: Subject) -> QuerySet[Any]:
        own = Q()
        for path in paths:
            own |= Q(**{path: subject.customer_id})
        return model._default_manager.filter(own).order_by("pk")

    def erasable(subject: Subject) -> QuerySet[Any]:
        rows = mine(subject)
        return rows.exclude(kept(subject)) if kept else rows

    def erase(subject: Subject, limit: int) -> int:
        ids = list(erasable(subject).values_list("pk", flat=True)[:limit])
        if ids:
            erase_rows(model, ids, search_kind=search_kind, url=url)
        return len(ids)

    return holds(
        slug,
        label,
        models=(model._meta.label_lower,),
        count=lambda subject: erasable(subject).count(),
        export=lambda subject: (plain(row) for row in mine(subject).iterator(500)),
        files=lambda subject: files_of(model, mine(subject)),
        erase=erase,
        keeps=keeps,
        order=order,
    )


def erase_rows(
    model: type[Model], ids: Sequence[int], *, search_kind: str = "", url: Callable[[int], str] | None = None
) -> None:
    """Erases rows with all that speaks of them elsewhere: history, search, notices, files."""
    label, rows = model._meta.label_lower, model._default_manager.filter(pk__in=ids)
    files = [key for field in file_fields(model) for key in rows.values_list(field.attname, flat=True) if key]
    rows.delete()
    scrub_history(label, ids)
    if search_kind:
        SearchEntry.objects.filter(kind=search_kind, object_id__in=ids)._raw_delete("default")
    if url:
        Notification.objects.filter(url__in=[url(pk) for pk in ids]).delete()
    forget_files(files)


def scrub_history(label: str, ids: Iterable[int]) -> int:
    """Takes the values out of the history of records; that something was done, when and by whom, stays."""
    lines = AuditEntry.objects.filter(object_type=label, object_id__in=list(ids))
    return lines.update(before=SCRUBBED, after=SCRUBBED)


def file_fields(model: type[Model]) -> list["Field[Any, Any]"]:
    """Lists the fields of a model that name a stored file."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model is StoredFile
    ]


def files_of(model: type[Model], rows: QuerySet[Any]) -> Iterable[tuple[str, StoredFile]]:
    """Gives the files that rows name, each with a name for people."""
    for field in file_fields(model):
        for row in rows.filter(**{f"{field.name}__isnull": False}).select_related(field.name).iterator(100):
            name = getattr(row, "name", "") or getattr(row, f"{field.name}_name", "") or field.name
            yield f"{row.pk}-{name}", getattr(row, field.name)


def plain(row: Model) -> Mapping[str, Any]:
    """Returns a row as names and values that people can read; files are handed out beside it."""
    found = {}
    for field in row._meta.concrete_fields:
        value = field.value_from_object(row)
        if value not in (None, "", [], {}) and field not in file_fields(type(row)):
            shown = getattr(row, f"get_{field.name}_display", None)
            found[field.name] = str(shown()) if shown else value
    return found
