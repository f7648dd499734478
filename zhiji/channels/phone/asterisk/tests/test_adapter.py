import asyncio
from datetime import UTC, datetime

import pytest

from zhiji.channels.phone.asterisk.frames import LONGEST_FRAME
from zhiji.channels.phone.asterisk.settings import AsteriskSettings
from zhiji.channels.phone.asterisk.tests import spoken
from zhiji.channels.phone.asterisk.tests.ami_server import AmiServer
from zhiji.channels.phone.asterisk.tests.office import Office, play
from zhiji.channels.phone.asterisk.tests.spoken import CUSTOMER, LI, NUMBER, WANG, gone, row, said
from zhiji.channels.phone.switch import events as told
from zhiji.channels.phone.switch.kinds import Direction, ExtensionState, Phase, Reason

# A call in the middle of talk, as Asterisk lists it.
TALKING = [
    row(CUSTOMER, "7.1", "7.1", duration="00:05:00", Exten="4001", CallerIDNum=NUMBER, BridgeId="b1"),
    row(LI, "7.2", "7.1", duration="00:04:50", BridgeId="b1"),
]


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


def test_a_call_that_waits_through_a_break_is_queued_once_and_leaves_when_it_is_gone_from_the_queue():
    async def story(office: Office) -> None:
        await office.in_touch()
        office.server.say([*spoken.arrives(), *spoken.waits()])
        await office.until(lambda: office.all(told.CallQueued))
        office.server.channels = TALKING[:1]
        office.server.waiting = [said("QueueEntry", Uniqueid="7.1", Queue="support", Position="1", Wait="30")]
        office.server.drop()
        await office.in_touch(2)
        assert (office.calls["7.1"].phase, len(office.all(told.CallQueued))) == (Phase.QUEUED, 1)
        office.server.waiting = []
        office.server.drop()
        await office.in_touch(3)
        assert (office.calls["7.1"].phase, office.calls["7.1"].is_waiting) == (Phase.OFFERED, False)

    play(story)


def test_what_is_found_is_never_older_than_what_a_clock_ahead_of_ours_told():
    ahead = str(datetime.now(UTC).timestamp() + 3600)

    async def story(office: Office) -> None:
        await office.in_touch()
        office.server.say([{**frame, "Timestamp": ahead} for frame in spoken.answered_call()[:-3]])
        await office.until(lambda: office.all(told.CallAnswered))
        office.server.drop()
        await office.in_touch(2)
        assert office.calls["7.1"].ended_at >= office.calls["7.1"].answered_at

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


@pytest.mark.parametrize("turns", range(12))
def test_it_stops_when_told_to_even_in_the_moment_of_a_break(turns):
    async def whole() -> None:
        async with AmiServer() as server:
            office = Office(server)
            task = asyncio.create_task(office.switch.run(office.hear))
            await office.in_touch()
            server.drop()
            for _ in range(turns):
                await asyncio.sleep(0)
            task.cancel()
            done, _ = await asyncio.wait({task}, timeout=2)
            assert done == {task}
            assert task.cancelled()

    asyncio.run(whole())


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


def test_the_password_stands_in_no_log():
    assert "s3cret" not in repr(AsteriskSettings(name="office", host="h", user="u", secret="s3cret"))
