"""Fails when a tracked file names where packages come from, or a folder of somebody's machine.

Such a name is true on one machine only: locks hold hashes, not addresses, and paths are found at run time.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
# Written in pieces, so that this file keeps its own rule.
DOT = r"\."
REGISTRIES = [
    rf"pypi{DOT}org",
    rf"pythonhosted{DOT}org",
    rf"registry{DOT}npmjs",
    rf"registry{DOT}yarnpkg",
    rf"deb{DOT}debian{DOT}org",
    rf"archive{DOT}ubuntu{DOT}com",
]
HOMES = [r"(?<![\w.])/(?:home/[a-z]\w+|ro" + "ot|Us" + "ers/[A-Za-z]+)/"]
ADDRESS = re.compile(r"https?://(?:[^@/\s]*@)?([\w.-]+\.\w+)")


def own_places() -> list[str]:
    """Name what only this machine has: the folder of the repository, and the addresses its pip is set to."""
    found = [re.escape(f"{ROOT}/")] if len(ROOT.parts) > 2 else []
    shown = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    )
    return found + [re.escape(host) for host in ADDRESS.findall(shown.stdout)]


def faults_in(path: str, text: str, forbidden: re.Pattern[str]) -> Iterator[str]:
    """Find forbidden text in one file."""
    for number, line in enumerate(text.splitlines(), 1):
        if match := forbidden.search(line):
            yield f"{path}:{number}: names {match[0]}"


def pattern(places: list[str]) -> re.Pattern[str]:
    """Make the one pattern that finds everything forbidden."""
    return re.compile("|".join([*REGISTRIES, *HOMES, *places]))


def tracked_files() -> Iterator[tuple[str, str]]:
    """Read every text file that is, or would be, in the repository."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        try:
            yield name, (ROOT / name).read_text()
        except (UnicodeDecodeError, FileNotFoundError):
            continue


def main() -> int:
    """Check all files; prints each fault as path:line: fault."""
    forbidden = pattern(own_places())
    lines = [fault for path, text in tracked_files() for fault in faults_in(path, text, forbidden)]
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return bool(lines)


if __name__ == "__main__":
    sys.exit(main())
