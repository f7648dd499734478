"""A switch under test beside the server it talks with, played through in a test's own event loop."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import pytest

from zhiji.channels.phone.asterisk.adapter import AsteriskSwitch
from zhiji.channels.phone.asterisk.settings import AsteriskSettings
from zhiji.channels.phone.asterisk.tests import spoken
from zhiji.channels.phone.asterisk.tests.ami_server import PASSWORD, USER, AmiServer
from zhiji.channels.phone.switch import events as told
from zhiji.channels.phone.switch.kinds import Phase
from zhiji.channels.phone.switch.rules import fold
from zhiji.channels.phone.switch.state import Call

Story = Callable[["Office"], Coroutine[Any, Any, None]]


class Office:
    """A switch under test, the server it talks with, and all that it told."""

    def __init__(self, server: AmiServer, **settings: Any) -> None:
        self.server = server
        self.told: list[Any] = []
        self.calls: dict[str, Call] = {}
        self.faults = 0
        usual = {"trunks": frozenset({"PJSIP/provider"}), "shortest_pause": 0.02, "longest_pause": 0.05}
        self.switch = AsteriskSwitch(
            AsteriskSettings(
                **{
                    "name": "office",
                    "host": "127.0.0.1",
                    "port": server.port,
                    "user": USER,
                    "secret": PASSWORD,
                }
                | usual
                | settings
            )
        )

    def hear(self, event: told.SwitchEvent) -> None:
        if self.faults:
            self.faults -= 1
            raise RuntimeError("the disk is full")
        self.told.append(event)
        if isinstance(event, told.CallEvent):
            self.calls[event.call] = fold(self.calls.get(event.call), event)

    def all(self, kind: type[told.SwitchEvent]) -> list[Any]:
        return [event for event in self.told if isinstance(event, kind)]

    async def until(self, happened: Callable[[], Any], seconds: float = 5) -> None:
        async with asyncio.timeout(seconds):
            while not happened():
                await asyncio.sleep(0.005)

    async def in_touch(self, times: int = 1) -> None:
        await self.until(lambda: len(self.all(told.SwitchBack)) >= times)

    async def talking(self) -> Call:
        """A customer talks with Li."""
        self.server.say(spoken.answered_call()[:-3])
        await self.until(lambda: "7.1" in self.calls and self.calls["7.1"].phase is Phase.TALKING)
        return self.calls["7.1"]


@asynccontextmanager
async def running(office: Office) -> AsyncIterator[Office]:
    task = asyncio.create_task(office.switch.run(office.hear))
    try:
        yield office
    finally:
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


def play(story: Story, prepare: Callable[[AmiServer], None] = lambda server: None, **settings: Any) -> None:
    async def whole() -> None:
        async with AmiServer() as server:
            prepare(server)
            async with running(Office(server, **settings)) as office:
                await story(office)

    asyncio.run(whole())
