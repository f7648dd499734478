"""Every rule of the house finds its bad sample and leaves its good one alone."""

import pytest

from checks.house import RULES
from checks.house.rule import Fault, Rule, Source
from checks.house_rules import find_faults, names_in_urls, same_names, without_exceptions


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_finds_its_bad_sample(rule: Rule) -> None:
    assert rule.faults(Source(rule.path, rule.bad))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_leaves_its_good_sample_alone(rule: Rule) -> None:
    path = rule.path.replace("utils", "prices")
    assert rule.faults(Source(path, rule.good)) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("zhiji/sales/quotes/views.py", "@signed_in\ndef accept(request):\n    request.quote.save()"),
        ("zhiji/sales/quotes/forms.py", "class F:\n    def done(self):\n        Lead.objects.create()"),
        ("zhiji/sales/quotes/panels.py", "def panel(x):\n    Lead.objects.filter(pk=1).update(seen=True)"),
        ("zhiji/sales/quotes/queries.py", "def q():\n    'Read.'\n    Lead.objects.get_or_create(pk=1)"),
        ("zhiji/sales/quotes/tasks.py", "def t(pk):\n    Lead.objects.get(pk=pk).delete()"),
        ("zhiji/sales/quotes/views/pages.py", "def page(request): ..."),
        ("zhiji/sales/quotes/views.py", "@screen('a.b')\n@public('why')\ndef page(request): ..."),
        ("zhiji/sales/quotes/views.py", "class Page(ListView): ..."),
        ("zhiji/sales/quotes/views.py", "class Page(generic.View): ..."),
        ("zhiji/sales/quotes/apps.py", "from django.db.models import signals\nsignals.post_save.connect(f)"),
        ("zhiji/sales/quotes/events.py", "@dataclass(frozen=False)\nclass E(Event): ..."),
        ("zhiji/sales/quotes/rules.py", "def due():\n    'Tell.'\n    return date.today()"),
        ("zhiji/sales/quotes/rules.py", "def due():\n    'Tell.'\n    return datetime.utcnow()"),
        ("zhiji/sales/quotes/rules.py", "def due(s):\n    'Tell.'\n    return datetime.fromtimestamp(s)"),
        ("zhiji/sales/helpers/prices.py", "x = 1"),
        ("zhiji/sales/templates/sales/a.html", "<script>alert(1)</script>"),
        ("zhiji/sales/templates/sales/a.html", '<p class="x" style="color: red">'),
        ("zhiji/sales/quotes/tests/test_a.py", "def test_ok(): ..."),
    ],
)
def test_a_fault_put_in_on_purpose_is_caught(path: str, text: str) -> None:
    assert find_faults([Source(path, text)])


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("zhiji/sales/quotes/views.py", "@signed_in\ndef p(request):\n    context.update(a=1)"),
        ("zhiji/sales/quotes/views.py", "@screen('a.b')\nclass Page(ListView): ..."),
        ("zhiji/sales/quotes/tests/test_actions.py", "def make():\n    Lead.objects.create()"),
        ("zhiji/config/cli.py", "print('ready')"),
        ("zhiji/sales/templates/sales/a.html", '<script type="application/json" id="x">{}</script>'),
    ],
)
def test_what_is_right_is_not_reported(path: str, text: str) -> None:
    assert find_faults([Source(path, text)]) == []


def test_two_actions_of_one_name_are_caught() -> None:
    text = "@action\ndef close(*, actor): ..."
    sources = [Source("zhiji/sales/leads/actions.py", text), Source("zhiji/service/cases/actions.py", text)]
    assert len(same_names(sources)) == 2


def test_an_exception_hides_its_fault_only() -> None:
    faults = [Fault("sized", "a.py", 3, "long"), Fault("sized", "b.py", 3, "long")]
    assert without_exceptions(faults, [{"rule": "sized", "place": "a.py:long", "reason": "a table"}]) == [
        "b.py:3: sized (long)"
    ]


def test_an_exception_nobody_needs_is_a_fault() -> None:
    assert without_exceptions([], [{"rule": "sized", "place": "a.py:long", "reason": "a table"}])


def test_an_exception_needs_a_reason() -> None:
    faults = [Fault("sized", "a.py", 3, "long")]
    assert without_exceptions(faults, [{"rule": "sized", "place": "a.py:long", "reason": " "}])


def test_a_function_that_no_address_leads_to_is_no_view() -> None:
    urls = Source(
        "zhiji/sales/quotes/urls.py", "urlpatterns = [path('', views.quotes), path('x', include(other))]"
    )
    names = frozenset(names_in_urls(urls))
    text = "def quotes(request): ...\ndef answer(request, quote): ..."
    faults = find_faults([Source("zhiji/sales/quotes/views.py", text, url_names=names)])
    assert [fault.inside for fault in faults] == ["quotes"]
