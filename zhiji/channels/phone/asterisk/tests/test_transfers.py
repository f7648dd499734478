from zhiji.channels.phone.asterisk.frames import Frame
from zhiji.channels.phone.asterisk.tests import spoken
from zhiji.channels.phone.asterisk.tests.listening import call, hear, kinds, ledger
from zhiji.channels.phone.asterisk.tests.spoken import CUSTOMER, LI, WANG, gone, leg, said
from zhiji.channels.phone.switch import events as told
from zhiji.channels.phone.switch.kinds import Direction, Phase, Reason, Side, TransferKind


def blind(result: str = "Success") -> list[Frame]:
    who = leg(LI, "7.2", "7.1", "6", prefix="Transferer")
    return [said("BlindTransfer", Result=result, **who, Context="inside", Extension="102")]


def test_a_blind_transfer_takes_the_call_to_the_next_phone():
    events = hear(
        [
            *spoken.answered_call()[:-3],
            *blind(),
            *spoken.asks_to_end(LI, "7.2"),
            *gone(LI, "7.2"),
            *spoken.rings(uid="7.3", channel=WANG),
            *spoken.takes(uid="7.3", channel=WANG),
            *spoken.asks_to_end(WANG, "7.3"),
            *gone(WANG, "7.3"),
            *gone(CUSTOMER, "7.1"),
        ]
    )
    known = call(events)
    assert [(one.kind, one.by, one.to) for one in known.transfers] == [
        (TransferKind.BLIND, "PJSIP/li", "102")
    ]
    assert (known.spoke, known.ended_by, known.phase) == (("PJSIP/li", "PJSIP/wang"), Side.OURS, Phase.ENDED)
    assert [event.extension for event in events if isinstance(event, told.CallLeft)] == ["PJSIP/wang"]


def test_a_blind_transfer_that_failed_is_none():
    assert call(hear([*spoken.answered_call()[:-3], *blind("Fail")])).transfers == ()


def test_an_attended_transfer_joins_two_calls_into_the_customers():
    book = ledger()
    events = hear([*spoken.answered_call()[:-3], *spoken.consultation(), *spoken.attended()], book)
    inside, main = call(events, "8.1"), call(events)
    assert (inside.direction, inside.called, inside.end_reason) == (Direction.INTERNAL, "102", Reason.JOINED)
    assert [(one.kind, one.by, one.to) for one in main.transfers] == [
        (TransferKind.ATTENDED, "PJSIP/li", "PJSIP/wang")
    ]
    assert (main.phase, main.talking) == (Phase.TALKING, ("PJSIP/wang",))
    # Asterisk may go on naming the leg by the call it came from.
    events += hear([*gone(CUSTOMER, "7.1"), *gone(WANG, "8.2", "8.1")], book, 99)
    assert call(events).phase is Phase.ENDED
    assert (book.legs, book.calls, book.joined) == ({}, {}, {})


def test_an_attended_transfer_over_a_joint_names_the_phone_behind_it():
    joint = "Local/102@inside-00000001;1"
    legs = {
        **leg(LI, "7.2", "7.1", prefix="OrigTransferer"),
        **leg(LI, "7.2", "7.1", prefix="SecondTransferer"),
    }
    events = hear(
        [
            *spoken.answered_call()[:-3],
            said("Newchannel", **leg(joint, "7.5", "7.1")),
            *spoken.rings(uid="7.3", channel=WANG),
            *spoken.takes(uid="7.3", channel=WANG),
            said(
                "AttendedTransfer",
                Result="Success",
                **legs,
                **leg(joint, "7.5", "7.1", prefix="TransferTarget"),
            ),
            *gone(joint, "7.5"),
            *gone(LI, "7.2"),
        ]
    )
    assert call(events).transfers[0].to == "PJSIP/wang"
    assert "CallLeft" not in kinds(events)
