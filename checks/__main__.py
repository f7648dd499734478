"""Runs everything that `make check` asks of a change, side by side and to the end, and tells what failed."""

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

ROOT = Path(__file__).parent.parent
PYTHON = sys.executable
BIN = Path(PYTHON).parent
OWN = ["zhiji", "checks", "building", "tests", "conftest.py", "hatch_build.py"]
TYPED = ("rules", "actions", "queries")
NOT_OURS = {"node_modules", "static", "built", "front"}


def typed_files() -> list[str]:
    """List what is held to strict types: what decides, happens and is shown, and all plain functions."""
    named = [
        path for path in (ROOT / "zhiji").rglob("*.py") if path.stem in TYPED or path.parent.name in TYPED
    ]
    lib = (ROOT / "zhiji" / "lib").rglob("*.py")
    return sorted({str(path.relative_to(ROOT)) for path in [*named, *lib] if "tests" not in path.parts})


def templates() -> list[str]:
    """List all templates of pages."""
    return sorted(
        str(path.relative_to(ROOT))
        for path in (ROOT / "zhiji").rglob("*.html")
        if not NOT_OURS & set(path.relative_to(ROOT).parts)
    )


def steps() -> list[tuple[str, list[str]]]:
    """List the checks: what each looks at, and its command."""
    return [
        ("style", [str(BIN / "ruff"), "check", "--quiet", "--output-format", "concise", *OWN]),
        ("format", [str(BIN / "ruff"), "format", "--check", "--quiet", *OWN]),
        ("house rules", [PYTHON, "-m", "checks.house_rules"]),
        ("translations", [PYTHON, "-m", "checks.translations"]),
        ("forbidden text", [PYTHON, "-m", "checks.forbidden_text"]),
        ("templates", [str(BIN / "djlint"), "--lint", "--quiet", *(templates() or ["zhiji"])]),
        ("walls between floors and rooms", [str(BIN / "lint-imports"), "--no-logo"]),
        ("missing migrations", [PYTHON, "-m", "django", "makemigrations", "--check", "--dry-run"]),
        ("types", [str(BIN / "mypy"), "--no-error-summary", *typed_files()]),
    ]


def run(command: list[str], environment: dict[str, str]) -> tuple[bool, str, float]:
    """Run one check; gives whether it passed, what it said, and how many seconds it took."""
    began = time.monotonic()
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode == 0, (done.stdout + done.stderr).strip(), time.monotonic() - began


def main() -> int:
    """Run all checks and show what those that failed said."""
    failed = []
    with tempfile.TemporaryDirectory(prefix="zhiji-check-") as folder:
        ours = {name: value for name, value in os.environ.items() if not name.startswith("ZHIJI_")}
        environment = {
            **ours,
            "DJANGO_SETTINGS_MODULE": "zhiji.config.settings",
            "ZHIJI_DATA_DIR": folder,
        }
        # The longest begins first; the others fill the machine's other cores meanwhile.
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            running = {pool.submit(run, command, environment): name for name, command in reversed(steps())}
            for done in as_completed(running):
                name, (passed, said, seconds) = running[done], done.result()
                print(f"{'passed' if passed else 'FAILED'}  {name} ({seconds:.1f} s)", flush=True)
                if not passed:
                    failed.append(name)
                    print(said, flush=True)
    print(f"checks failed: {', '.join(failed)}" if failed else "all checks passed")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
