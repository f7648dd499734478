from zhiji.channels.claims.models import ClaimMark
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.actions import action


@action
def move_claim_mark(*, actor: Actor, last_event: int) -> None:
    """Notes up to which fact signatures and forms were read."""
    ClaimMark.objects.update_or_create(pk=1, defaults={"last_event": last_event})
