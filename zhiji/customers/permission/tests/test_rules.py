"""What the ledger promises, for any ledger whatever."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from zhiji.customers.permission.rules import (
    CHANNELS,
    NO,
    STRICTNESS,
    Question,
    Statement,
    decide,
    import_verdict,
    lines_for_merge,
    said_in_list,
    word,
)

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
PURPOSES = ("service", "marketing", "survey")
times = some.integers(0, 6).map(lambda day: NOW - timedelta(days=day))
ends = some.none() | some.integers(-5, 5).map(lambda day: NOW + timedelta(days=day))
lines = some.builds(
    Statement,
    channel=some.sampled_from(("", "mail", "phone")),
    purpose=some.sampled_from(("", *PURPOSES)),
    state=some.sampled_from(("granted", "refused", "withdrawn", "expired")),
    at=times,
    by=some.sampled_from(("form", "call", "staff", "import", "merge")),
    valid_until=ends,
)
ledgers = some.lists(lines, max_size=8)
questions = some.builds(
    Question,
    channel=some.sampled_from(("mail", "phone", "fax")),
    purpose=some.sampled_from(PURPOSES),
    at=some.just(NOW),
    needs_grant=some.booleans(),
    is_answer=some.booleans(),
)
# Beside other work on the machine an example may take long to make.
calmly = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def said(state, *, days=0, channel="mail", purpose="marketing", by="form", valid=None, of="customer"):
    return Statement(channel, purpose, state, NOW - timedelta(days=days), by, valid, of)


def ask(*ledger, channel="mail", purpose="marketing", is_answer=False):
    return decide(Question(channel, purpose, NOW, purpose != "service", is_answer), ledger)


@calmly
@given(ledgers, lines, questions)
def test_another_no_never_opens_what_was_shut(ledger, line, question):
    no = Statement(line.channel, line.purpose, "refused", line.at, line.by)
    if decide(question, ledger):
        assert decide(question, [*ledger, no])


@calmly
@given(ledgers, lines, questions)
def test_what_a_list_says_never_turns_an_opt_out_on_again(ledger, line, question):
    yes = Statement(line.channel, line.purpose, "granted", NOW, "import")
    if word(question, ledger) in NO:
        assert word(question, [*ledger, yes]) in NO


@calmly
@given(ledgers, questions, some.randoms(use_true_random=False))
def test_the_order_of_the_lines_does_not_matter(ledger, question, dice):
    mixed = list(ledger)
    dice.shuffle(mixed)
    assert decide(question, mixed) == decide(question, ledger)


@calmly
@given(ledgers, questions)
def test_the_persons_own_newest_word_is_always_heard(ledger, question):
    own = Statement(question.channel, question.purpose, "granted", NOW + timedelta(seconds=1), "form")
    later = Question(
        question.channel,
        question.purpose,
        NOW + timedelta(minutes=1),
        question.needs_grant,
        question.is_answer,
    )
    assert word(later, [*ledger, own]) == "granted"


@calmly
@given(ledgers, ledgers)
def test_a_joined_ledger_is_nowhere_looser_than_either_was(one, other):
    joined = [*one, *other, *lines_for_merge(one, other, PURPOSES, ("service",), NOW)]
    for channel in CHANNELS:
        for purpose in PURPOSES:
            for is_answer in (True, False) if purpose == "service" else (False,):
                question = Question(channel, purpose, NOW, is_answer=is_answer)
                before = max(STRICTNESS[word(question, side)] for side in (one, other))
                assert STRICTNESS[word(question, joined)] >= before


def test_joining_ledgers_that_do_not_disagree_adds_nothing():
    assert lines_for_merge([said("granted")], [], PURPOSES, ("service",), NOW) == []
    assert lines_for_merge([said("refused")], [said("refused")], PURPOSES, ("service",), NOW) == []


@pytest.mark.parametrize(
    ("ledger", "reason"),
    [
        ((), "never_granted"),
        ((said("granted"),), ""),
        ((said("granted", days=2), said("withdrawn", days=1)), "withdrawn_by_customer"),
        ((said("refused", days=2), said("granted", days=1)), ""),
        ((said("refused"), said("granted")), "refused_by_customer"),
        ((said("granted", valid=NOW),), "expired"),
        ((said("granted", days=2), said("expired", days=1)), "expired"),
        (
            (said("refused", days=2, channel="", purpose=""), said("granted", days=1, by="staff")),
            "refused_by_customer",
        ),
        ((said("refused", days=2, channel="", purpose=""), said("granted", days=1, by="call")), ""),
        ((said("refused", days=2), said("granted", days=1, by="staff")), ""),
        ((said("refused", days=2), said("granted", days=1, by="import")), "refused_by_customer"),
        ((said("granted"), said("refused", of="organisation")), "refused_by_organisation"),
        ((said("granted", of="organisation"),), "never_granted"),
        ((said("granted"), said("restricted")), "restricted"),
        ((said("granted"), said("suppressed")), "suppressed"),
    ],
)
def test_the_worked_table_holds(ledger, reason):
    assert ask(*ledger) == reason


def test_a_no_to_everything_leaves_answers_to_questions():
    never = said("refused", channel="", purpose="")
    assert ask(never, purpose="service", is_answer=True) == ""
    assert ask(never, purpose="service") == "refused_by_customer"
    assert ask(never, said("refused", purpose="service"), purpose="service", is_answer=True)


@pytest.mark.parametrize(
    ("text", "state"), [("是", "granted"), (" Yes ", "granted"), ("退订", "refused"), ("", "")]
)
def test_a_consent_column_is_read_by_its_words(text, state):
    assert said_in_list(text) == state


@calmly
@given(some.text())
def test_what_is_not_clearly_a_yes_is_no_yes(text):
    from zhiji.customers.permission.rules import _YES

    assert said_in_list(text) != "granted" or text.strip().casefold() in _YES


@pytest.mark.parametrize(
    ("told", "ledger", "verdict"),
    [
        ("", (), "says_nothing"),
        ("granted", (), "note"),
        ("granted", (said("granted"),), "same"),
        ("granted", (said("refused", days=900),), "keeps_refusal"),
        ("granted", (said("refused", channel="", purpose="", days=900),), "keeps_refusal"),
        ("refused", (said("granted"),), "note"),
        ("refused", (said("withdrawn"),), "same"),
    ],
)
def test_a_list_is_heard_under_its_own_rule(told, ledger, verdict):
    assert import_verdict(told, Question("mail", "marketing", NOW), ledger) == verdict
