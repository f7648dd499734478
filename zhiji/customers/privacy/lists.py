"""What lists hold about a person beside their own records: the row itself, kept again and again, and the file."""

from collections import defaultdict
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhiji.customers.privacy.registry import Kept, Subject, holds
from zhiji.customers.sources.lists import ENDED, file_goes_at, forget_files_of, without_samples
from zhiji.customers.sources.models import Import, SourceRecord


def register() -> None:
    """Enters what lists hold: erased before the person's own records, which say where to look."""
    holds(
        "list_rows",
        _("Their row beside another record"),
        models=(),
        count=lambda subject: _rows(subject).count(),
        erase=_erase_rows,
        order=380,
    )
    holds(
        "list_files",
        _("Kept files of lists"),
        models=(),
        count=lambda subject: len(_readable(subject)),
        erase=_erase_files,
        stays=_resting,
        order=390,
    )


def _rows(subject: Subject) -> Any:
    """Other records that were made from the person's row, such as the organisation's: each keeps the whole row."""
    places = defaultdict(list)
    own = SourceRecord.objects.filter(customer=subject.customer_id, of_import__isnull=False)
    for list_id, row in own.values_list("of_import", "row"):
        places[list_id].append(row)
    same = Q(pk=None)
    for list_id, rows in places.items():
        same |= Q(of_import=list_id, row__in=rows)
    return SourceRecord.objects.filter(same).exclude(customer=subject.customer_id).exclude(raw=[], faults=[])


def _erase_rows(subject: Subject, limit: int) -> int:
    ids = list(_rows(subject).values_list("pk", flat=True)[:limit])
    return SourceRecord.objects.filter(pk__in=ids).update(raw=[], faults=[])


def _lists(subject: Subject) -> Any:
    said = SourceRecord.objects.filter(customer=subject.customer_id, of_import__isnull=False)
    return Import.objects.filter(pk__in=said.order_by().values("of_import").distinct())


def _readable(subject: Subject) -> list[Import]:
    """Lists of which something goes now: the file where nothing reads it any more, else what a dry run showed."""
    return [one for one in _lists(subject) if _goes(one)]


def _goes(one: Import) -> bool:
    has_file = one.state in ENDED and one.file_id is not None
    return has_file or without_samples(one.options) != one.options


def _erase_files(subject: Subject, limit: int) -> int:
    lists = [one for one in _lists(subject).select_for_update(of=("self",)).order_by("pk") if _goes(one)]
    going = [one for one in lists if one.state not in ENDED]
    for one in going:
        one.options = without_samples(one.options)
        one.save(update_fields=["options"])
    return forget_files_of(one for one in lists if one.state in ENDED) + len(going)


def _resting(subject: Subject) -> list[Kept]:
    """The files of lists that are not in yet: they are still read, and go when they are in or by themselves."""
    going = _lists(subject).exclude(state__in=ENDED).exclude(file=None)
    return [Kept(one.name, 1, "list", file_goes_at(one)) for one in going]
