"""A wheel holds all that an installation needs, so that it runs where there is no Node.js."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from building.front import BUILT

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    if not (BUILT / "manifest.json").exists():
        pytest.fail("the front end is missing: run `make front`")
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    with ZipFile(next(folder.glob("*.whl"))) as wheel:
        return wheel.namelist()


def test_the_wheel_holds_the_built_front_end(names: list[str]) -> None:
    assert "zhiji/ui/static/zhiji/manifest.json" in names
    built = [name for name in names if name.startswith("zhiji/ui/static/zhiji/assets/")]
    assert {Path(name).suffix for name in built} >= {".js", ".css", ".svg", ".gz"}


def test_the_wheel_holds_the_compiled_translations(names: list[str]) -> None:
    catalogues = {str(path.relative_to(ROOT).with_suffix(".mo")) for path in (ROOT / "zhiji").rglob("*.po")}
    assert catalogues
    assert catalogues <= set(names)


def test_the_wheel_holds_nothing_that_only_developers_need(names: list[str]) -> None:
    assert [name for name in names if "/tests/" in name or "/front/" in name or name.endswith(".po")] == []
