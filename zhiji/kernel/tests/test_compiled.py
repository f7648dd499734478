import threading

import pytest
from django.db import connection
from django.utils import timezone

from zhiji.kernel.compiled import Compiled
from zhiji.kernel.users.models import User

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
