import threading
import time

import pytest
from django.db import OperationalError, connection, transaction

from zhiji.kernel.locks import hold, is_mine

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_part_is_played_by_one_connection_until_it_is_closed():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one worker")
    assert is_mine("a part")
    assert is_mine("a part")
    found = []

    def ask():
        found.append(is_mine("a part"))
        connection.close()

    def elsewhere():
        thread = threading.Thread(target=ask)
        thread.start()
        thread.join()

    elsewhere()
    connection.close()
    elsewhere()
    assert found == [False, True]


def test_names_wanted_together_are_taken_in_one_order():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer")
    faults = []

    def want(*names):
        try:
            for _turn in range(40):
                with transaction.atomic():
                    hold(*names)
                    time.sleep(0.001)
        except OperationalError as error:
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=want, args=names) for names in (("a", "b", "", "c"), ("c", "b", "a"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
