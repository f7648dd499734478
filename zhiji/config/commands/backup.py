import argparse
import sys
from datetime import datetime
from pathlib import Path

from zhiji.config.archive import ArchiveError, write_archive
from zhiji.config.env import Env


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds this command's options."""
    parser.add_argument("file", nargs="?", help="the archive to write (default: zhiji-DATE.tar.gz here)")


def run(options: argparse.Namespace, env: Env) -> int:
    """Writes database, files and secret key into one archive, while Zhiji runs."""
    target = Path(options.file or f"zhiji-{datetime.now().astimezone():%Y%m%d-%H%M%S}.tar.gz").absolute()
    try:
        size = write_archive(env, target)
    except (ArchiveError, OSError) as error:
        sys.stderr.write(f"The backup was not written: {error}\n")
        return 1
    sys.stdout.write(
        f"{target} ({size / 1e6:.1f} MB). Keep it where only you can read it: the secret key is inside.\n"
    )
    return 0
