"""Which database the tests run on."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

from tests.support import environment

TEMPLATE = "own_template"


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
    """Give the address of a prepared database of its own, for a process that the test starts."""
    with new_database(tmp_path, prepared=True) as address:
        yield address


class new_database:
    """The address of a database of its own, while the block runs: empty, or as `zhiji prepare` leaves it."""

    counter = 0

    def __init__(self, folder: Path, *, prepared: bool = False) -> None:
        type(self).counter += 1
        self.name = f"own_{type(self).counter}"
        self.folder = folder
        self.prepared = prepared

    def __enter__(self) -> str:
        if environment.cluster:
            if self.prepared:
                return environment.cluster.copy_database(template(), self.name)
            return environment.cluster.create_database(self.name)
        file = self.folder / f"{self.name}.sqlite3"
        if self.prepared:
            with closing(sqlite3.connect(template())) as source:
                source.execute("VACUUM INTO ?", [str(file)])
        return f"sqlite:///{file}"

    def __exit__(self, *fault: object) -> None:
        if environment.cluster:
            environment.cluster.drop_database(self.name)


@cache
def template() -> str:
    """Prepare a database once for all that are copied from it; gives its name on PostgreSQL, or its file."""
    file = str(environment.folder / f"{TEMPLATE}.sqlite3")
    address = environment.cluster.create_database(TEMPLATE) if environment.cluster else f"sqlite:///{file}"
    ours = {"ZHIJI_DATA_DIR": str(environment.folder / TEMPLATE), "ZHIJI_DATABASE_URL": address}
    command = [sys.executable, "-m", "zhiji", "prepare"]
    subprocess.run(command, env={**os.environ, **ours}, check=True, capture_output=True)
    return TEMPLATE if environment.cluster else file


@pytest.fixture(autouse=True)
def remember_nothing_of_other_tests() -> None:
    """Forget what the process keeps for a moment: roles, teams, modules, counts of data that are gone."""
    from django.core.cache import cache

    from zhiji.kernel.access.cache import forget_rights

    forget_rights()
    cache.clear()
