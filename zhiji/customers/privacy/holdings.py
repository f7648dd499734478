"""What the customers floor holds about a person."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhiji.customers.identity.matching.models import MatchKey
from zhiji.customers.identity.merging.models import Merge
from zhiji.customers.identity.pairs.models import MatchPair
from zhiji.customers.parties.models import Affiliation, ContactPoint, Customer, Identifier, Relation
from zhiji.customers.permission.models import Permission, Restriction, Touch
from zhiji.customers.permission.queries import suppressed_among
from zhiji.customers.privacy import lists
from zhiji.customers.privacy.models import PrivacyRequest
from zhiji.customers.privacy.registry import Subject, holdings, holds
from zhiji.customers.privacy.rows import SCRUBBED, erase_rows, holds_rows, plain, scrub_history
from zhiji.customers.sources.erased import ask_who_was_erased
from zhiji.customers.sources.models import SourceRecord
from zhiji.customers.timeline.models import TimelineEntry
from zhiji.kernel.audit.models import AuditEntry
from zhiji.kernel.fields.keeping import forget_own
from zhiji.kernel.fields.models import OwnValues
from zhiji.kernel.files.models import StoredFile
from zhiji.kernel.files.removal import forget_files
from zhiji.kernel.notifications.models import Notification
from zhiji.kernel.search.models import SearchEntry

ERASED = "—"


def register() -> None:
    """Enters what this floor holds, and who tells lists which of their people were erased."""
    ask_who_was_erased(suppressed_among)
    lists.register()
    _register_rows()
    _register_own()
    _register_fields()


def _register_rows() -> None:
    holds_rows("timeline", _("Timeline"), TimelineEntry, "customer", order=200)
    holds_rows("permissions", _("Permissions"), Permission, "customer", order=300)
    holds_rows("touches", _("Messages counted"), Touch, "customer", order=310)
    holds_rows("restrictions", _("Restrictions"), Restriction, "customer", order=320)
    holds_rows("records", _("What sources said"), SourceRecord, "customer", order=400)
    holds_rows("relations", _("Relations"), Relation, "left", "right", order=410)
    holds_rows("roles", _("Roles"), Affiliation, "person", "organisation", order=420)
    holds_rows("identifiers", _("Identifiers"), Identifier, "customer", order=430)


def _register_own() -> None:
    holds(
        "requests",
        _("Requests about their own data"),
        models=("customers.privacyrequest",),
        count=lambda subject: _requests(subject).count(),
        export=lambda subject: (plain(row) for row in _requests(subject)),
        erase=_erase_requests,
        order=800,
    )
    holds(
        "history",
        _("Who did what"),
        models=(),
        count=lambda subject: _history(subject).count(),
        export=_export_history,
        erase=_erase_history,
        order=850,
    )
    holds_rows("pairs", _("Looked like a duplicate"), MatchPair, "left", "right", order=440)
    holds_rows("match_keys", _("Keys by which duplicates are looked for"), MatchKey, "customer", order=450)
    # After the history, which asks them by what keys the person was known before.
    holds_rows("merges", _("Merged records"), Merge, "survivor", order=860)
    holds_rows("points", _("Ways to reach them"), ContactPoint, "customer", order=900)
    holds(
        "customer",
        _("Name and values"),
        models=("customers.customer",),
        count=lambda subject: Customer.objects.filter(pk=subject.customer_id).exclude(name=ERASED).count(),
        export=lambda subject: (plain(row) for row in Customer.objects.filter(pk=subject.customer_id)),
        erase=_erase_customer,
        order=1000,
    )


def _register_fields() -> None:
    holds(
        "own_values",
        _("Fields of one's own"),
        models=("kernel.ownvalues", "kernel.ownindex"),
        count=lambda subject: _own(subject).count(),
        export=lambda subject: (row.values for row in _own(subject)),
        files=_own_files,
        erase=_erase_own,
        order=435,
    )


def _own(subject: Subject) -> Any:
    # What a merge left under the key of the record that was merged is theirs too.
    merged = Merge.objects.filter(survivor=subject.customer_id, undone_at=None).values("loser_id")
    mine = Q(object_id=subject.customer_id) | Q(object_id__in=merged)
    return OwnValues.objects.filter(mine, record="customer")


def _own_files(subject: Subject) -> list[tuple[str, StoredFile]]:
    held = [value for row in _own(subject) for value in row.values.values()]
    names = {value["file"]: value["name"] for value in held if isinstance(value, dict) and "file" in value}
    return [(names[file.pk], file) for file in StoredFile.objects.filter(pk__in=names)]


def _erase_own(subject: Subject, limit: int) -> int:
    """Erases a person's fields of one's own, the entries by which lists find them, and files only they hold."""
    rows = _own(subject)
    gone = len(rows)
    forget_files(forget_own("customer", [row.object_id for row in rows]))
    return gone


def _requests(subject: Subject) -> Any:
    return PrivacyRequest.objects.filter(customer_id=subject.customer_id).exclude(
        words="", checked="", answer="", file=None
    )


def _erase_requests(subject: Subject, limit: int) -> int:
    """Takes out what was said; that somebody asked, when, and what was done stays without their name."""
    rows = list(_requests(subject)[:limit])
    files = [row.file_id for row in rows if row.file_id]
    ids = [row.pk for row in rows]
    PrivacyRequest.objects.filter(pk__in=ids).update(words="", checked="", answer="", file=None)
    scrub_history("customers.privacyrequest", ids)
    forget_files(files)
    return len(rows)


def _history(subject: Subject) -> Any:
    return AuditEntry.objects.filter(object_type="customers.customer", object_id=subject.customer_id).exclude(
        after=SCRUBBED
    )


def _export_history(subject: Subject) -> Iterable[Mapping[str, Any]]:
    for line in _history(subject).order_by("pk").iterator(500):
        yield {"at": line.at, "action": line.action, "before": line.before, "after": line.after}


def _erase_history(subject: Subject, limit: int) -> int:
    """Takes the values out of the customer's own history, and out of lines on their addresses that name no record."""
    ids = list(_history(subject).order_by("pk").values_list("pk", flat=True)[:limit])
    if not ids:
        values = [value for _kind, value in subject.points]
        loose = AuditEntry.objects.filter(
            object_type="", action="mark_contact_point", after__value__in=values
        )
        ids = list(loose.values_list("pk", flat=True)[:limit])
    AuditEntry.objects.filter(pk__in=ids).update(before=SCRUBBED, after=SCRUBBED)
    return len(ids)


def _erase_customer(subject: Subject, limit: int) -> int:
    """Erases the customer's own row; where a law or a contract keeps something of them, an empty one stays."""
    customer = Customer.objects.filter(pk=subject.customer_id).first()
    is_kept = any(one.keeps and one.keeps(subject) for one in holdings())
    if customer is None or (is_kept and customer.name == ERASED):
        return 0
    SearchEntry.objects.filter(kind="customer", object_id=customer.pk)._raw_delete("default")
    Notification.objects.filter(url=customer.get_absolute_url()).delete()
    if is_kept:
        blank = {"name": ERASED, "sort_name": ERASED, "family_name": "", "given_name": "", "category": ""}
        emptied = {"language": "", "region": "", "time_zone": "", "source": "", "owner": None, "team": None}
        Customer.objects.filter(pk=customer.pk).update(**blank, **emptied, last_contact_at=None)
    else:
        erase_rows(Customer, [customer.pk])
    return 1
