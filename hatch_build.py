"""Puts the built front end and the compiled messages into a wheel, so that it runs without Node.js."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
sys.path.insert(0, str(ROOT))

from building.front import BUILT, build_front  # noqa: E402
from building.messages import compile_messages  # noqa: E402


class BuiltParts(BuildHookInterface[Any]):
    """Make what a wheel needs and the repository does not hold."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build before the files of the wheel are listed; an editable install makes them when it runs."""
        if version == "editable":
            return
        build_front()
        compile_messages(ROOT / "zhiji")
        if not (BUILT / "manifest.json").exists():
            raise SystemExit("the front end is missing: run `make front` first")
