from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhiji.customers.privacy.registry import Kept, Subject
from zhiji.customers.privacy.rows import holds_rows
from zhiji.customers.privacy.rules import CLAIMS, claims_end
from zhiji.service.cases.models import Case


def register() -> None:
    """Enters what service holds about a person; open cases and complaints that may come to court are kept."""
    holds_rows(
        "cases",
        _("Cases"),
        Case,
        "customer",
        search_kind="case",
        url=lambda key: f"/cases/{key}",
        kept=lambda subject: _kept(),
        keeps=what_stays,
        order=180,
    )


def _kept() -> Q:
    is_open = ~Q(state=Case.State.CLOSED)
    return is_open | Q(kind=Case.Kind.COMPLAINT, closed_at__gt=timezone.now() - CLAIMS)


def what_stays(subject: Subject) -> list[Kept]:
    """Lists the cases that an erasure leaves: open ones until they are settled, complaints for three years."""
    rows = Case.objects.filter(_kept(), customer_id=subject.customer_id).order_by("pk")
    return [
        Kept(case.number, 1, "claims" if case.closed_at else "open", claims_end(case.closed_at))
        for case in rows
    ]
