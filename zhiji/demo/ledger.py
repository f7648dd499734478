"""How far the demo company has been filled in: each chunk writes a line of history in its own transaction."""

from dataclasses import asdict, dataclass
from datetime import datetime

from zhiji.kernel.access.actor import Actor
from zhiji.kernel.audit.actions import record
from zhiji.kernel.audit.models import AuditEntry

_ACT = "fill_demo_company"


@dataclass(frozen=True, slots=True)
class Mark:
    """The seed, the moment at which the told history ends, the next family, and the customers made so far."""

    seed: int
    now: datetime
    next_family: int = 0
    customers: int = 0
    contact_points: int = 0
    contacts: int = 0


def last_mark() -> Mark | None:
    """Read how far the demo company is, None where it was never begun."""
    written = AuditEntry.objects.filter(object_type="", object_id=None, action=_ACT).order_by("-id").first()
    if written is None:
        return None
    return Mark(**{**written.after, "now": datetime.fromisoformat(written.after["now"])})


def write_mark(actor: Actor, mark: Mark) -> None:
    """Note how far it is, as the summary of a chunk; call it inside the chunk's transaction."""
    record(actor, _ACT, None, after={**asdict(mark), "now": mark.now.isoformat()})
