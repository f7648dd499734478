"""An Asterisk as a switch: kept in touch with, caught up with after breaks, asked to do things."""

import asyncio
import logging
import random
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime

from zhiji.channels.phone.asterisk.asking import Asked, ask, can
from zhiji.channels.phone.asterisk.connection import ActionRefused, Connection, SignInRefused, connect
from zhiji.channels.phone.asterisk.frames import Frame
from zhiji.channels.phone.asterisk.ledger import Ledger
from zhiji.channels.phone.asterisk.resynchronising import Resynchronisation, Snapshot
from zhiji.channels.phone.asterisk.settings import AsteriskSettings
from zhiji.channels.phone.asterisk.translating import translate
from zhiji.channels.phone.switch.commands import Command, Done, PlaceCall
from zhiji.channels.phone.switch.events import SwitchEvent, SwitchLost
from zhiji.channels.phone.switch.interface import CommandRefused, Hear, Switch

logger = logging.getLogger("zhiji.phone")

FAULTS = (OSError, TimeoutError, ActionRefused)


class AsteriskSwitch(Switch):
    """One Asterisk 18 to 22, over its manager interface."""

    def __init__(self, settings: AsteriskSettings) -> None:
        self.settings = settings
        self.name = settings.name
        self.can = can(settings)
        self._ledger = Ledger(settings)
        self._connection: Connection | None = None
        self._catching_up: Resynchronisation | None = None
        self._lost_at: datetime | None = None
        self._last_heard: datetime | None = None
        self._failures = 0

    async def run(self, hear: Hear) -> None:
        """Stays in touch until cancelled; see Switch.run."""
        while True:
            try:
                await self._stay(hear)
            except FAULTS as fault:
                logger.warning("Asterisk %s: %s: %s", self.name, type(fault).__name__, fault)
                self._lose(hear, f"{type(fault).__name__}: {fault}"[:300])
            except Exception:
                # Whoever listens could not take an event in: then it is told again, with all that goes on.
                logger.exception("Asterisk %s: an event could not be taken in", self.name)
                self._ledger = Ledger(self.settings)
                self._lose(hear, "an event could not be taken in")
            await asyncio.sleep(self._pause())

    async def do(self, command: Command) -> Done:
        """Asks Asterisk to do something; see Switch.do."""
        connection = self._connection
        if connection is None:
            raise CommandRefused(CommandRefused.NOT_CONNECTED)
        new_call = f"zhiji-{uuid.uuid4().hex}"
        asked = ask(self._ledger, command, new_call)
        if isinstance(command, PlaceCall):
            self._ledger.placed[new_call] = command
        try:
            for one in asked:
                await self._act(connection, one)
        except CommandRefused:
            self._ledger.placed.pop(new_call, None)
            raise
        return Done(asked[0].call)

    async def _act(self, connection: Connection, asked: Asked) -> None:
        # Asterisk names the action again when a placed call could not begin, so there it is named as the call.
        action_id = asked.call if asked.action == "Originate" else ""
        try:
            await connection.act(asked.action, asked.fields, action_id)
        except ActionRefused as error:
            raise CommandRefused(CommandRefused.REFUSED, str(error)) from error
        except TimeoutError as error:
            raise CommandRefused(CommandRefused.NO_REPLY) from error
        except OSError as error:
            raise CommandRefused(CommandRefused.NOT_CONNECTED, str(error)) from error
        except ValueError as error:
            raise CommandRefused(CommandRefused.NOT_POSSIBLE, str(error)) from error

    async def _stay(self, hear: Hear) -> None:
        """Connects, signs in, catches up, listens: until the connection ends."""
        connection = await connect(self.settings)
        self._catching_up = Resynchronisation(self._ledger, self._lost_at)
        # No group of tasks: one that is told to stop in the very moment of a break forgets it before Python 3.13.
        listening = asyncio.create_task(
            connection.listen(lambda frame, heard: self._take(frame, heard, hear))
        )
        working = asyncio.create_task(self._work(connection, hear))
        try:
            await asyncio.wait({listening, working}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._connection = None
            listening.cancel()
            working.cancel()
            ends = await asyncio.gather(working, listening, return_exceptions=True)
            await connection.close()
        raise _cause(ends)

    async def _work(self, connection: Connection, hear: Hear) -> None:
        """Signs in, catches up, and then asks for signs of life."""
        await connection.sign_in()
        await self._catch_up(connection, hear)
        await connection.keep_alive()

    def _take(self, frame: Frame, heard: datetime, hear: Hear) -> None:
        self._last_heard = heard
        if self._catching_up:
            self._catching_up.note(frame)
        for event in translate(self._ledger, frame, heard):
            hear(event)

    async def _catch_up(self, connection: Connection, hear: Hear) -> None:
        snapshot = Snapshot()
        for row in await self._queues(connection):
            rows = {"QueueMember": snapshot.members, "QueueEntry": snapshot.waiting}.get(row.get("Event", ""))
            if rows is not None:
                rows.append(row)
        snapshot.channels.extend(await connection.listing("CoreShowChannels"))
        catching_up, self._catching_up = self._catching_up, None
        if catching_up:
            self._tell(hear, catching_up.finish(snapshot, datetime.now(UTC)))
        self._connection, self._failures, self._lost_at = connection, 0, None

    async def _queues(self, connection: Connection) -> list[Frame]:
        try:
            return await connection.listing("QueueStatus")
        except ActionRefused as error:
            # An Asterisk without queues does not know the word.
            logger.warning("Asterisk %s tells nothing of queues: %s", self.name, error)
            return []

    @staticmethod
    def _tell(hear: Hear, events: list[SwitchEvent]) -> None:
        for event in events:
            hear(event)

    def _lose(self, hear: Hear, why: str) -> None:
        """Tells once that the switch can't be heard, however often coming back fails."""
        self._failures += 1
        if self._lost_at is not None:
            return
        self._lost_at = self._last_heard or datetime.now(UTC)
        try:
            hear(SwitchLost(switch=self.name, at=datetime.now(UTC), why=why))
        except Exception:
            logger.exception("Asterisk %s: that it was lost could not be told", self.name)

    def _pause(self) -> float:
        """Seconds until the next try: longer after each failure, and never the same for many at once."""
        longest = self.settings.longest_pause
        pause = min(longest, self.settings.shortest_pause * float(2 ** min(self._failures - 1, 16)))
        return pause * random.uniform(0.7, 1.0)


def _cause(ends: Sequence[BaseException | None]) -> BaseException:
    """What ended a connection, of the ends of work and listening: mostly one of them brought about the other's."""
    working, listening = (None if isinstance(end, asyncio.CancelledError) else end for end in ends)
    if isinstance(working, SignInRefused) or listening is None:
        return working or ConnectionResetError("the connection with Asterisk ended")
    return listening
