from zhiji.customers.permission.models import Permission
from zhiji.customers.permission.rules import decide


def why_not(customer_id: int, channel: str, purpose: str) -> str:
    """Returns "" if a customer may be written to on this channel for this purpose, else the reason's code."""
    ledger = Permission.objects.filter(customer_id=customer_id, purpose=purpose).order_by("-id")
    return decide(purpose, channel, ledger.values_list("channel", "purpose", "state"))
