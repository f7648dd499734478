"""What is known of one call."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from zhiji.channels.phone.switch.events import CallEvent, CallTransferred
from zhiji.channels.phone.switch.kinds import Direction, Phase, Reason, Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """All that the events of one call say, taken together; made only by the rules.

    ringing and talking name extensions; spoke names all that ever talked, in order; holders who holds the call now.
    recordings are places as the switch named them. events are those the facts were made from, in their order.
    """

    switch: str
    call: str
    direction: Direction | None = None
    caller: str = ""
    caller_name: str = ""
    called: str = ""
    extension: str = ""
    typed: tuple[str, ...] = ()
    is_withheld: bool = False
    queue: str = ""
    queue_position: int = 0
    is_waiting: bool = False
    is_given_up: bool = False
    is_ringing_there: bool = False
    ringing: tuple[str, ...] = ()
    talking: tuple[str, ...] = ()
    spoke: tuple[str, ...] = ()
    holders: tuple[str, ...] = ()
    held_since: datetime | None = None
    held_for: timedelta = timedelta()
    transfers: tuple[CallTransferred, ...] = ()
    recordings: tuple[str, ...] = ()
    offered_at: datetime | None = None
    queued_at: datetime | None = None
    rang_at: datetime | None = None
    answered_at: datetime | None = None
    answered_by: str = ""
    ended_at: datetime | None = None
    end_reason: Reason | None = None
    ended_by: Side | None = None
    is_end_found: bool = False
    seen_until: datetime | None = None
    events: tuple[CallEvent, ...] = ()

    @property
    def phase(self) -> Phase:
        """How far the call is: what has happened for sure goes before what may only be told late."""
        if self.ended_at is not None:
            return Phase.ENDED
        if self.answered_at is not None and self.holders:
            return Phase.HELD
        if self.answered_at is not None and self.talking:
            return Phase.TALKING
        if self.ringing or self.is_ringing_there:
            return Phase.RINGING
        return Phase.QUEUED if self.is_waiting else Phase.OFFERED

    @property
    def is_missed(self) -> bool:
        """Whether a customer called, and nobody of us spoke with them before it was over."""
        return self.direction is Direction.IN and self.ended_at is not None and self.answered_at is None
