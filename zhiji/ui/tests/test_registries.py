import re
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

import zhiji
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.errors import Denied
from zhiji.kernel.modules.models import ModuleState
from zhiji.kernel.users.models import Team, User
from zhiji.ui import nav, palette, panels, shown
from zhiji.ui.arrangement.actions import arrange_panels

pytestmark = pytest.mark.django_db

FRONT = Path(zhiji.__file__).parent / "ui" / "front"
ICON = re.compile(r"""{%\s*icon\s+["']([\w-]+)["']|icon_name=["']([\w-]+)["']""")
MACHINE = Actor.machine("test")
NOBODY = Actor(kind="user", name="Nobody")


@pytest.fixture(autouse=True)
def registries(monkeypatch):
    """Empty registries, so that what the domains registered does not matter."""
    monkeypatch.setattr(nav, "_items", {})
    monkeypatch.setattr(palette, "_commands", {})
    monkeypatch.setattr(panels, "_panels", {})


def item(slug, **values):
    return nav.NavItem(slug, slug.title(), "account_login", "home", **values)


def panel(slug, context=lambda actor, obj: {}, **values):
    return panels.Panel(slug, "test.right", slug, "ui/partials/empty.html", context, **values)


def test_navigation_shows_what_the_actor_may_open_in_order():
    for entry in (item("b", order=2), item("a", order=1), item("c", right="case.view")):
        nav.register(entry)
    assert [entry.slug for entry in nav.items_for(NOBODY)] == ["a", "b"]
    assert [entry.slug for entry in nav.items_for(MACHINE)] == ["a", "b", "c"]


def test_a_module_switched_off_takes_its_entries_along():
    from zhiji.kernel.access import cache

    nav.register(item("a", module="service"))
    palette.register(palette.Command("a", "A", "account_login", module="service"))
    panels.register(panel("a", module="service"))
    ModuleState.objects.create(slug="service", is_on=False)
    cache.forget_rights()
    found = (
        nav.items_for(MACHINE),
        palette.matching(MACHINE, ""),
        panels.for_place(MACHINE, "test.right", None),
    )
    assert found == ([], [], [])


def test_counts_are_asked_only_of_entries_that_have_one():
    nav.register(item("a", count=lambda actor: 3))
    nav.register(item("b"))
    assert nav.counts_for(MACHINE) == {"a": 3}


def test_a_command_is_found_by_its_words_in_both_languages():
    palette.register(palette.Command("out", _("Sign out"), "account_logout"))
    assert [command.slug for command in palette.matching(MACHINE, "SIGN o")] == ["out"]
    assert [command.slug for command in palette.matching(MACHINE, "退出")] == ["out"]
    assert palette.matching(MACHINE, "sign x") == []


def test_a_command_that_begins_with_the_text_comes_first():
    palette.register(palette.Command("a", "My cases", "account_login"))
    palette.register(palette.Command("b", "Cases", "account_login"))
    assert [command.slug for command in palette.matching(MACHINE, "case")] == ["b", "a"]


def test_a_panel_with_nothing_to_say_is_left_out():
    panels.register(panel("silent", lambda actor, obj: None))
    panels.register(panel("speaking"))
    assert [shown.slug for shown in panels.for_place(MACHINE, "test.right", None)] == ["speaking"]


def test_a_team_sees_panels_in_the_order_that_it_chose():
    team = Team.objects.create(name="South")
    li = Actor.of(User.objects.create(email="li@zhiji.example", name="Li", team=team))
    for slug in ("a", "b", "c"):
        panels.register(panel(slug))
    arrange_panels(actor=li, team_id=team.pk, place="test.right", order=["c", "a"])
    assert [known.slug for known in panels.known_at(li, "test.right")] == ["c", "a", "b"]
    assert [known.slug for known in panels.known_at(MACHINE, "test.right")] == ["a", "b", "c"]


def test_nobody_arranges_the_panels_of_another_team():
    with pytest.raises(Denied):
        arrange_panels(
            actor=NOBODY, team_id=Team.objects.create(name="North").pk, place="test.right", order=[]
        )


def test_every_icon_in_a_template_is_in_the_sprite():
    known = set((FRONT / "icons.txt").read_text().split())
    used = {
        name
        for path in Path(zhiji.__file__).parent.rglob("templates/**/*.html")
        for found in ICON.findall(path.read_text())
        for name in found
        if name
    }
    assert used - known == set()


@pytest.mark.parametrize(
    ("name", "letters"), [("王小明", "王"), ("Anna Schmidt", "AS"), ("anna", "A"), ("", "?")]
)
def test_initials_stand_for_a_name(name, letters):
    assert shown.initials(name) == letters


@pytest.mark.parametrize(
    ("minutes", "english", "chinese"),
    [
        (0, "just now", "刚刚"),
        (5, "5 minutes ago", "5分钟前"),
        (60, "1 hour ago", "1小时前"),
        (-2880, "in 2 days", "2天后"),
    ],
)
def test_time_is_said_as_people_say_it(minutes, english, chinese):
    moment = timezone.now() - timedelta(minutes=minutes, seconds=1 if minutes >= 0 else -1)
    with override("en"):
        assert shown.relative_time(moment) == english
    with override("zh-hans"):
        assert shown.relative_time(moment) == chinese


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (Decimal("18400.00"), "CNY", "¥18,400"),
        (Decimal("-1234.5"), "EUR", "−€1,234.50"),
        (7, "CHF", "CHF 7"),
        (None, "CNY", ""),
    ],
)
def test_money_is_shown_with_its_currency(amount, currency, text):
    assert shown.money(amount, currency) == text
