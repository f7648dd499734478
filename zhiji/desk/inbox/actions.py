from zhiji.kernel.access.actor import Actor
from zhiji.kernel.actions import action
from zhiji.kernel.audit.actions import record
from zhiji.kernel.events.dispatch import retry_delivery
from zhiji.kernel.events.models import Delivery


@action
def retry_handler(*, actor: Actor, delivery_id: int) -> bool:
    """Lets a handler that failed on an event try again, and tells whether it worked this time."""
    actor.require("job.change")
    record(actor, "retry_handler", None, after={"delivery": delivery_id})
    retry_delivery(delivery_id)
    return not Delivery.objects.filter(pk=delivery_id).exists()
