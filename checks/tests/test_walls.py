"""Each contract in .importlinter catches a wall broken on purpose, in a small house built for the test."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from checks.tests.test_floors import CONTRACTS, floors

LINTER = Path(sys.executable).with_name("lint-imports")
ROOMS = [
    "channels.mail",
    "channels.phone",
    "channels.web",
    "sales.leads",
    "kernel.access",
    "kernel.audit",
    "kernel.modules",
    "kernel.users",
    "lib",
]
# What the contracts name on purpose must exist, or they complain of that.
NAMED_IMPORTS = {
    "kernel/audit/actions.py": "from zhiji.kernel.access import actor",
    "kernel/access/actor.py": "",
    "kernel/access/screens.py": "from zhiji.kernel.modules import registry",
    "kernel/access/cache.py": "from zhiji.kernel.users import models",
    "kernel/modules/registry.py": "",
    "kernel/users/models.py": "",
}


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Build packages for all floors, with a few rooms."""
    for name in [*floors(), *ROOMS]:
        folder = tmp_path / "zhiji" / name.replace(".", "/")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "__init__.py").touch()
    (tmp_path / "zhiji" / "__init__.py").touch()
    for path, text in NAMED_IMPORTS.items():
        (tmp_path / "zhiji" / path).write_text(text)
    return tmp_path


def broken_walls(house: Path, files: dict[str, str]) -> list[str]:
    """Write files into the house and list the contracts that are then broken."""
    for path, text in files.items():
        target = house / "zhiji" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
    done = subprocess.run(
        [str(LINTER), "--no-logo", "--no-cache", "--config", str(CONTRACTS)],
        cwd=house,
        env={**os.environ, "PYTHONPATH": str(house), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Contracts:" in done.stdout, done.stdout + done.stderr
    return [line.split(" BROKEN")[0].split(":")[0] for line in done.stdout.splitlines() if " BROKEN" in line]


def test_a_house_in_order_passes(house: Path) -> None:
    files = {"sales/leads/actions.py": "from zhiji.sales.leads import models", "sales/leads/models.py": ""}
    assert broken_walls(house, files) == []


@pytest.mark.parametrize(
    ("files", "wall"),
    [
        ({"kernel/users/tasks.py": "import zhiji.sales.leads"}, "Floors"),
        ({"sales/leads/tasks.py": "import zhiji.service"}, "Floors"),
        (
            {"sales/leads/models.py": "from zhiji.sales.leads import actions", "sales/leads/actions.py": ""},
            "Inside a feature",
        ),
        ({"sales/leads/rules.py": "from django.db import models"}, "Rules and lib are pure"),
        ({"lib/money.py": "from django.conf import settings"}, "Rules and lib are pure"),
        ({"channels/mail/tasks.py": "import zhiji.channels.web"}, "Channels know nothing of each other"),
        (
            {"flows/hiring.py": "from zhiji.sales.leads import forms", "sales/leads/forms.py": ""},
            "Screens are private to their feature",
        ),
        (
            {
                "sales/quotes/__init__.py": "",
                "sales/quotes/actions.py": "import zhiji.sales.leads",
                "sales/leads/tasks.py": "import zhiji.sales.quotes",
            },
            "No cycles between siblings",
        ),
    ],
)
def test_a_broken_wall_is_noticed(house: Path, files: dict[str, str], wall: str) -> None:
    assert wall in broken_walls(house, files)


def test_a_new_domain_without_a_floor_is_noticed(house: Path) -> None:
    assert "Floors" in broken_walls(house, {"gossip/__init__.py": ""})
