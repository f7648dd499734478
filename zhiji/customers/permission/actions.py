from zhiji.customers.parties.models import Customer
from zhiji.customers.permission.models import Permission
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.actions import action
from zhiji.kernel.audit.actions import record


@action
def note_permission(
    *, actor: Actor, customer_id: int, channel: str, purpose: str, state: str, how: str
) -> Permission:
    """Notes what a customer allowed or refused, and how they said so; channel "" means every channel."""
    customer = Customer.objects.changeable_by(actor).get(pk=customer_id)
    said = Permission.objects.create(
        customer=customer, channel=channel, purpose=purpose, state=state, how=how
    )
    record(
        actor,
        "note_permission",
        said,
        after={"channel": channel, "purpose": purpose, "state": state, "how": how},
    )
    return said
