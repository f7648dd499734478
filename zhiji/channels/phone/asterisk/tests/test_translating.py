import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiji.channels.phone.asterisk.frames import Frame
from zhiji.channels.phone.asterisk.ledger import Ledger
from zhiji.channels.phone.asterisk.settings import AsteriskSettings
from zhiji.channels.phone.asterisk.tests import spoken
from zhiji.channels.phone.asterisk.tests.listening import NOON, OURS, call, hear, kinds, ledger
from zhiji.channels.phone.asterisk.tests.spoken import CUSTOMER, LI, NUMBER, WANG, gone, leg, said
from zhiji.channels.phone.asterisk.translating import HANDLERS
from zhiji.channels.phone.switch import events as told
from zhiji.channels.phone.switch.commands import PlaceCall
from zhiji.channels.phone.switch.kinds import Direction, ExtensionState, Phase, Reason, Side


def test_an_answered_call_is_told_once_and_in_order():
    book = ledger()
    events = hear(spoken.answered_call(), book)
    assert kinds(events) == [
        "CallOffered",
        "CallQueued",
        "CallRinging",
        "CallAnswered",
        "CallLeftQueue",
        "RecordingReady",
        "CallEnded",
    ]
    known = call(events)
    assert (known.direction, known.caller, known.caller_name, known.called) == (
        Direction.IN,
        NUMBER,
        "Han Mei",
        "4001",
    )
    assert (known.queue, known.answered_by, known.ended_by) == ("support", "PJSIP/li", Side.THEIRS)
    assert known.recordings == ("/rec/7.1.wav",)
    assert (book.legs, book.calls, dict(book.bridges)) == ({}, {}, {})


def test_times_of_events_are_asterisks_own_and_always_later_than_the_last():
    frames = [{**frame, "Timestamp": "1795334160.25"} for frame in spoken.answered_call()]
    times = [event.at for event in hear(frames) if isinstance(event, told.CallEvent)]
    assert times == sorted(set(times))
    assert times[0].isoformat() == "2026-11-22T07:56:00.250000+00:00"


@pytest.mark.parametrize("nonsense", ["", "soon", "nan", "inf", "1e99", "5"])
def test_a_time_that_can_not_be_is_not_believed(nonsense):
    [offered] = hear([{**spoken.arrives()[0], "Timestamp": nonsense}])
    assert offered.at == NOON


def test_a_customer_who_gives_up_waiting_is_a_missed_call():
    left = [
        said(name, **leg(CUSTOMER, "7.1", "7.1"), Queue="support")
        for name in ("QueueCallerAbandon", "QueueCallerLeave")
    ]
    events = hear(
        [
            *spoken.arrives(),
            *spoken.waits(),
            *spoken.rings(),
            *spoken.asks_to_end(CUSTOMER, "7.1"),
            *left,
            *spoken.stops("CANCEL"),
            *gone(CUSTOMER, "7.1"),
        ]
    )
    known = call(events)
    assert (known.is_missed, known.is_given_up, known.end_reason) == (True, True, Reason.GIVEN_UP)


def test_phones_that_rang_in_vain_say_why():
    events = hear(
        [
            *spoken.arrives(),
            *spoken.waits(),
            *spoken.rings(),
            *spoken.rings(uid="7.3", channel=WANG),
            *spoken.stops("BUSY", uid="7.3", channel=WANG, cause="17"),
            *spoken.stops("NOANSWER"),
        ]
    )
    ended = [(event.extension, event.reason) for event in events if isinstance(event, told.CallRingingEnded)]
    assert ended == [("PJSIP/wang", Reason.BUSY), ("PJSIP/li", Reason.NO_ANSWER)]
    assert call(events).phase is Phase.QUEUED


def test_without_named_trunks_a_queue_tells_who_works_for_us():
    book = Ledger(AsteriskSettings(**OURS))
    assert call(hear(spoken.answered_call(), book)).answered_by == "PJSIP/li"
    assert book.members == {"PJSIP/li"}


@pytest.mark.parametrize("number", ["anonymous", "Restricted", "withheld"])
def test_a_withheld_number_is_told_as_none(number):
    [offered] = hear(spoken.arrives(number=number, name="Anonymous"))
    assert (offered.caller, offered.caller_name, offered.is_withheld) == ("", "", True)


def test_an_unknown_number_is_none_but_not_withheld():
    [offered] = hear(spoken.arrives(number="<unknown>", name="<unknown>"))
    assert (offered.caller, offered.caller_name, offered.is_withheld) == ("", "", False)


def test_a_hostile_name_is_kept_as_plain_text_in_bounds():
    [offered] = hear(spoken.arrives(name="<script>\x00\x1b[2J'; DROP TABLE--" + "x" * 9999))
    assert offered.caller_name.startswith("<script>[2J'; DROP TABLE--x")
    assert len(offered.caller_name) <= 200


def test_what_a_caller_typed_is_told():
    events = hear(
        [
            *spoken.arrives(),
            said("UserEvent", **leg(CUSTOMER, "7.1", "7.1"), UserEvent="Zhiji", Typed="SN-0042"),
        ]
    )
    assert call(events).typed == ("SN-0042",)


def test_hold_is_told_with_who_holds():
    events = hear(
        [
            *spoken.answered_call()[:-3],
            said("Hold", **leg(LI, "7.2", "7.1", "6"), MusicClass="default"),
            said("Hold", **leg(CUSTOMER, "7.1", "7.1", "6")),
            said("Unhold", **leg(CUSTOMER, "7.1", "7.1", "6")),
        ]
    )
    assert (call(events).phase, call(events).holders) == (Phase.HELD, ("PJSIP/li",))


def test_a_parked_call_is_held_until_somebody_fetches_it():
    parkee = {"ParkeeUniqueid": "7.1", "Parkinglot": "default", "ParkingSpace": "701"}
    book = ledger()
    events = hear([*spoken.answered_call()[:-3], said("ParkedCall", **parkee), *gone(LI, "7.2")], book)
    assert (call(events).phase, book.calls["7.1"].parked) == (Phase.HELD, "default,701")
    events += hear([said("UnParkedCall", **parkee)], book, 50)
    assert (call(events).holders, book.calls["7.1"].parked) == ((), "")


def dialled(number: str, to: str) -> list[Frame]:
    both = {**leg(LI, "9.1", "9.1", "4"), **leg(to, "9.2", "9.1", prefix="Dest")}
    return [
        said("Newchannel", **leg(LI, "9.1", "9.1", "4", CallerIDNum="101", Exten=number)),
        said("Newchannel", **leg(to, "9.2", "9.1")),
        said("DialBegin", **both),
    ]


def test_a_call_dialled_on_a_desk_phone_is_one_of_ours():
    up = [said("DialState", **leg(CUSTOMER, "9.2", "9.1", prefix="Dest"), DialStatus="RINGING")]
    up += [
        said("Newstate", **leg(channel, uid, "9.1", "6")) for channel, uid in ((CUSTOMER, "9.2"), (LI, "9.1"))
    ]
    events = hear([*dialled(NUMBER, CUSTOMER), *up, *gone(CUSTOMER, "9.2", "9.1"), *gone(LI, "9.1", "9.1")])
    known = call(events, "9.1")
    assert (known.direction, known.called, known.extension) == (Direction.OUT, NUMBER, "PJSIP/li")
    assert kinds(events) == ["CallOffered", "CallRinging", "CallAnswered", "CallAnswered", "CallEnded"]


def test_a_call_of_ours_that_nobody_takes_says_why():
    both = {**leg(LI, "9.1", "9.1", "4"), **leg(CUSTOMER, "9.2", "9.1", prefix="Dest")}
    refused = [*gone(CUSTOMER, "9.2", "9.1", "17"), said("DialEnd", **both, DialStatus="BUSY")]
    events = hear([*dialled(NUMBER, CUSTOMER), *refused, *gone(LI, "9.1", "9.1")])
    assert (call(events, "9.1").end_reason, call(events, "9.1").answered_at) == (Reason.BUSY, None)


def test_a_second_trunk_is_tried_before_a_call_of_ours_is_over():
    other = "PJSIP/reserve-0000000e"
    both = {**leg(LI, "9.1", "9.1", "4"), **leg(other, "9.3", "9.1", prefix="Dest")}
    book = ledger("PJSIP/provider", "PJSIP/reserve")
    frames = [*dialled(NUMBER, CUSTOMER), *gone(CUSTOMER, "9.2", "9.1", "34"), said("DialBegin", **both)]
    events = hear([*frames, said("Newstate", **leg(other, "9.3", "9.1", "6"))], book)
    assert "CallEnded" not in kinds(events)
    events += hear(gone(other, "9.3", "9.1"), book, 50)
    assert call(events, "9.1").end_reason is Reason.HUNG_UP


def test_a_call_is_over_when_the_customer_is_gone_though_a_phone_of_ours_lingers():
    book = ledger()
    events = hear([*spoken.answered_call()[:-3], *gone(CUSTOMER, "7.1")], book)
    assert call(events).phase is Phase.ENDED
    assert hear(gone(LI, "7.2"), book, 50) == []
    assert (book.legs, book.calls) == ({}, {})


def test_what_a_desk_phone_dials_that_reaches_nobody_is_no_call():
    voicemail = said("Newchannel", **leg(LI, "9.1", "9.1", "4", Exten="*97"))
    assert hear([voicemail, said("Newstate", **leg(LI, "9.1", "9.1", "6")), *gone(LI, "9.1", "9.1")]) == []


def test_a_call_we_placed_is_known_by_the_name_we_gave_it():
    book = ledger()
    book.placed["zhiji-1"] = PlaceCall(extension="PJSIP/li", number=NUMBER)
    frames = [
        said("Newchannel", **leg(LI, "zhiji-1", "zhiji-1", Exten="s")),
        said("Newstate", **leg(LI, "zhiji-1", "zhiji-1", "5")),
        said("Newstate", **leg(LI, "zhiji-1", "zhiji-1", "6")),
    ]
    events = hear(frames, book)
    assert kinds(events) == ["CallOffered", "CallRinging", "CallAnswered"]
    assert (events[0].direction, events[0].called, events[0].extension) == (Direction.OUT, NUMBER, "PJSIP/li")
    assert call(events, "zhiji-1").answered_at is None
    hear(gone(LI, "zhiji-1", "zhiji-1"), book)
    assert book.placed == {}


def test_a_call_we_placed_from_a_phone_that_is_not_there_is_over_at_once():
    book = ledger()
    book.placed["zhiji-1"] = PlaceCall(extension="PJSIP/li", number=NUMBER)
    events = hear([said("OriginateResponse", ActionID="zhiji-1", Response="Failure", Reason="0")], book)
    assert call(events, "zhiji-1").end_reason is Reason.UNREACHABLE
    assert (book.placed, book.calls) == ({}, {})


def test_joints_inside_asterisk_are_no_phones():
    joint = "Local/101@agents-00000001;2"
    both = {**leg(CUSTOMER, "7.1", "7.1"), **leg(joint, "7.5", "7.1", prefix="Dest")}
    frames = [said("Newchannel", **leg(joint, "7.5", "7.1")), said("DialBegin", **both)]
    frames += [said("Newstate", **leg(joint, "7.5", "7.1", "6")), *gone(joint, "7.5")]
    assert kinds(hear([*spoken.arrives(), *frames])) == ["CallOffered"]


def test_members_of_a_queue_are_told_only_when_something_changed():
    member = {"Queue": "support", "Interface": "PJSIP/li", "Status": "1", "Paused": "0"}
    paused = {**member, "Paused": "1", "PausedReason": "午饭"}
    events = hear(
        [
            said("QueueMemberStatus", **one)
            for one in (member, member, paused, paused, {**paused, "Status": "5"})
        ]
    )
    assert [(one.state, one.is_paused, one.pause_reason) for one in events] == [
        (ExtensionState.FREE, False, ""),
        (ExtensionState.FREE, True, "午饭"),
        (ExtensionState.UNREACHABLE, True, "午饭"),
    ]


def test_everything_said_twice_is_told_as_if_said_once():
    doubled = [frame for frame in spoken.answered_call() for _ in range(2)]
    once, twice = call(hear(spoken.answered_call())), call(hear(doubled))
    assert (once.phase, once.spoke, once.end_reason) == (twice.phase, twice.spoke, twice.end_reason)


_texts = st.text(max_size=12) | st.sampled_from(
    ["7.1", "7.2", "8.1", CUSTOMER, LI, WANG, "6", "5", "Success", "ANSWER"]
)
_keys = st.sampled_from(
    [
        f"{prefix}{key}"
        for prefix in (
            "",
            "Dest",
            "Transferer",
            "OrigTransferer",
            "SecondTransferer",
            "TransferTarget",
            "Parkee",
        )
        for key in ("Channel", "ChannelState", "Uniqueid", "Linkedid")
    ]
    + [
        "Queue",
        "DialStatus",
        "Result",
        "Cause",
        "BridgeUniqueid",
        "Interface",
        "ActionID",
        "Exten",
        "CallerIDNum",
    ]
)
_frames = st.builds(
    lambda event, fields: {"Event": event, **fields},
    st.sampled_from(sorted(HANDLERS)),
    st.dictionaries(_keys, _texts, max_size=12),
)


@given(
    st.lists(
        _frames | st.sampled_from([*spoken.answered_call(), *spoken.consultation(), *spoken.attended()]),
        max_size=40,
    )
)
def test_no_frames_whatever_break_the_translation(frames):
    book = ledger()
    for event in hear(frames, book):
        assert isinstance(event, told.SwitchEvent)
    assert set(book.legs) == {uid for live in book.calls.values() for uid in live.legs}
