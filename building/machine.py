"""Finds what tests need from the machine itself; installs it with apt-get where that is allowed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def browser_path() -> str | None:
    """Give the path of the machine's Chromium, or ZHIJI_TEST_BROWSER where it is set."""
    named = os.environ.get("ZHIJI_TEST_BROWSER")
    return named or next((path for name in BROWSERS if (path := shutil.which(name))), None)


def postgresql_binaries() -> Path | None:
    """Give the folder that holds initdb and postgres; the newest version where there are several."""
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"),
        key=lambda path: int(path.parent.name) if path.parent.name.isdigit() else 0,
        reverse=True,
    )
    on_path = [Path(found).resolve().parent] if (found := shutil.which("postgres")) else []
    return next(
        (p for p in [*debian, *on_path] if (p / "initdb").exists() and (p / "postgres").exists()), None
    )


def has_chinese_font() -> bool:
    """Tell whether Chinese text can be drawn; without one, screenshots show boxes."""
    if not shutil.which("fc-list"):
        return False
    found = subprocess.run(["fc-list", ":lang=zh", "family"], capture_output=True, text=True, check=False)
    return bool(found.stdout.strip())


def missing_packages() -> list[str]:
    """Name the Debian packages that would bring what is not here."""
    missing = [] if browser_path() else ["chromium"]
    missing += [] if has_chinese_font() else ["fonts-noto-cjk", "fontconfig"]
    missing += [] if postgresql_binaries() else ["postgresql"]
    return missing


def install(packages: list[str]) -> None:
    """Install Debian packages, or say in one sentence what a person has to install."""
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise SystemExit(f"The tests need {', '.join(packages)}; on Debian: sudo {' '.join(command)}")
    sys.stdout.write(f"installing for the tests: {', '.join(packages)}\n")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["apt-get", "update", "-q"], command):
        done = subprocess.run(
            step, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(f"`{' '.join(step)}` failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


if __name__ == "__main__":
    if wanted := missing_packages():
        install(wanted)
