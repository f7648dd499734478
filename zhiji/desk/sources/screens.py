"""What the desk shows of sources: the work list of disagreements, and where sources are set up."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from zhiji.customers.sources.queries import customers_in_conflict
from zhiji.desk.sources.listing import SPEC
from zhiji.ui import palette
from zhiji.ui.lists import registry as lists


def register() -> None:
    """Enters the pages of sources."""
    # A record's page asks only for its neighbours in the list, without what the list shows of them.
    lists.register(replace(SPEC, queryset=customers_in_conflict))
    commands = [
        ("conflicts", _("Sources disagree"), "conflicts", "versions", "customer.view", (_("Conflicts"),)),
        ("sources", _("Sources"), "sources", "database", "source.view", (_("Where values come from"),)),
        (
            "survivorship",
            _("Which value counts"),
            "survivorship",
            "scale",
            "source.view",
            (_("Survivorship"),),
        ),
    ]
    for slug, label, url, icon, right, words in commands:
        palette.register(palette.Command(slug, label, url, icon, right, keywords=words, order=33))
