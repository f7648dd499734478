"""Which database the tests run on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

from tests.support import environment


@pytest.fixture(scope="session")
def database_vendor(request: pytest.FixtureRequest) -> str:
    """Name the database of this run: "sqlite" or "postgresql"."""
    return str(request.config.getoption("database"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Put SQLite's test database into a file, as in life: one in memory knows neither WAL nor two writers."""
    default = settings.DATABASES["default"]
    if default["ENGINE"].endswith("sqlite3"):
        name = str(environment.folder / "test.sqlite3")
        connections["default"].settings_dict.setdefault("TEST", {})["NAME"] = name


@pytest.fixture
def fresh_database(database_vendor: str, tmp_path: Path) -> Iterator[str]:
    """Give the address of an empty database of its own, for a process that the test starts."""
    with new_database(tmp_path) as address:
        yield address


class new_database:
    """The address of an empty database, while the block runs."""

    counter = 0

    def __init__(self, folder: Path) -> None:
        type(self).counter += 1
        self.name = f"own_{type(self).counter}"
        self.folder = folder

    def __enter__(self) -> str:
        if environment.cluster:
            return environment.cluster.create_database(self.name)
        return f"sqlite:///{self.folder / self.name}.sqlite3"

    def __exit__(self, *fault: object) -> None:
        if environment.cluster:
            environment.cluster.drop_database(self.name)


@pytest.fixture(autouse=True)
def remember_nothing_of_other_tests() -> None:
    """Forget what the process keeps for a moment: roles, teams, modules, counts of data that are gone."""
    from django.core.cache import cache

    from zhiji.kernel.access.cache import forget_rights

    forget_rights()
    cache.clear()
