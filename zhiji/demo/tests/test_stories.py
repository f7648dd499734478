import re
from collections import Counter
from datetime import datetime, timedelta

import pytest

from zhiji.demo.clock import CHINA, is_holiday
from zhiji.demo.customers import families
from zhiji.demo.facts import Contact, Family, Plot
from zhiji.demo.plots import COURSES
from zhiji.demo.stories import tell
from zhiji.demo.talk.language import speech_of
from zhiji.lib.text import has_cjk

NOW = datetime.fromisoformat("2026-11-20T17:00:00+08:00")
Told = list[tuple[Family, list[Plot]]]


@pytest.fixture(scope="module")
def told() -> Told:
    return [(family, list(tell(2026, family, NOW))) for family in families(2026, NOW, 1500)]


def contacts_of(told: Told) -> list[Contact]:
    return [c for _, plots in told for plot in plots for one in plot.conversations for c in one.contacts]


def test_the_same_seed_tells_the_same_stories(told):
    again = [list(tell(2026, family, NOW)) for family in families(2026, NOW, 200)]
    assert repr(again) == repr([plots for _, plots in told[: len(again)]])


def test_nothing_happens_before_the_customer_came_or_after_now(told):
    for family, plots in told:
        for plot in plots:
            for one in plot.conversations:
                for contact in one.contacts:
                    assert family.parties[0].since <= contact.at < NOW


def test_no_answer_comes_before_its_question(told):
    for _, plots in told:
        for plot in plots:
            for one in plot.conversations:
                times = [contact.at for contact in one.contacts]
                assert times == sorted(times)
                keys = [contact.key for contact in one.contacts]
                for earlier, contact in zip(keys, one.contacts[1:], strict=False):
                    assert contact.reply_to == earlier


def test_cases_and_leads_begin_with_their_conversation_and_end_after_it(told):
    for _, plots in told:
        for plot in plots:
            begun = plot.conversations[0].contacts[0].at
            for matter in (plot.case, plot.lead):
                if matter:
                    assert matter.opened == begun
                    assert matter.closed is None or begun <= matter.closed <= NOW
            if plot.case:
                assert (plot.case.state == "closed") == (plot.case.closed is not None)
            if plot.lead:
                assert (plot.lead.state in ("won", "lost")) == (plot.lead.closed is not None)


def test_every_key_is_given_once(told):
    keys = [contact.key for contact in contacts_of(told)]
    keys += [plot.key for _, plots in told for plot in plots]
    assert max(Counter(keys).values()) == 1


def test_every_sentence_is_finished(told):
    for contact in contacts_of(told):
        text = f"{contact.subject}\n{contact.text}"
        assert contact.subject
        assert len(contact.text) > 2
        assert not re.search(r"[{}\[\]|]|None", text), text


def test_customers_are_spoken_to_in_their_language(told):
    for family, plots in told:
        chinese = family.parties[0].language == "zh-hans"
        for plot in plots:
            for one in plot.conversations:
                for contact in one.contacts:
                    assert has_cjk(contact.text) == chinese or contact.text.startswith("OK"), contact.text


def test_colleagues_write_in_working_hours(told):
    for contact in contacts_of(told):
        if contact.staff and contact.direction == "out":
            at = contact.at.astimezone(CHINA)
            assert at.weekday() < 5
            assert 9 <= at.hour < 19
            assert not is_holiday(at.date())


def test_orders_are_asked_after_only_while_they_are_young(told):
    for _, plots in told:
        by_key = {plot.key: plot for plot in plots}
        for plot in plots:
            if plot.kind == "delivery" and plot.key.rpartition("-")[2].isalpha():
                order = by_key[plot.key.rpartition("-")[0]]
                wait = plot.conversations[0].contacts[0].at - order.conversations[0].contacts[-1].at
                assert wait < timedelta(days=45)


def test_all_courses_are_taken_and_all_states_are_there(told):
    plots = [plot for _, plots in told for plot in plots]
    assert {plot.kind for plot in plots} == set(COURSES)
    assert {plot.case.state for plot in plots if plot.case} == {"open", "waiting", "closed"}
    assert {plot.lead.state for plot in plots if plot.lead} >= {"new", "contacted", "quoted", "won", "lost"}
    states = {one.state for plot in plots for one in plot.conversations}
    assert states == {"open", "snoozed", "closed"}
    assert any(one.unread for plot in plots for one in plot.conversations)
    assert any(one.owner is None for plot in plots for one in plot.conversations)


def test_both_languages_can_say_the_same_things():
    chinese, english = speech_of("zh-hans"), speech_of("en")
    assert chinese.scripts.keys() == english.scripts.keys()
    for stock in (
        "questions",
        "faults",
        "complaints",
        "home_questions",
        "home_faults",
        "troubles",
        "changes",
    ):
        topics = [(topic.key, topic.about) for topic in getattr(chinese, stock)]
        assert topics == [(topic.key, topic.about) for topic in getattr(english, stock)]
        assert topics
