"""Settings of the tests, given before Django is loaded: a data folder of their own and the chosen database.

Loaded by `-p tests.support.environment` in pyproject.toml, because pytest-django reads Django's settings
before any conftest.py.
"""

import atexit
import os
import shutil
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path

import pytest

from tests.support.postgresql import Cluster, free_port

VENDORS = ("sqlite", "postgresql")
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
    set_environment(chosen_vendor())


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
    if vendor == "postgresql":
        cluster = Cluster(free_port())
        os.environ["ZHIJI_DATABASE_URL"] = cluster.url("zhiji")


def pytest_sessionstart(session: pytest.Session) -> None:
    """Start PostgreSQL before the first test, unless tests are only listed."""
    if cluster and not session.config.option.collectonly:
        cluster.start()


@atexit.register
def leave_nothing_behind() -> None:
    """Stop what was started and remove what was written, also where pytest could not even begin."""
    if cluster:
        cluster.stop()
    shutil.rmtree(folder, ignore_errors=True)
