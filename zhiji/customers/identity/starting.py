"""What identity enters when the house starts: rights, the look of its entries, and who newcomers belong to."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from zhiji.customers.identity.arrival import look_at_arrivals, register_finder
from zhiji.customers.identity.matching.finding import find_likenesses
from zhiji.customers.identity.matching.following import follow_keys
from zhiji.customers.identity.matching.tasks import look_through_changed, tidy_runs
from zhiji.customers.identity.merging import sides
from zhiji.customers.identity.merging.finding import KIND
from zhiji.customers.identity.merging.queries import survivors_of
from zhiji.customers.identity.merging.registry import Special, special
from zhiji.customers.identity.merging.specials import register as register_specials
from zhiji.customers.identity.merging.tasks import follow_merges_now
from zhiji.customers.identity.pairs.following import follow_pairs, return_pairs
from zhiji.customers.sources.registry import register_follower
from zhiji.customers.timeline.registry import EntryKind
from zhiji.customers.timeline.registry import register as register_entry
from zhiji.kernel.access import registry as access
from zhiji.kernel.jobs.pumps import pump
from zhiji.kernel.jobs.schedule import every
from zhiji.kernel.search import registry as search


def register() -> None:
    """Enters everything."""
    access.register(
        "match",
        ("review", "set"),
        {
            "manager": {"review": "all", "set": "all"},
            "sales": {"review": "all"},
            "service": {"review": "all"},
        },
    )
    template = "customers/timeline/merged.html"
    register_entry(EntryKind("merged", _("Merged"), "git-merge", template, is_seldom=True))
    register_entry(EntryKind("unmerged", _("Merge undone"), "arrow-back-up", template, is_seldom=True))
    search.register(
        search.SearchKind(
            slug=KIND,
            label=_("Earlier numbers"),
            icon="git-merge",
            module="",
            right="customer.view",
            url=lambda key: f"/customers/{key}",
        )
    )
    every("follow_merges", timedelta(minutes=1), follow_merges_now)
    pump("arrivals", look_at_arrivals, lane="idle")
    pump("match_keys", follow_keys, lane="idle")
    every("match_tidy", timedelta(minutes=5), tidy_runs)
    every("match_all", timedelta(days=1), look_through_changed, hour=2)
    register_finder(find_likenesses)
    register_follower(survivors_of)
    sides.register()
    register_specials()
    special(Special("pairs", follow_pairs, return_pairs))
