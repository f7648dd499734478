import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import pytest

from zhiji.channels.phone.asterisk.adapter import AsteriskSwitch
from zhiji.channels.phone.asterisk.frames import LONGEST_FRAME
from zhiji.channels.phone.asterisk.settings import AsteriskSettings
from zhiji.channels.phone.asterisk.tests import spoken
from zhiji.channels.phone.asterisk.tests.ami_server import PASSWORD, USER, AmiServer
from zhiji.channels.phone.asterisk.tests.spoken import CUSTOMER, LI, NUMBER, WANG, gone, leg, row, said
from zhiji.channels.phone.switch import commands
from zhiji.channels.phone.switch import events as told
from zhiji.channels.phone.switch.interface import CommandRefused
from zhiji.channels.phone.switch.kinds import Direction, ExtensionState, Phase, Reason
from zhiji.channels.phone.switch.rules import fold, hold
from zhiji.channels.phone.switch.state import Call

Story = Callable[["Office"], Coroutine[Any, Any, None]]
# A call in the middle of talk, as Asterisk lists it.
TALKING = [
    row(CUSTOMER, "7.1", "7.1", duration="00:05:00", Exten="4001", CallerIDNum=NUMBER, BridgeId="b1"),
    row(LI, "7.2", "7.1", duration="00:04:50", BridgeId="b1"),
]


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


@pytest.mark.parametrize(("auth", "sent"), [("md5", "Key"), ("plain", "Secret")])
def test_it_signs_in_and_sends_the_password_itself_only_when_told_to(auth, sent):
    async def story(office: Office) -> None:
        await office.in_touch()
        [login] = office.server.actions("Login")
        assert [name for name in ("Key", "Secret") if name in login] == [sent]

    play(story, auth=auth)


def test_a_wrong_password_is_told_once_however_often_it_is_tried():
    async def story(office: Office) -> None:
        await office.until(lambda: len(office.server.actions("Login")) > 3)
        [lost] = office.told
        assert "Authentication failed" in lost.why

    play(story, secret="wrong")


def test_a_whole_call_comes_through_the_line():
    async def story(office: Office) -> None:
        await office.in_touch()
        office.server.say(spoken.answered_call())
        await office.until(lambda: office.all(told.CallEnded))
        call = office.calls["7.1"]
        assert (call.caller, call.answered_by, call.recordings) == (NUMBER, "PJSIP/li", ("/rec/7.1.wav",))

    play(story)


def test_a_call_that_ended_while_nobody_listened_is_found_ended():
    async def story(office: Office) -> None:
        await office.in_touch()
        await office.talking()
        office.server.drop()
        await office.in_touch(2)
        [lost], [end], [_, back] = (
            office.all(told.SwitchLost),
            office.all(told.CallEnded),
            office.all(told.SwitchBack),
        )
        assert (end.reason, end.is_found, office.calls["7.1"].phase) == (Reason.LOST, True, Phase.ENDED)
        assert end.seen_until <= lost.at <= end.at
        assert back.calls == ()

    play(story)


def test_a_call_that_goes_on_through_a_break_is_not_told_again():
    async def story(office: Office) -> None:
        await office.in_touch()
        await office.talking()
        office.server.channels = TALKING
        office.server.drop()
        await office.in_touch(2)
        assert len(office.all(told.CallOffered)) == len(office.all(told.CallAnswered)) == 1
        assert office.all(told.SwitchBack)[-1].calls == ("7.1",)
        office.server.say([*gone(LI, "7.2"), *gone(CUSTOMER, "7.1")])
        await office.until(lambda: office.calls["7.1"].phase is Phase.ENDED)

    play(story)


def test_an_answer_during_a_break_is_caught_up_with():
    async def story(office: Office) -> None:
        await office.in_touch()
        office.server.say([*spoken.arrives(), *spoken.waits(), *spoken.rings()])
        await office.until(lambda: office.all(told.CallRinging))
        office.server.channels = TALKING
        office.server.drop()
        await office.in_touch(2)
        assert (office.calls["7.1"].phase, office.calls["7.1"].talking) == (Phase.TALKING, ("PJSIP/li",))

    play(story)


def test_calls_in_progress_are_met_when_it_starts():
    def prepare(server: AmiServer) -> None:
        queued = row(
            "PJSIP/provider-0000000f",
            "6.1",
            "6.1",
            duration="00:00:40",
            Exten="4001",
            CallerIDNum="anonymous",
        )
        dialled = row(WANG, "5.1", "5.1", duration="00:00:09", Exten=NUMBER, CallerIDNum="102")
        theirs = row("PJSIP/provider-0000001f", "5.2", "5.1", "5", duration="00:00:08")
        server.channels = [*TALKING, queued, theirs, dialled]
        server.waiting = [said("QueueEntry", Uniqueid="6.1", Queue="support", Position="1", Wait="30")]
        server.members = [said("QueueMember", Queue="support", Location="PJSIP/li", Status="2", Paused="0")]

    async def story(office: Office) -> None:
        await office.in_touch()
        talking, queued, ours = (office.calls[name] for name in ("7.1", "6.1", "5.1"))
        assert all(event.is_found for event in office.all(told.CallOffered))
        assert (talking.phase, talking.caller, talking.talking) == (Phase.TALKING, NUMBER, ("PJSIP/li",))
        assert (queued.phase, queued.queue, queued.is_withheld) == (Phase.QUEUED, "support", True)
        assert 9 < (queued.queued_at - queued.offered_at).total_seconds() < 11
        assert (ours.phase, ours.direction, ours.called) == (Phase.RINGING, Direction.OUT, NUMBER)
        [member] = office.all(told.ExtensionChanged)
        assert (member.extension, member.state) == ("PJSIP/li", ExtensionState.BUSY)
        assert set(office.all(told.SwitchBack)[0].calls) == {"7.1", "6.1", "5.1"}

    play(story, prepare)


def test_a_call_that_ends_while_the_list_is_on_its_way_does_not_come_back():
    def prepare(server: AmiServer) -> None:
        server.channels = TALKING
        server.before_list = lambda: server.say([*gone(LI, "7.2"), *gone(CUSTOMER, "7.1")])

    async def story(office: Office) -> None:
        await office.in_touch()
        assert (office.calls, office.all(told.SwitchBack)[0].calls) == ({}, ())

    play(story, prepare)


def test_a_call_that_begins_while_the_list_is_on_its_way_is_not_lost():
    def prepare(server: AmiServer) -> None:
        server.before_list = lambda: server.say(spoken.arrives())

    async def story(office: Office) -> None:
        await office.in_touch()
        assert (list(office.calls), office.all(told.CallEnded)) == (["7.1"], [])

    play(story, prepare)


def test_a_server_that_gives_no_sign_of_life_is_left_and_tried_again():
    async def story(office: Office) -> None:
        await office.in_touch(2)
        assert "no sign of life" in office.all(told.SwitchLost)[0].why

    def prepare(server: AmiServer) -> None:
        server.is_silent_to = {"Ping"}

    play(story, prepare, seconds_between_pings=0.05, seconds_to_reply=0.05)


@pytest.mark.parametrize(
    "noise",
    [b"x" * (LONGEST_FRAME + 10), b"Event: " + b"y" * 20_000 + b"\r\n\r\n", b"Key: v\r\n" * 40_000],
    ids=["endless", "long line", "many lines"],
)
def test_nonsense_on_the_line_ends_the_connection_and_nothing_else(noise):
    async def story(office: Office) -> None:
        await office.in_touch()
        await office.talking()
        office.server.channels = TALKING
        office.server.say_bytes(noise)
        await office.in_touch(2)
        assert office.calls["7.1"].phase is Phase.TALKING
        assert "BrokenStream" in office.all(told.SwitchLost)[0].why

    play(story)


def test_somebody_else_behind_the_port_is_told_to_administrators():
    def prepare(server: AmiServer) -> None:
        server.greeting = b"220 mail.example ESMTP\r\n"

    async def story(office: Office) -> None:
        await office.until(lambda: office.told)
        assert "greeting" in office.told[0].why

    play(story, prepare)


def test_an_asterisk_without_queues_still_tells_of_calls():
    def prepare(server: AmiServer) -> None:
        server.refuses = {"QueueStatus": "Invalid/unknown command"}

    async def story(office: Office) -> None:
        await office.in_touch()
        await office.talking()

    play(story, prepare)


def test_what_could_not_be_taken_in_is_told_again():
    async def story(office: Office) -> None:
        await office.in_touch()
        office.server.channels = TALKING
        office.faults = 1
        office.server.say(spoken.arrives())
        await office.in_touch(2)
        assert (office.calls["7.1"].phase, office.calls["7.1"].caller) == (Phase.TALKING, NUMBER)

    play(story)


def test_each_command_becomes_an_action_on_the_right_leg():
    call = "7.1"
    asked = {
        commands.TransferCall(call=call, extension="PJSIP/li", to="102"): ("BlindTransfer", LI, "102"),
        commands.TransferCall(call=call, extension="PJSIP/li", to="102", is_attended=True): (
            "Atxfer",
            LI,
            "102",
        ),
        commands.HoldCall(call=call, extension="PJSIP/li"): ("Park", CUSTOMER, None),
        commands.MuteCall(call=call, extension="PJSIP/li"): ("MuteAudio", LI, None),
        commands.RouteCall(call=call, to="4002"): ("Redirect", CUSTOMER, "4002"),
        commands.HangUp(call=call): ("Hangup", CUSTOMER, None),
        commands.HangUp(call=call, extension="PJSIP/li"): ("Hangup", LI, None),
    }

    async def story(office: Office) -> None:
        await office.in_touch()
        await office.talking()
        for command, (action, channel, number) in asked.items():
            assert (await office.switch.do(command)).call == call
            last = office.server.asked[-1]
            assert (last["Action"], last["Channel"], last.get("Exten")) == (action, channel, number)
        await office.switch.do(commands.PauseExtension(extension="PJSIP/li", queue="support", reason="午饭"))
        last = office.server.asked[-1]
        assert (last["Action"], last["Interface"], last["Paused"], last["Reason"]) == (
            "QueuePause",
            "PJSIP/li",
            "true",
            "午饭",
        )

    play(story)


def test_phones_that_obey_are_told_to_answer_hold_and_resume():
    async def story(office: Office) -> None:
        await office.in_touch()
        office.server.say([*spoken.arrives(), *spoken.waits(), *spoken.rings()])
        await office.until(lambda: office.all(told.CallRinging))
        await office.switch.do(commands.AnswerCall(call="7.1", extension="PJSIP/li"))
        office.server.say(spoken.takes())
        await office.until(lambda: office.all(told.CallAnswered))
        await office.switch.do(commands.HoldCall(call="7.1", extension="PJSIP/li"))
        await office.switch.do(commands.ResumeCall(call="7.1", extension="PJSIP/li"))
        notified = [(frame["Channel"], frame["Variable"]) for frame in office.server.actions("PJSIPNotify")]
        assert notified == [(LI, "Event=talk"), (LI, "Event=hold"), (LI, "Event=talk")]

    play(story, obeys_notify=True)


def test_phones_that_do_not_obey_can_not_be_told_to_answer():
    async def story(office: Office) -> None:
        await office.in_touch()
        office.server.say([*spoken.arrives(), *spoken.waits(), *spoken.rings()])
        await office.until(lambda: office.all(told.CallRinging))
        assert commands.AnswerCall not in office.switch.can
        with pytest.raises(CommandRefused, match="not_possible"):
            await office.switch.do(commands.AnswerCall(call="7.1", extension="PJSIP/li"))

    play(story)


def test_a_parked_call_is_fetched_from_its_place():
    async def story(office: Office) -> None:
        await office.in_touch()
        await office.talking()
        office.server.say(
            [said("ParkedCall", ParkeeUniqueid="7.1", Parkinglot="default", ParkingSpace="701")]
        )
        await office.until(lambda: office.calls["7.1"].phase is Phase.HELD)
        await office.switch.do(commands.ResumeCall(call="7.1", extension="PJSIP/li"))
        last = office.server.asked[-1]
        assert (last["Action"], last["Application"], last["Data"]) == (
            "Originate",
            "ParkedCall",
            "default,701",
        )
        assert hold(office.calls["7.1"], office.calls["7.1"].held_since).total_seconds() == 0

    play(story)


def test_a_placed_call_is_followed_under_the_name_it_was_given():
    async def story(office: Office) -> None:
        await office.in_touch()
        done = await office.switch.do(
            commands.PlaceCall(extension="PJSIP/li", number=NUMBER, shown="02155512345")
        )
        [asked] = office.server.actions("Originate")
        assert (asked["Channel"], asked["Exten"], asked["CallerID"]) == ("PJSIP/li", NUMBER, "<02155512345>")
        assert asked["ChannelId"] == asked["ActionID"] == done.call
        office.server.say([said("Newchannel", **leg(LI, done.call, done.call))])
        await office.until(lambda: done.call in office.calls)
        assert (office.calls[done.call].direction, office.calls[done.call].called) == (Direction.OUT, NUMBER)

    play(story)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (commands.HangUp(call="none"), CommandRefused.NO_SUCH_CALL),
        (commands.RouteCall(call="none", to="102"), CommandRefused.NO_SUCH_CALL),
        (commands.HoldCall(call="7.1", extension="PJSIP/wang"), CommandRefused.NO_SUCH_CALL),
        (commands.RouteCall(call="7.1", to="102\r\nAction: Command"), CommandRefused.BAD_NUMBER),
        (commands.RouteCall(call="7.1", to="102@elsewhere"), CommandRefused.BAD_NUMBER),
        (commands.PlaceCall(extension="PJSIP/li&PJSIP/boss", number=NUMBER), CommandRefused.BAD_NUMBER),
        (commands.PlaceCall(extension="PJSIP/li", number="Local/9&1"), CommandRefused.BAD_NUMBER),
        (commands.PlaceCall(extension="PJSIP/li", number=""), CommandRefused.BAD_NUMBER),
        (commands.PauseExtension(extension="PJSIP/li", reason="a\r\nb"), CommandRefused.NOT_POSSIBLE),
        (commands.MuteCall(call="7.1", extension="PJSIP/li"), CommandRefused.REFUSED),
        (commands.HangUp(call="7.1"), CommandRefused.NO_REPLY),
    ],
    ids=repr,
)
def test_what_can_not_be_done_is_refused_with_a_code(command, code):
    def prepare(server: AmiServer) -> None:
        server.refuses = {"MuteAudio": "No such channel"}
        server.is_silent_to = {"Hangup"}

    async def story(office: Office) -> None:
        await office.in_touch()
        await office.talking()
        with pytest.raises(CommandRefused) as refused:
            await office.switch.do(command)
        assert refused.value.code == code
        assert not any("Command" in frame for frame in office.server.asked)

    play(story, prepare, seconds_to_reply=0.2)


def test_no_command_is_taken_while_the_switch_is_away():
    switch = AsteriskSwitch(AsteriskSettings(name="office", host="127.0.0.1", user="u", secret="s"))
    with pytest.raises(CommandRefused, match="not_connected"):
        asyncio.run(switch.do(commands.HangUp(call="7.1")))


def test_the_password_stands_in_no_log():
    assert "s3cret" not in repr(AsteriskSettings(name="office", host="h", user="u", secret="s3cret"))
