import threading

import pytest
from django.db import connection
from django.utils import timezone

from zhiji.customers.parties.models import Customer
from zhiji.kernel.compiled import Compiled

pytestmark = pytest.mark.django_db(transaction=True)


def _by_name() -> Compiled[Customer]:
    return Compiled(lambda name, least: Customer.objects.filter(name=name, version__gte=least), str, int)


def test_a_compiled_query_gives_the_records_that_the_queryset_gives() -> None:
    met = timezone.now()
    Customer.objects.create(kind="person", name="李雷", last_contact_at=met, has_conflict=True)
    Customer.objects.create(kind="person", name="韩梅梅")
    asked = _by_name()
    for name in ("李雷", "韩梅梅", "nobody"):
        plain = list(Customer.objects.filter(name=name, version__gte=1))
        found = asked.all(name, 1)
        assert [vars(one) | {"_state": 0} for one in found] == [vars(one) | {"_state": 0} for one in plain]
    assert asked.all("李雷", 2) == []
    first = asked.first("李雷", 1)
    assert first is not None
    assert first.last_contact_at == met


def test_a_value_that_looks_like_sql_is_only_a_value() -> None:
    Customer.objects.create(kind="person", name="x' OR 1=1 --")
    assert [one.name for one in _by_name().all("x' OR 1=1 --", 1)] == ["x' OR 1=1 --"]
    assert _by_name().first("' OR 1=1 --", 1) is None


def test_threads_share_a_compiled_query_and_each_uses_its_own_connection() -> None:
    Customer.objects.create(kind="person", name="李雷")
    asked, found = _by_name(), []
    asked.all("李雷", 1)

    def ask() -> None:
        found.append(len(asked.all("李雷", 1)))
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [1, 1, 1, 1]
