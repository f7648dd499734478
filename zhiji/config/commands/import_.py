import argparse
import sys
from pathlib import Path

from zhiji.config.cli import set_up_django
from zhiji.config.env import Env


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds this command's options."""
    parser.add_argument(
        "file", help="a CSV file in UTF-8; the columns are listed in docs/howto/import-customers.md"
    )
    parser.add_argument("--source", default="", help="where the list comes from (default: the file's name)")


def run(options: argparse.Namespace, env: Env) -> int:
    """Adds the customers of a list that are not known yet."""
    set_up_django()
    from zhiji.integration.files.customers import UnreadableList, import_customers
    from zhiji.kernel.access.actor import Actor

    path = Path(options.file)
    try:
        outcome = import_customers(
            actor=Actor.machine("import"), path=path, source=(options.source or path.stem)[:60]
        )
    except UnreadableList as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(
        f"{outcome.added} added, {outcome.known} known already, {len(outcome.faults)} not read\n"
    )
    for line, reason in outcome.faults:
        sys.stdout.write(f"  line {line}: {reason}\n")
    return 1 if outcome.faults else 0
