import argparse
import sys
from pathlib import Path

from zhiji.config.archive import ArchiveError, read_archive
from zhiji.config.env import Env


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds this command's options."""
    parser.add_argument("file", help="an archive written by zhiji backup")


def run(options: argparse.Namespace, env: Env) -> int:
    """Brings an archive back into an empty installation."""
    try:
        read_archive(env, Path(options.file))
    except ArchiveError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write("Restored. `zhiji serve` brings the database up to date when it starts.\n")
    return 0
