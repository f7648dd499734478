"""The review queue by keyboard only: pairs are answered, put off and taken back, in both languages and on a phone."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import PHONE
from tests.support.company import ADMIN, Company

pytestmark = pytest.mark.browser

PAIRS = """
import json
from zhiji.customers.identity.pairs.actions import Candidate, propose_pairs
from zhiji.customers.identity.pairs.models import MatchPair
from zhiji.customers.parties.models import Customer
from zhiji.kernel.access.actor import Actor
MatchPair.objects.all().delete()
def steps(weight):
    return [{"field": "prior", "grade": "prior", "left": None, "right": None, "weight": -12.0},
            {"field": "name", "grade": "same_rare", "left": "A", "right": "A", "weight": 12.0 + weight},
            {"field": "mail", "grade": "differs", "left": ["a@x.example"], "right": ["b@x.example"], "weight": -1.0}]
made = []
for kind in ("person", "organisation"):
    keys = list(Customer.objects.filter(kind=kind).order_by("-pk").values_list("pk", flat=True)[:6])
    for one, other in zip(keys[::2], keys[1::2]):
        weight = 9.0 - len(made)
        made.append(Candidate(one, other, weight - 1.0, {"kind": kind, "steps": steps(weight), "forbidden": ""}))
propose_pairs(actor=Actor.machine("matching"), candidates=made)
print(json.dumps([pair.pk for pair in MatchPair.objects.order_by("-weight")]))
"""
MUCH_EVIDENCE = """
from zhiji.customers.identity.matching.persons import COMPARISONS
from zhiji.customers.identity.pairs.models import MatchPair
graded = [{"field": one.field, "grade": one.grades[0].code, "left": "A", "right": "A", "weight": 5.0}
          for one in COMPARISONS[:9]]
lacking = [{"field": one.field, "grade": "lacking", "left": None, "right": "A", "weight": 0.0}
           for one in COMPARISONS[9:]]
for pair in MatchPair.objects.all():
    pair.evidence = {**pair.evidence, "steps": pair.evidence["steps"] + graded + lacking, "forbidden": "own"}
    pair.save()
"""
SHOWN = "#pair form[data-pair]"


@pytest.fixture
def pairs(company: Company) -> list[str]:
    """Six pairs in the order in which they are asked."""
    return [str(key) for key in json.loads(company.server.python(PAIRS).splitlines()[-1])]


def opened(page_of, **options) -> Page:
    page: Page = page_of(ADMIN, **options)
    page.goto("/matching/")
    return page


def press(page: Page, key: str) -> None:
    """Press a key as a person does, with a moment after it; keys in a burst are a scanner's."""
    page.keyboard.press(key)
    page.wait_for_timeout(150)


def expect_pair(page: Page, key: str) -> None:
    expect(page.locator(SHOWN)).to_have_attribute("data-pair", key)


def expect_next(page: Page, key: str) -> None:
    expect(page.locator("#pair-next form[data-pair]")).to_have_attribute("data-pair", key)
    expect(page.locator("#pair-sent form")).to_have_count(0)


def test_the_queue_is_worked_through_by_keyboard_only(page_of, pairs, company):
    page = opened(page_of)
    expect_pair(page, pairs[0])
    expect_next(page, pairs[1])
    press(page, "n")
    expect_pair(page, pairs[1])
    expect_next(page, pairs[2])
    press(page, "2")
    expect(page.locator(f'{SHOWN} [data-side="2"]')).to_be_checked()
    stays = page.locator(f'{SHOWN} [data-side="2"]').get_attribute("value")
    gone = page.locator(f'{SHOWN} [data-side="1"]').get_attribute("value")
    press(page, "y")
    expect_pair(page, pairs[2])
    expect_next(page, pairs[3])
    press(page, "l")
    expect_pair(page, pairs[3])
    expect_next(page, pairs[4])
    expect(page.locator(".pair-counts")).to_contain_text("3 to answer · 1 put off · 1 yes · 1 no")
    page.goto(f"/customers/{gone}")
    page.wait_for_url(f"**/customers/{stays}")
    expect(page.locator("#main")).to_contain_text("Merged into this customer")


def test_an_answer_is_taken_back_by_a_key(page_of, pairs):
    page = opened(page_of)
    press(page, "y")
    expect_pair(page, pairs[1])
    expect_next(page, pairs[2])
    press(page, "u")
    expect_pair(page, pairs[0])
    expect_next(page, pairs[1])
    expect(page.locator(".pair-counts")).to_contain_text("6 to answer · 0 put off · 0 yes · 0 no")


def test_j_and_k_look_at_others_and_help_is_a_key_away(page_of, pairs):
    page = opened(page_of)
    press(page, "j")
    expect_pair(page, pairs[1])
    expect_next(page, pairs[2])
    press(page, "k")
    expect_pair(page, pairs[0])
    press(page, "?")
    expect(page.locator("#pair-keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#pair-keys")).to_be_hidden()


@pytest.mark.parametrize("locale", ["en-US", "zh-CN"])
def test_all_evidence_is_seen_beside_the_answers_without_scrolling(page_of, pairs, company, locale):
    company.server.python(MUCH_EVIDENCE)
    page = opened(page_of, viewport={"width": 1280, "height": 800}, locale=locale)
    expect_pair(page, pairs[0])
    assert page.locator(f"{SHOWN} .waterfall li").count() == 12
    evidence = page.locator(f"{SHOWN} .pair-evidence").bounding_box()
    answers = page.locator(f"{SHOWN} .pair-answers").bounding_box()
    assert evidence["y"] + evidence["height"] < answers["y"] < 800
    assert page.locator(f"{SHOWN} .pair-sides thead").bounding_box()["y"] < answers["y"]


@pytest.mark.parametrize("options", [{}, {"locale": "zh-CN", "color_scheme": "dark"}, {"viewport": PHONE}])
def test_the_queue_and_its_thresholds_have_no_serious_fault(page_of, pairs, axe, options):
    page = opened(page_of, **options)
    expect_pair(page, pairs[0])
    assert axe(page) == []
    width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert width <= 0
    page.goto("/matching/thresholds/person")
    assert axe(page) == []


def test_in_chinese_the_question_and_the_answers_are_chinese(page_of, pairs):
    page = opened(page_of, locale="zh-CN")
    expect(page.locator("#pair .pair-question")).to_have_text("是同一客户吗？")
    expect(page.locator("#pair .pair-answers")).to_contain_text("是，合并")
    press(page, "n")
    expect_pair(page, pairs[1])
    expect(page.locator(".pair-counts")).to_contain_text("5 待答复")


def test_two_customers_chosen_in_the_list_are_merged_and_it_is_undone(page_of, company):
    page: Page = page_of(ADMIN)
    page.goto("/customers/?kind=person")
    rows = page.locator("#list [data-row]")
    before = rows.count()
    for number in (0, 1):
        rows.nth(number).locator('input[name="ids"]').check()
    page.get_by_role("button", name="Merge").click()
    page.locator("#confirm-dialog [data-yes]").click()
    expect(page.locator(".toast")).to_contain_text("is now part of")
    page.locator(".toast [data-undo-button]").click()
    expect(page.locator(".toast", has_text="is a customer again")).to_be_visible()
    expect(rows).to_have_count(before)
