"""A server that speaks Asterisk's manager interface: signs in, answers, says what a test wants, breaks off."""

import asyncio
import hashlib
from collections.abc import Callable
from typing import Self

from zhiji.channels.phone.asterisk.frames import Frame, read_frame

USER, PASSWORD, CHALLENGE = "zhiji", "of-the-tests", "840415273"
GREETING = b"Asterisk Call Manager/11.0.0\r\n"
PROOF = hashlib.md5((CHALLENGE + PASSWORD).encode()).hexdigest()


class AmiServer:
    """Answers as Asterisk does; channels, members and waiting are what it tells when asked what is going on."""

    def __init__(self) -> None:
        self.greeting = GREETING
        self.channels: list[Frame] = []
        self.members: list[Frame] = []
        self.waiting: list[Frame] = []
        self.asked: list[Frame] = []
        self.refuses: dict[str, str] = {}
        self.is_silent_to: set[str] = set()
        self.before_list: Callable[[], None] = lambda: None
        self.sign_ins = 0
        self._writers: list[asyncio.StreamWriter] = []

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        self.drop()

    def say(self, frames: list[Frame]) -> None:
        """Tells whoever is connected what happens."""
        self.say_bytes(b"".join(written(frame) for frame in frames))

    def say_bytes(self, noise: bytes) -> None:
        """Sends anything at all to whoever is connected."""
        for writer in self._writers:
            writer.write(noise)

    def drop(self) -> None:
        """Breaks off all connections."""
        for writer in self._writers:
            writer.close()
        self._writers.clear()

    def actions(self, name: str) -> list[Frame]:
        """All actions of a name that came so far."""
        return [frame for frame in self.asked if frame.get("Action") == name]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(self.greeting)
        self._writers.append(writer)
        try:
            while True:
                frame = read_frame((await reader.readuntil(b"\r\n\r\n"))[:-4])
                self.asked.append(frame)
                for answer in self._answers(frame):
                    writer.write(written({**answer, "ActionID": frame.get("ActionID", "")}))
        except (asyncio.IncompleteReadError, ConnectionError):
            pass

    def _answers(self, frame: Frame) -> list[Frame]:
        action = frame.get("Action", "")
        if action in self.is_silent_to:
            return []
        if action in self.refuses:
            return [{"Response": "Error", "Message": self.refuses[action]}]
        if action == "Challenge":
            return [{"Response": "Success", "Challenge": CHALLENGE}]
        if action == "Login":
            return [self._sign_in(frame)]
        if action == "QueueStatus":
            return self._list("QueueStatusComplete", [*self.members, *self.waiting])
        if action == "CoreShowChannels":
            self.before_list()
            return self._list("CoreShowChannelsComplete", self.channels)
        return [{"Response": "Success", "Message": "Done"}]

    def _sign_in(self, frame: Frame) -> Frame:
        proof = frame.get("Key") == PROOF or frame.get("Secret") == PASSWORD
        if frame.get("Username") != USER or not proof:
            return {"Response": "Error", "Message": "Authentication failed"}
        self.sign_ins += 1
        return {"Response": "Success", "Message": "Authentication accepted"}

    @staticmethod
    def _list(last: str, rows: list[Frame]) -> list[Frame]:
        begin = {"Response": "Success", "EventList": "start", "Message": "will follow"}
        return [begin, *rows, {"Event": last, "EventList": "Complete", "ListItems": str(len(rows))}]


def written(frame: Frame) -> bytes:
    """A frame as Asterisk writes it."""
    return "".join(f"{key}: {value}\r\n" for key, value in frame.items()).encode() + b"\r\n"
