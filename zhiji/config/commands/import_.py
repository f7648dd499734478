import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from zhiji.config.cli import set_up_django
from zhiji.config.env import Env

if TYPE_CHECKING:
    from zhiji.customers.sources.models import Import


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds this command's options."""
    parser.add_argument("file", help="CSV, TSV, Excel, ODS or vCard, or a folder or zip file of them")
    parser.add_argument("--source", default="", help="whose list it is (default: the file's name)")
    parser.add_argument(
        "--map",
        nargs="+",
        default=[],
        metavar="COLUMN=FIELD",
        help="what a column means; COLUMN= leaves it out",
    )
    parser.add_argument("--dry-run", action="store_true", help="only tell what would come in")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument(
        "--errors", default="", metavar="FILE", help="write the rows that need a look into FILE"
    )


def run(options: argparse.Namespace, env: Env) -> int:
    """Brings a list in, or goes on with the one that was interrupted."""
    set_up_django()
    from zhiji.integration.files.command import CommandLine
    from zhiji.integration.files.lists import UnreadableList
    from zhiji.kernel.errors import Refused

    line = CommandLine(tell=_progress(), say=_say)
    try:
        at = line.take(Path(options.file), options.source, dict(_pair(text) for text in options.map))
        if options.dry_run:
            at = line.check(at)
        elif options.yes or not sys.stdin.isatty() or _agrees():
            at = line.bring_in(at)
        else:
            line.drop(at)
            return 1
        if options.errors:
            line.write_errors(at, Path(options.errors))
    except (UnreadableList, Refused) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if at.error:
        sys.stderr.write(f"{at.error}\n")
    return 1 if at.error or at.counts.get("wrong") else 0


def _pair(text: str) -> tuple[str, str]:
    column, _, field = text.rpartition("=")
    return column, field


def _agrees() -> bool:
    return input("Bring these rows in? [y/N] ").strip().lower() in {"y", "yes", "j", "是"}


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _progress():  # type: ignore[no-untyped-def]
    """Makes what writes the line of progress: rows done, rows a second, and what became of them."""
    began, first = time.monotonic(), [-1]

    def tell(at: "Import") -> None:
        if not sys.stderr.isatty():
            return
        if first[0] < 0:
            first[0] = at.next_row
        speed = (at.next_row - first[0]) / max(time.monotonic() - began, 0.1)
        sys.stderr.write(f"\r{at.next_row:,} of {at.total:,} rows, {speed:,.0f} a second   ")

    return tell
