from django.utils.translation import gettext_lazy as _

from zhiji.customers.privacy.rows import holds_rows
from zhiji.sales.leads.models import Lead


def register() -> None:
    """Enters what sales holds about a person."""
    holds_rows(
        "leads",
        _("Leads"),
        Lead,
        "customer",
        search_kind="lead",
        url=lambda key: f"/leads/{key}",
        order=170,
    )
