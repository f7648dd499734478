from django.utils import translation

from zhiji.customers.privacy.actions import start_work
from zhiji.customers.privacy.models import PrivacyRequest
from zhiji.customers.privacy.tasks import carry_out
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.actions import action
from zhiji.kernel.live.wake import wake_workers


@action
def begin_request(*, actor: Actor, request_id: int) -> PrivacyRequest:
    """Begins the copy or the erasure that a request asks for, and hands it to the background in the same act."""
    asked = start_work(actor=actor, request_id=request_id)
    carry_out.enqueue(asked.pk, translation.get_language() or "")
    wake_workers()
    return asked
