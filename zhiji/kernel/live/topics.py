"""What an open page may listen to; each kind of topic says who may."""

from collections.abc import Callable

from zhiji.kernel.access.actor import Actor

Check = Callable[[Actor, str], bool]

_checks: dict[str, Check] = {}


def register(kind: str, check: Check) -> None:
    """Registers a kind of topic such as "customer"; check(actor, rest) tells who may listen to customer:rest."""
    _checks[kind] = check


def may_listen(actor: Actor, topic: str) -> bool:
    """Tells whether an actor may be told of what happens under a topic; an unknown kind is refused."""
    kind, _, rest = topic.partition(":")
    check = _checks.get(kind)
    try:
        return check is not None and check(actor, rest)
    except (ValueError, OverflowError):
        return False
