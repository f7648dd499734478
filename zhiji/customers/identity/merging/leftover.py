"""Whom only a list made that was taken back while they were merged: parted again, nothing of them is left."""

from django.db.models import Q

from zhiji.customers.identity.merging.models import Merge
from zhiji.customers.sources.undoing import is_left_over, remove_customers

# What a merge and its undoing leave behind is no reason to keep a customer.
_HISTORY = {
    "customers.merge": Q(undone_at__isnull=False),
    "customers.timelineentry": Q(kind__in=("merged", "unmerged")),
}


def let_go_left_over(holder_id: int, loser_id: int) -> int | None:
    """Lets the one of two parted customers go of whom nothing is left, and returns their key, or None.

    The merges that they once took part in are read at the other one from then on.
    """
    for key, other in ((loser_id, holder_id), (holder_id, loser_id)):
        if is_left_over(key, _HISTORY):
            Merge.objects.filter(survivor=key).update(survivor=other)
            remove_customers([key])
            return key
    return None
