"""Settings of the tests, given before Django is loaded: a data folder of their own and the chosen database.

Loaded by `-p tests.support.environment` in pyproject.toml, because pytest-django reads Django's settings
before any conftest.py. `make test` runs both databases side by side; here is decided, too, which of the two
runs has what is the same on both.
"""

import atexit
import os
import shutil
import signal
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path

import pytest

from tests.support.postgresql import Cluster, free_port

VENDORS = ("sqlite", "postgresql")
WITH_DATABASE = {"db", "transactional_db", "live_server", "django_db_setup", "database_vendor"}
folder = Path(tempfile.mkdtemp(prefix="zhiji-tests-"))
cluster: Cluster | None = None


def pytest_addoption(parser: pytest.Parser) -> None:
    """Name the option, and set the environment that Django's settings are made from."""
    parser.addoption(
        "--database",
        choices=VENDORS,
        default=os.environ.get("ZHIJI_TEST_DATABASE", VENDORS[0]),
        help="sqlite (default) or postgresql, which the tests start from the machine's own binaries",
    )
    parser.addoption(
        "--shared",
        action="store_true",
        help="leave to the run on the other database, beside this one, what is the same on both",
    )
    set_environment(chosen_vendor())


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what the run beside this one tests, where there is one."""
    if not config.getoption("shared"):
        return
    left = [item for item in items if run_elsewhere(item, str(config.getoption("database")))]
    config.hook.pytest_deselected(items=left)
    gone = set(left)
    items[:] = [item for item in items if item not in gone]


def run_elsewhere(item: pytest.Item, vendor: str) -> bool:
    """Tell whether the run on the other database has this test, because no database makes a difference to it.

    SQLite's run has what reaches no database at all: pytest-django refuses a database to every test that
    does not ask for one. PostgreSQL's has what looks at pages only, which its mark says. Pages are drawn
    on both databases by the tests of what they do.
    """
    if item.get_closest_marker("appearance"):
        return vendor != "postgresql"
    return vendor != "sqlite" and not reaches_database(item)


def reaches_database(item: pytest.Item) -> bool:
    """Tell whether a test asks for a database, in the process of the tests or in one that it starts."""
    asked = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(asked & WITH_DATABASE)


def chosen_vendor() -> str:
    """Read the choice of database by hand: pytest has not read its own options yet."""
    reader = ArgumentParser(add_help=False, allow_abbrev=False)
    reader.add_argument("--database", default=os.environ.get("ZHIJI_TEST_DATABASE", VENDORS[0]))
    return str(reader.parse_known_args(sys.argv[1:])[0].database)


def set_environment(vendor: str) -> None:
    """Forget the settings of the person who runs the tests; take the tests' own."""
    global cluster
    for name in [n for n in os.environ if n.startswith("ZHIJI_") and not n.startswith("ZHIJI_TEST_")]:
        del os.environ[name]
    os.environ["ZHIJI_DATA_DIR"] = str(folder / "data")
    os.environ["ZHIJI_SMTP_LISTEN"] = "off"
    # Programs that tests start by the hundred are compiled once, and the machine's folders stay as they are.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
    if vendor == "postgresql":
        cluster = Cluster(free_port())
        os.environ["ZHIJI_DATABASE_URL"] = cluster.url("zhiji")


def pytest_sessionstart(session: pytest.Session) -> None:
    """Start PostgreSQL before the first test, unless tests are only listed."""
    # Whoever is told to stop, by `timeout` or a CI, ends what it started as after Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if cluster and not session.config.option.collectonly:
        cluster.start()


@atexit.register
def leave_nothing_behind() -> None:
    """Stop what was started and remove what was written, also where pytest could not even begin."""
    if cluster:
        cluster.stop()
    shutil.rmtree(folder, ignore_errors=True)
