import threading

import pytest
from django.db import connection
from django.db.models import Exists, OuterRef
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zhiji.kernel.access.actor import Actor
from zhiji.kernel.access.models import scope_filter
from zhiji.kernel.compiled import Compiled, filled_up
from zhiji.kernel.users.models import Team, User

pytestmark = pytest.mark.django_db(transaction=True)


def _by_name() -> Compiled[User]:
    return Compiled(lambda name, least: User.objects.filter(name=name, pk__gte=least), str, int)


def _add(name, **values):
    return User.objects.create(email=f"{User.objects.count()}@zhiji.example", name=name, **values)


def test_a_compiled_query_gives_the_records_that_the_queryset_gives():
    seen = timezone.now()
    _add("李雷", last_login=seen, is_active=False)
    _add("韩梅梅")
    asked = _by_name()
    for name in ("李雷", "韩梅梅", "nobody"):
        plain = list(User.objects.filter(name=name))
        found = asked.all(name, 1)
        assert [vars(one) | {"_state": 0} for one in found] == [vars(one) | {"_state": 0} for one in plain]
    assert asked.all("李雷", 10**6) == []
    first = asked.first("李雷", 1)
    assert first is not None
    assert (first.last_login, first.is_active) == (seen, False)


def test_a_value_that_looks_like_sql_is_only_a_value():
    _add("x' OR 1=1 --")
    assert [one.name for one in _by_name().all("x' OR 1=1 --", 1)] == ["x' OR 1=1 --"]
    assert _by_name().first("' OR 1=1 --", 1) is None


def test_threads_share_a_compiled_query_and_each_uses_its_own_connection():
    _add("李雷")
    asked, found = _by_name(), []
    asked.all("李雷", 1)

    def ask():
        found.append(len(asked.all("李雷", 1)))
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [1, 1, 1, 1]


def test_what_is_joined_and_reckoned_comes_along():
    team = Team.objects.create(name="Sales")
    _add("李雷", team=team)
    _add("韩梅梅")
    asked = Compiled(
        lambda *names: (
            User.objects.filter(name__in=names)
            .select_related("team")
            .annotate(older=Exists(User.objects.filter(pk__lt=OuterRef("pk"))))
            .order_by("pk")
        ),
        str,
    )
    with CaptureQueriesContext(connection) as captured:
        found = asked.all(*filled_up(["李雷", "韩梅梅", "nobody"]))
        assert [(one.name, one.team and one.team.name, bool(one.older)) for one in found] == [
            ("李雷", "Sales", False),
            ("韩梅梅", None, True),
        ]
    assert len(captured) == 1
    assert [one.name for one in asked.all("韩梅梅")] == ["韩梅梅"]


def test_each_reach_of_a_right_has_its_own_statement():
    asked = Compiled(
        lambda actor, name: (
            User.objects.filter(scope_filter(actor, "user.view"), name=name)
            if actor.scope("user.view") != "own"
            else User.objects.filter(pk=actor.user_id, name=name)
        ),
        str,
        right="user.view",
    )
    first, second = _add("李雷"), _add("李雷")

    def seen_by(user_id, scope):
        actor = Actor(kind="user", name="", user_id=user_id, rights={"user.view": scope})
        return {one.pk for one in asked.all("李雷", actor=actor)}

    assert seen_by(first.pk, "own") == {first.pk}
    assert seen_by(second.pk, "own") == {second.pk}
    assert seen_by(first.pk, "all") == {first.pk, second.pk}
    assert seen_by(first.pk, "none") == set()
    assert seen_by(first.pk, "own") == {first.pk}


def test_keys_are_filled_up_to_powers_of_two():
    assert [len(filled_up(list(range(count)))) for count in (1, 2, 3, 5, 9)] == [1, 2, 4, 8, 16]
    assert set(filled_up([3, 4, 5])) == {3, 4, 5}
