"""What was missed while Asterisk could not be heard: calls met in progress, changed, or gone."""

from dataclasses import dataclass, field
from datetime import datetime

from zhiji.channels.phone.asterisk import naming
from zhiji.channels.phone.asterisk.frames import Frame
from zhiji.channels.phone.asterisk.ledger import Ledger, Leg
from zhiji.channels.phone.asterisk.translating import add_leg, member_changed, offer
from zhiji.channels.phone.switch import events as told
from zhiji.channels.phone.switch.kinds import Direction, Reason, Side

_RINGING, _UP = "5", "6"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What Asterisk answers when asked what is going on (QueueStatus, CoreShowChannels)."""

    channels: list[Frame] = field(default_factory=list)
    members: list[Frame] = field(default_factory=list)
    waiting: list[Frame] = field(default_factory=list)


class Resynchronisation:
    """One look at all that is going on, while events go on coming: begun before asking, finished with the answer."""

    def __init__(self, ledger: Ledger, lost_at: datetime | None = None) -> None:
        self.ledger = ledger
        self.lost_at = lost_at
        self._known = set(ledger.legs)
        self._ended: set[str] = set()

    def note(self, frame: Frame) -> None:
        """Remembers what ends while the answer is on its way: it may still stand in it."""
        if frame.get("Event") == "Hangup":
            self._ended.add(frame.get("Uniqueid", ""))

    def finish(self, snapshot: Snapshot, at: datetime) -> list[told.SwitchEvent]:
        """Tells all that was missed, and that the switch is back."""
        # Asterisk's clock may be ahead of ours: what is found now is not older than what was told before.
        at = max(at, self.ledger.latest or at)
        for frame in snapshot.members:
            member_changed(self.ledger, frame, at)
        rows = [row for row in snapshot.channels if row.get("Uniqueid") not in self._ended]
        self._let_go({row.get("Uniqueid", "") for row in rows}, at)
        # Whoever has been there longest began the call, and stands first.
        for row in sorted(rows, key=lambda row: -naming.seconds_of(row.get("Duration", ""))):
            self._meet(row, at)
        for row in rows:
            self._catch_up(row, at)
        self._leave_queues({entry.get("Uniqueid", "") for entry in snapshot.waiting}, at)
        for entry in snapshot.waiting:
            self._wait(entry, at)
        events, self.ledger.told = self.ledger.told, []
        return [*events, self._back(at)]

    def _let_go(self, present: set[str], at: datetime) -> None:
        """Legs that were known before, and are there no more, ended unheard."""
        for uid in self._known - present:
            leg = self.ledger.legs.get(uid)
            if leg:
                self.ledger.end_leg(leg, Reason.LOST, at, is_found=True, seen_until=self.lost_at)

    def _meet(self, row: Frame, at: datetime) -> None:
        """Takes in a leg that nobody told of, and offers the call that it began."""
        began = at - naming.seconds_of(row.get("Duration", ""))
        leg = add_leg(self.ledger, row, began)
        if leg is None:
            return
        # Whether it is up is caught up with once the whole call is known.
        leg.is_up = False
        if self.ledger.calls[leg.call].starter == leg.uid:
            offer(self.ledger, leg, row, began, is_found=True)

    def _catch_up(self, row: Frame, at: datetime) -> None:
        leg = self.ledger.legs.get(row.get("Uniqueid", ""))
        if leg is None:
            return
        self._offer_dialled(leg)
        if row.get("ChannelState") == _UP and not leg.is_taken:
            # When it was taken up nobody knows any more; all that is sure is that it is.
            self.ledger.take_up(leg, at)
        elif row.get("ChannelState") == _RINGING:
            self.ledger.ring(leg, at)
        if bridge := row.get("BridgeId", ""):
            self.ledger.enter_bridge(leg, bridge)

    def _offer_dialled(self, leg: Leg) -> None:
        """A call that one of us dialled is offered once somebody is met whom it calls."""
        live = self.ledger.calls[leg.call]
        starter = live.legs.get(live.starter)
        if live.direction is None and starter and starter is not leg and not leg.is_local:
            direction = Direction.OUT if leg.side is Side.THEIRS else Direction.INTERNAL
            self.ledger.offer(
                live,
                direction,
                starter.began_at,
                called=live.called,
                extension="" if starter.is_local else starter.endpoint,
                is_found=True,
            )

    def _wait(self, entry: Frame, at: datetime) -> None:
        leg = self.ledger.legs.get(entry.get("Uniqueid", ""))
        live = self.ledger.calls[leg.call] if leg else None
        queue = naming.clean(entry.get("Queue", ""))
        if live and live.queue != queue:
            live.queue = queue
            since = at - naming.seconds_of(entry.get("Wait", ""))
            position = naming.count_of(entry.get("Position", ""))
            self.ledger.tell(told.CallQueued, live, since, queue=queue, position=position)

    def _leave_queues(self, waiting: set[str], at: datetime) -> None:
        """Calls that were known to wait, and wait no more."""
        for live in self.ledger.calls.values():
            if live.queue and live.legs.keys() & self._known and not live.legs.keys() & waiting:
                queue, live.queue = live.queue, ""
                self.ledger.tell(told.CallLeftQueue, live, at, queue=queue)

    def _back(self, at: datetime) -> told.SwitchBack:
        calls = tuple(live.call for live in self.ledger.calls.values() if live.is_told)
        return told.SwitchBack(switch=self.ledger.settings.name, at=self.ledger.moment(at), calls=calls)
