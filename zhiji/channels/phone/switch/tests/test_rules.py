import random
from datetime import timedelta
from functools import reduce

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiji.channels.phone.switch import events as told
from zhiji.channels.phone.switch.kinds import Direction, Phase, Reason, Side, TransferKind
from zhiji.channels.phone.switch.rules import MOST_EVENTS, call_of, ends_found, fold, hold, talk, wait
from zhiji.channels.phone.switch.state import Call
from zhiji.channels.phone.switch.tests.happenings import answered_call, anything, at, happened


def folded(events: list[told.CallEvent]) -> Call:
    call = reduce(fold, events, None)
    assert call is not None
    return call


def phases(events: list[told.CallEvent]) -> list[Phase]:
    call, seen = None, []
    for event in events:
        call = fold(call, event)
        seen.append(call.phase)
    return seen


def test_an_answered_call_goes_through_its_phases_in_order():
    assert phases(answered_call()) == [
        Phase.OFFERED,
        Phase.QUEUED,
        Phase.RINGING,
        Phase.RINGING,
        Phase.TALKING,
        Phase.TALKING,
        Phase.TALKING,
        Phase.HELD,
        Phase.TALKING,
        Phase.ENDED,
        Phase.ENDED,
    ]


def test_an_answered_call_leaves_its_facts_behind():
    call = folded(answered_call())
    assert (call.caller, call.called, call.queue) == ("+8613800138000", "4001", "support")
    assert (call.answered_by, call.spoke, call.recordings) == ("SIP/li", ("SIP/li",), ("/var/spool/1.wav",))
    assert (wait(call, at(999)), talk(call, at(999))) == (timedelta(seconds=8), timedelta(seconds=52))
    assert hold(call, at(999)) == timedelta(seconds=10)
    assert (call.end_reason, call.ended_by, call.is_missed) == (Reason.HUNG_UP, Side.THEIRS, False)


@given(st.permutations(answered_call()), st.lists(st.sampled_from(answered_call())))
def test_an_answered_call_is_the_same_in_whatever_order_and_however_often_it_is_told(order, again):
    assert folded([*order, *again]) == folded(answered_call())


@settings(max_examples=300)
@given(st.lists(anything, min_size=1, max_size=14), st.randoms(use_true_random=False))
def test_any_events_of_a_call_end_in_the_same_facts_in_any_order_and_number(events, dice: random.Random):
    shuffled = events + dice.choices(events, k=3)
    dice.shuffle(shuffled)
    assert folded(shuffled) == folded(events) == call_of(events)


@settings(max_examples=300)
@given(st.lists(anything, min_size=1, max_size=10), st.lists(anything, max_size=10))
def test_nothing_told_after_the_end_takes_a_call_back(events, late):
    over = folded([*events, happened(told.CallEnded, 3)])
    for event in late:
        over = fold(over, event)
        assert over.phase is Phase.ENDED
        assert (over.ringing, over.talking, over.holders) == ((), (), ())
        assert (over.is_waiting, over.is_ringing_there, over.held_since) == (False, False, None)


@given(st.lists(anything, min_size=1, max_size=14))
def test_times_are_never_negative_whatever_is_told(events):
    call = folded(events)
    assert min(wait(call, at(3)), talk(call, at(3)), hold(call, at(3))) >= timedelta()


def test_a_doubled_event_changes_nothing_at_all():
    call = folded(answered_call())
    assert all(fold(call, event) is call for event in answered_call())


def test_an_answer_told_after_the_end_still_counts_as_an_answer():
    offered, *_ = answered_call()
    missed = folded([offered, happened(told.CallEnded, 60)])
    assert (missed.is_missed, missed.end_reason) == (True, Reason.GIVEN_UP)
    late = fold(missed, happened(told.CallAnswered, 8, extension="SIP/li"))
    assert (late.phase, late.is_missed, late.end_reason) == (Phase.ENDED, False, Reason.HUNG_UP)
    assert talk(late, at(60)) == timedelta(seconds=52)


def test_ringing_told_after_the_answer_rings_no_phone():
    call = folded(
        [
            happened(told.CallAnswered, 8, extension="SIP/li"),
            happened(told.CallRinging, 9, extension="SIP/li"),
        ]
    )
    assert (call.phase, call.ringing) == (Phase.TALKING, ())


def test_a_customer_who_gives_up_in_the_queue_is_a_missed_call():
    call = folded(
        [
            *answered_call()[:2],
            happened(told.CallLeftQueue, 40, queue="support", is_given_up=True),
            happened(told.CallEnded, 41, by=Side.THEIRS),
        ]
    )
    assert (call.is_missed, call.is_given_up, call.end_reason) == (True, True, Reason.GIVEN_UP)
    assert wait(call, at(99)) == timedelta(seconds=41)


def test_a_call_of_ours_is_answered_only_by_the_customer():
    placed = [
        happened(told.CallOffered, 0, direction=Direction.OUT, called="+8613800138000", extension="SIP/li"),
        happened(told.CallAnswered, 2, extension="SIP/li"),
        happened(told.CallRinging, 3, side=Side.THEIRS),
    ]
    assert (folded(placed).phase, folded(placed).answered_at) == (Phase.RINGING, None)
    answered = folded([*placed, happened(told.CallAnswered, 9, side=Side.THEIRS)])
    assert (answered.phase, answered.answered_at, answered.talking) == (Phase.TALKING, at(9), ("SIP/li",))


def test_a_call_among_ourselves_is_answered_by_the_other_phone():
    inside = [
        happened(told.CallOffered, 0, direction=Direction.INTERNAL, called="102", extension="SIP/li"),
        happened(told.CallAnswered, 1, extension="SIP/li"),
    ]
    assert folded(inside).answered_at is None
    assert folded([*inside, happened(told.CallAnswered, 4, extension="SIP/wang")]).answered_at == at(4)


def test_a_call_handed_on_after_a_word_is_with_the_next_colleague():
    call = folded(
        [
            *answered_call()[:8],
            happened(told.CallTransferred, 25, kind=TransferKind.ATTENDED, by="SIP/li", to="SIP/zhao"),
        ]
    )
    assert (call.phase, call.talking, call.spoke) == (Phase.TALKING, ("SIP/zhao",), ("SIP/li", "SIP/zhao"))
    assert (call.holders, hold(call, at(99))) == ((), timedelta(seconds=5))


def test_a_call_handed_on_blindly_rings_until_it_is_taken():
    call = folded(
        [
            *answered_call()[:5],
            happened(told.CallTransferred, 25, kind=TransferKind.BLIND, by="SIP/li", to="102"),
            happened(told.CallRinging, 26, extension="SIP/zhao"),
        ]
    )
    assert (call.phase, call.answered_by, call.transfers[0].to) == (Phase.RINGING, "SIP/li", "102")
    taken = fold(call, happened(told.CallAnswered, 28, extension="SIP/zhao"))
    assert (taken.phase, taken.talking, taken.answered_at) == (Phase.TALKING, ("SIP/zhao",), at(8))


def test_a_hold_that_nobody_ended_ends_with_the_call():
    call = folded([*answered_call()[:8], happened(told.CallEnded, 50)])
    assert (call.held_since, hold(call, at(99))) == (None, timedelta(seconds=30))


def test_an_end_that_was_told_counts_before_one_that_was_found():
    found = happened(told.CallEnded, 90, reason=Reason.LOST, is_found=True, seen_until=at(30))
    call = folded([*answered_call()[:5], found])
    assert (call.end_reason, call.is_end_found, call.ended_at, call.seen_until) == (
        Reason.LOST,
        True,
        at(90),
        at(30),
    )
    heard = fold(call, happened(told.CallEnded, 60, by=Side.OURS))
    assert (heard.end_reason, heard.is_end_found, heard.ended_at) == (Reason.HUNG_UP, False, at(60))


def test_calls_that_the_switch_no_longer_knows_are_found_ended():
    going, gone, over = (
        call_of([happened(told.CallOffered, 0, call=name, direction=Direction.IN)]) for name in "abc"
    )
    over = fold(over, happened(told.CallEnded, 5, call="c"))
    newer = call_of([happened(told.CallOffered, 70, call="d", direction=Direction.IN)])
    [end] = ends_found([going, gone, over, newer], {"a"}, at(60), seen_until=at(50))
    assert (end.call, end.reason, end.is_found, end.at, end.seen_until) == (
        "b",
        Reason.LOST,
        True,
        at(60),
        at(50),
    )
    assert fold(gone, end).phase is Phase.ENDED


def test_a_flood_of_events_is_bounded_and_the_end_still_heard():
    call = call_of(answered_call()[:5])
    for number in range(MOST_EVENTS * 2):
        call = fold(
            call,
            happened(told.CallHeld if number % 2 else told.CallResumed, 100 + number, extension="SIP/li"),
        )
    assert len(call.events) == MOST_EVENTS
    assert fold(call, happened(told.CallEnded, 60)).phase is Phase.ENDED


def test_an_event_of_another_call_is_refused():
    with pytest.raises(ValueError, match="not one of"):
        fold(call_of(answered_call()), happened(told.CallEnded, 1, call="2.0"))


def test_a_call_of_which_nothing_was_told_is_refused():
    with pytest.raises(ValueError, match="nothing was told"):
        call_of([])
