"""Customers call, phones of ours ring, calls are handed on and cut off: through a real Asterisk, with real phones."""

import asyncio
import tempfile
from asyncio.subprocess import DEVNULL
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support import asterisk_configuration as configuration
from tests.support.asterisk import Asterisk, CannotBeHad, write_tone
from tests.support.softphone import Softphone
from zhiji.channels.phone.asterisk.adapter import AsteriskSwitch
from zhiji.channels.phone.asterisk.settings import AsteriskSettings
from zhiji.channels.phone.switch import commands
from zhiji.channels.phone.switch import events as told
from zhiji.channels.phone.switch.kinds import Direction, ExtensionState, Phase, Reason, Side, TransferKind
from zhiji.channels.phone.switch.rules import fold, hold
from zhiji.channels.phone.switch.state import Call

NUMBER = "+8613800138000"
LI, WANG = (f"PJSIP/{name}" for name in configuration.PHONES)
SERVICE_LINE = f"sip:4001@{configuration.HOST}:{configuration.SIP_PORT}"
ACCOUNT = "sip:{name}@" + f"{configuration.HOST}:{configuration.SIP_PORT};transport=udp"
STAFF = (
    f"<{ACCOUNT}>;auth_user={{name}};auth_pass={configuration.PASSWORD};answermode=manual;audio_codecs=PCMU"
)
CUSTOMER = f'"Han Mei" <{ACCOUNT}>;regint=0;answermode=manual;audio_codecs=PCMU'


@pytest.fixture(scope="module")
def asterisk() -> Iterator[Asterisk]:
    try:
        machine = Asterisk()
    except CannotBeHad as error:
        pytest.skip(str(error))
    yield machine
    machine.stop()


class Office:
    """Two phones of ours, one customer's, and a switch that listens."""

    def __init__(self, folder: Path, inside: list[str]) -> None:
        tone = folder / "tone.wav"
        write_tone(tone)
        self.li, self.wang = (
            Softphone(folder, name, port, STAFF.format(name=name), tone, inside)
            for name, port in zip(configuration.PHONES, (15071, 15073), strict=True)
        )
        account = CUSTOMER.format(name=NUMBER)
        self.customer = Softphone(folder, "customer", configuration.CUSTOMER_PORT, account, tone, inside)
        self.told: list[told.SwitchEvent] = []
        self.calls: dict[str, Call] = {}
        self.switch = AsteriskSwitch(
            AsteriskSettings(
                name="office",
                host=configuration.HOST,
                port=configuration.AMI_PORT,
                user=configuration.USER,
                secret=configuration.PASSWORD,
                trunks=frozenset({"PJSIP/trunk"}),
                shortest_pause=0.1,
                longest_pause=0.5,
            )
        )

    @property
    def phones(self) -> tuple[Softphone, ...]:
        return self.li, self.wang, self.customer

    @property
    def call(self) -> Call:
        """The call that began last."""
        return list(self.calls.values())[-1]

    def hear(self, event: told.SwitchEvent) -> None:
        self.told.append(event)
        if isinstance(event, told.CallEvent):
            self.calls[event.call] = fold(self.calls.get(event.call), event)

    async def until(self, happened: Callable[[], Any], seconds: float = 15) -> None:
        async with asyncio.timeout(seconds):
            while not happened():
                await asyncio.sleep(0.02)

    async def is_back(self, times: int) -> None:
        await self.until(lambda: sum(isinstance(event, told.SwitchBack) for event in self.told) >= times)

    async def is_in(self, phase: Phase) -> None:
        await self.until(lambda: self.calls and self.call.phase is phase)

    async def are_reachable(self) -> None:
        """Waits until the phone of the queue's member has signed in with Asterisk."""
        free = {(LI, ExtensionState.FREE)}
        await self.until(
            lambda: (
                free
                & {(one.extension, one.state) for one in self.told if isinstance(one, told.ExtensionChanged)}
            )
        )

    async def customer_talks_with_li(self) -> Call:
        await self.customer.tell("dial", SERVICE_LINE)
        await self.li.sees("CALL_INCOMING")
        await self.li.tell("accept")
        await self.is_in(Phase.TALKING)
        return self.call


@asynccontextmanager
async def opened(machine: Asterisk) -> AsyncIterator[Office]:
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder), machine.inside)
        running = asyncio.create_task(office.switch.run(office.hear))
        try:
            for phone in office.phones:
                await phone.start()
            await office.is_back(1)
            await office.are_reachable()
            yield office
        finally:
            for phone in office.phones:
                await phone.stop()
            running.cancel()


def play(machine: Asterisk, story: Callable[[Office], Coroutine[Any, Any, None]]) -> None:
    async def whole() -> None:
        async with opened(machine) as office:
            await story(office)

    machine.run(whole)


def test_a_customer_calls_waits_talks_and_hangs_up(asterisk):
    async def story(office: Office) -> None:
        await office.customer.tell("dial", SERVICE_LINE)
        await office.is_in(Phase.RINGING)
        ringing = office.call
        assert (ringing.caller, ringing.caller_name, ringing.called) == (NUMBER, "Han Mei", "4001")
        assert (ringing.queue, ringing.ringing, ringing.typed) == ("support", (LI,), ("SN-0042",))
        await office.li.sees("CALL_INCOMING")
        await office.li.tell("accept")
        await office.is_in(Phase.TALKING)
        await office.li.tell("hold")
        await office.is_in(Phase.HELD)
        await office.li.tell("resume")
        await office.is_in(Phase.TALKING)
        await office.customer.tell("hangup")
        await office.is_in(Phase.ENDED)
        call = office.call
        assert (call.answered_by, call.end_reason, call.ended_by) == (LI, Reason.HUNG_UP, Side.THEIRS)
        assert hold(call, call.ended_at).total_seconds() > 0
        await office.until(lambda: office.call.recordings)
        assert (asterisk.root / office.call.recordings[0].lstrip("/")).stat().st_size > 1000

    play(asterisk, story)


def test_a_customer_who_hangs_up_before_the_answer_is_missed(asterisk):
    async def story(office: Office) -> None:
        await office.customer.tell("dial", SERVICE_LINE)
        await office.is_in(Phase.RINGING)
        await office.customer.tell("hangup")
        await office.is_in(Phase.ENDED)
        assert (office.call.is_missed, office.call.is_given_up) == (True, True)
        assert office.call.end_reason is Reason.GIVEN_UP

    play(asterisk, story)


def test_a_call_is_handed_on_blindly_and_ended_by_us(asterisk):
    async def story(office: Office) -> None:
        call = await office.customer_talks_with_li()
        await office.switch.do(commands.TransferCall(call=call.call, extension=LI, to="102"))
        await office.wang.sees("CALL_INCOMING")
        await office.wang.tell("accept")
        await office.until(lambda: office.call.talking == (WANG,))
        await office.switch.do(commands.HangUp(call=call.call))
        await office.is_in(Phase.ENDED)
        [transfer] = office.call.transfers
        assert (transfer.kind, transfer.by, transfer.to) == (TransferKind.BLIND, LI, "102")

    play(asterisk, story)


def test_a_call_that_we_place_is_handed_on_after_a_word(asterisk):
    async def story(office: Office) -> None:
        done = await office.switch.do(commands.PlaceCall(extension=LI, number=NUMBER))
        await office.li.sees("CALL_INCOMING")
        await office.li.tell("accept")
        await office.customer.sees("CALL_INCOMING")
        await office.customer.tell("accept")
        await office.is_in(Phase.TALKING)
        assert (office.call.call, office.call.direction, office.call.called) == (
            done.call,
            Direction.OUT,
            NUMBER,
        )
        await office.switch.do(
            commands.TransferCall(call=done.call, extension=LI, to="102", is_attended=True)
        )
        await office.wang.sees("CALL_INCOMING")
        await office.wang.tell("accept")
        await office.until(lambda: WANG in office.call.talking)
        await asyncio.sleep(1)
        await office.li.tell("hangup")
        await office.until(lambda: office.call.transfers)
        [transfer] = office.call.transfers
        assert (transfer.kind, transfer.by, transfer.to) == (TransferKind.ATTENDED, LI, WANG)
        await office.customer.tell("hangup")
        await office.is_in(Phase.ENDED)
        assert (list(office.calls), office.call.spoke) == ([done.call], (LI, WANG))

    play(asterisk, story)


def test_a_call_is_parked_and_fetched(asterisk):
    async def story(office: Office) -> None:
        call = await office.customer_talks_with_li()
        await office.switch.do(commands.HoldCall(call=call.call, extension=LI))
        await office.is_in(Phase.HELD)
        await office.switch.do(commands.ResumeCall(call=call.call, extension=WANG))
        await office.wang.sees("CALL_INCOMING")
        await office.wang.tell("accept")
        await office.until(lambda: WANG in office.calls[call.call].talking)
        await office.customer.tell("hangup")
        await office.until(lambda: office.calls[call.call].phase is Phase.ENDED)

    play(asterisk, story)


def test_a_phone_that_pauses_gets_no_calls_of_its_queue(asterisk):
    async def story(office: Office) -> None:
        await office.switch.do(commands.PauseExtension(extension=LI, reason="午饭"))
        await office.until(lambda: getattr(office.told[-1], "pause_reason", "") == "午饭")
        await office.customer.tell("dial", SERVICE_LINE)
        await office.is_in(Phase.QUEUED)
        await asyncio.sleep(1)
        assert office.call.rang_at is None
        await office.switch.do(commands.PauseExtension(extension=LI, is_paused=False))
        await office.is_in(Phase.RINGING)
        await office.customer.tell("hangup")
        await office.is_in(Phase.ENDED)

    play(asterisk, story)


def test_a_call_that_ends_while_the_line_to_asterisk_is_cut_is_found_ended(asterisk):
    async def story(office: Office) -> None:
        call = await office.customer_talks_with_li()
        assert office.switch._connection
        await office.switch._connection.close()
        await office.customer.tell("hangup")
        await office.is_back(2)
        await office.until(lambda: office.calls[call.call].phase is Phase.ENDED)
        assert office.calls[call.call].answered_by == LI

    play(asterisk, story)


def test_no_call_is_lost_though_the_line_breaks_again_and_again(asterisk):
    count, rate, breaks = 90, 30, 20

    async def story(office: Office) -> None:
        traffic = await asyncio.create_subprocess_exec(
            *[*asterisk.traffic("4001"), "-r", str(rate), "-m", str(count)], stdin=DEVNULL, stdout=DEVNULL
        )
        for _ in range(breaks):
            await asyncio.sleep(0.2)
            if office.switch._connection:
                await office.switch._connection.close()
        assert await traffic.wait() == 0
        await office.until(lambda: all(call.phase is Phase.ENDED for call in office.calls.values()))
        assert len(office.calls) == count
        assert office.switch._ledger.legs == {}

    play(asterisk, story)


def test_an_asterisk_that_dies_in_mid_call_is_missed_and_met_again(asterisk):
    async def story(office: Office) -> None:
        call = await office.customer_talks_with_li()
        asterisk.kill()
        await office.until(lambda: any(isinstance(event, told.SwitchLost) for event in office.told))
        await asyncio.to_thread(asterisk.boot)
        await office.is_back(2)
        ended = office.calls[call.call]
        assert (ended.phase, ended.end_reason, ended.is_end_found) == (Phase.ENDED, Reason.LOST, True)
        assert ended.seen_until
        assert ended.seen_until <= ended.ended_at

    play(asterisk, story)
