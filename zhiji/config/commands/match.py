import argparse
import os
import sys
from typing import Any

from zhiji.config.cli import set_up_django
from zhiji.config.env import Env
from zhiji.config.processes import leave_with_supervisor

# It takes all cores for minutes; whoever opens a page meanwhile comes first.
BEHIND_PAGES = 10
KINDS = ("organisation", "person")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds this command's options."""
    parser.add_argument("kind", nargs="*", help="organisation, person; both where none is named")


def run(options: argparse.Namespace, env: Env) -> int:
    """Looks for customers who are one: puts them before people, or merges the sure ones where that is switched on."""
    if wrong := set(options.kind) - set(KINDS):
        sys.stderr.write(f"There is no kind of customers called {min(wrong)}: organisation or person.\n")
        return 2
    if leave_with_supervisor():
        os.nice(BEHIND_PAGES)
    set_up_django()
    from zhiji.customers.identity.matching.extra import INSTALL, is_installed
    from zhiji.customers.identity.matching.whole import look_through

    if not is_installed():
        sys.stderr.write(f"Matching the whole base needs more packages: {INSTALL}\n")
        return 1
    kinds: Any = options.kind or KINDS
    for kind, counts in look_through(kinds).items():
        print(f"{kind}: " + ", ".join(f"{name} {number:,}" for name, number in counts.items()))
    return 0
