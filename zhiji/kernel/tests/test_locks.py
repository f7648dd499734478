import threading

import pytest
from django.db import connection

from zhiji.kernel.locks import is_mine

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
