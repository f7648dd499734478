"""Where both databases are tested side by side, every test has its run, and what meets a database has both."""

import pytest

from tests.support.environment import VENDORS, run_elsewhere


def left_out(request: pytest.FixtureRequest) -> list[str]:
    """Name the databases whose run leaves the asking test to the other one."""
    return [vendor for vendor in VENDORS if run_elsewhere(request.node, vendor)]


@pytest.mark.django_db
def test_what_reaches_a_database_is_run_on_both(request):
    assert left_out(request) == []


def test_what_starts_a_process_with_a_database_is_run_on_both(request, fresh_database):
    assert left_out(request) == []


def test_what_reaches_no_database_is_run_beside_sqlite_alone(request):
    assert left_out(request) == ["postgresql"]


@pytest.mark.appearance
def test_what_judges_looks_is_run_beside_postgresql_alone(request, database_vendor):
    assert left_out(request) == ["sqlite"]
