import asyncio

import pytest

from zhiji.channels.phone.asterisk.adapter import AsteriskSwitch
from zhiji.channels.phone.asterisk.settings import AsteriskSettings
from zhiji.channels.phone.asterisk.tests import spoken
from zhiji.channels.phone.asterisk.tests.ami_server import AmiServer
from zhiji.channels.phone.asterisk.tests.office import Office, play
from zhiji.channels.phone.asterisk.tests.spoken import CUSTOMER, LI, NUMBER, leg, said
from zhiji.channels.phone.switch import commands
from zhiji.channels.phone.switch import events as told
from zhiji.channels.phone.switch.interface import CommandRefused
from zhiji.channels.phone.switch.kinds import Direction, Phase
from zhiji.channels.phone.switch.rules import hold


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


def test_whoever_waits_for_an_answer_is_told_when_the_line_breaks():
    def prepare(server: AmiServer) -> None:
        server.is_silent_to = {"Hangup"}

    async def story(office: Office) -> None:
        await office.in_touch()
        await office.talking()
        asking = asyncio.create_task(office.switch.do(commands.HangUp(call="7.1")))
        await office.until(lambda: office.server.actions("Hangup"))
        office.server.drop()
        with pytest.raises(CommandRefused, match="not_connected"):
            await asyncio.wait_for(asking, 2)

    play(story, prepare)


def test_no_command_is_taken_while_the_switch_is_away():
    switch = AsteriskSwitch(AsteriskSettings(name="office", host="127.0.0.1", user="u", secret="s"))
    with pytest.raises(CommandRefused, match="not_connected"):
        asyncio.run(switch.do(commands.HangUp(call="7.1")))
