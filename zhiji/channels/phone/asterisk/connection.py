"""One signed-in connection with Asterisk's manager interface."""

import asyncio
import hashlib
import logging
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from zhiji.channels.phone.asterisk.frames import BrokenStream, Frame, FrameReader, write_frame
from zhiji.channels.phone.asterisk.settings import AsteriskSettings

logger = logging.getLogger("zhiji.phone")

PIECE = 65_536
MOST_IN_A_LIST = 50_000

HearFrame = Callable[[Frame, datetime], None]


class SignInRefused(ConnectionError):
    """Asterisk does not let us in: user or password are wrong, or it takes no connections from here."""


class ActionRefused(Exception):
    """Asterisk answered an action with an error; the text is its own."""


class Connection:
    """Sends actions, waits for their answers, and hands every event on."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, settings: AsteriskSettings
    ) -> None:
        self.settings = settings
        self._reader = reader
        self._writer = writer
        self._frames = FrameReader()
        self._count = 0
        self._answers: dict[str, asyncio.Future[Frame]] = {}
        self._lists: dict[str, tuple[list[Frame], asyncio.Future[None]]] = {}

    async def listen(self, hear: HearFrame) -> None:
        """Hands on every event until the connection ends; raises ConnectionError then, and when nonsense comes."""
        try:
            while piece := await self._reader.read(PIECE):
                heard = datetime.now(UTC)
                for frame in self._frames.feed(piece):
                    self._take(frame, hear, heard)
        finally:
            self._give_up()
        raise ConnectionResetError("Asterisk closed the connection")

    async def act(self, action: str, fields: Iterable[tuple[str, str]] = (), action_id: str = "") -> Frame:
        """Sends an action and gives Asterisk's answer; only while listen runs.

        Raises ActionRefused where the answer is an error, TimeoutError where none comes in time, ConnectionError,
        and ValueError for fields that can't be written.
        """
        action_id = action_id or self._next()
        frame = write_frame([("Action", action), ("ActionID", action_id), *fields])
        answer = self._answers[action_id] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(self.settings.seconds_to_reply):
                self._writer.write(frame)
                await self._writer.drain()
                told: Frame = await answer
        finally:
            self._answers.pop(action_id, None)
        if told.get("Response") == "Error":
            raise ActionRefused(told.get("Message", ""))
        return told

    async def listing(self, action: str) -> list[Frame]:
        """Sends an action that is answered with a list, and gives the events of that list, without the last."""
        action_id = self._next()
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        rows: list[Frame] = []
        self._lists[action_id] = rows, done
        try:
            await self.act(action, action_id=action_id)
            async with asyncio.timeout(self.settings.seconds_to_reply):
                await done
        finally:
            self._lists.pop(action_id, None)
        return rows

    async def sign_in(self) -> None:
        """Signs in, without sending the password itself where the settings say "md5". Raises SignInRefused."""
        secret = ("Secret", self.settings.secret)
        try:
            if self.settings.auth == "md5":
                challenge = (await self.act("Challenge", [("AuthType", "MD5")])).get("Challenge", "")
                key = hashlib.md5((challenge + self.settings.secret).encode(), usedforsecurity=False)
                proof = [("AuthType", "MD5"), ("Key", key.hexdigest())]
            else:
                proof = [secret]
            await self.act("Login", [("Username", self.settings.user), *proof, ("Events", "on")])
        except (ActionRefused, ValueError) as error:
            raise SignInRefused(f"signing in was refused: {error}") from error

    async def keep_alive(self) -> None:
        """Asks for a sign of life again and again; raises TimeoutError when none comes."""
        while True:
            await asyncio.sleep(self.settings.seconds_between_pings)
            try:
                await self.act("Ping")
            except TimeoutError as error:
                raise TimeoutError("Asterisk gave no sign of life") from error

    async def close(self) -> None:
        """Closes the connection; an end that is already closed is as good."""
        self._writer.close()
        try:
            async with asyncio.timeout(1):
                await self._writer.wait_closed()
        except (OSError, TimeoutError):
            pass

    def _next(self) -> str:
        self._count += 1
        return f"zhiji-{self._count}"

    def _take(self, frame: Frame, hear: HearFrame, heard: datetime) -> None:
        action_id = frame.get("ActionID", "")
        if "Response" in frame and "Event" not in frame:
            answer = self._answers.get(action_id)
            if answer and not answer.done():
                answer.set_result(frame)
        elif action_id in self._lists:
            self._take_row(frame, *self._lists[action_id])
        else:
            hear(frame, heard)

    @staticmethod
    def _take_row(frame: Frame, rows: list[Frame], done: asyncio.Future[None]) -> None:
        if frame.get("EventList", "").lower() != "complete" and len(rows) >= MOST_IN_A_LIST:
            raise BrokenStream("a list that does not end")
        if frame.get("EventList", "").lower() in {"complete", "cancelled"}:
            if not done.done():
                done.set_result(None)
        else:
            rows.append(frame)

    def _give_up(self) -> None:
        """Nobody shall wait for an answer that can't come any more."""
        waiting: list[asyncio.Future[Any]] = [*self._answers.values()]
        waiting += [done for _, done in self._lists.values()]
        for future in waiting:
            if not future.done():
                future.set_exception(ConnectionResetError("the connection with Asterisk ended"))
                # Whoever waits gets it; where nobody does any more, it is no news.
                future.exception()


async def connect(settings: AsteriskSettings) -> Connection:
    """Opens a connection; not signed in yet. Raises OSError or TimeoutError."""
    async with asyncio.timeout(settings.seconds_to_connect):
        reader, writer = await asyncio.open_connection(settings.host, settings.port, ssl=settings.tls)
    return Connection(reader, writer, settings)
