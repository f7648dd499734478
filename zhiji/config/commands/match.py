import argparse
import sys
from importlib.util import find_spec

from zhiji.config.cli import set_up_django
from zhiji.config.env import Env


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds this command's options."""
    parser.add_argument("kind", nargs="?", choices=("organisation", "person"), help="only these; else both")


def run(options: argparse.Namespace, env: Env) -> int:
    """Looks for customers who are one: merges the sure ones, puts the others before people."""
    if find_spec("splink") is None or find_spec("pyarrow") is None:
        sys.stderr.write("Matching the whole base needs more packages: pip install 'zhiji[matching]'\n")
        return 1
    set_up_django()
    from zhiji.customers.identity.matching.whole import match_everybody

    for kind in (options.kind,) if options.kind else ("organisation", "person"):
        counts = match_everybody(kind)
        print(f"{kind}: " + ", ".join(f"{name} {number:,}" for name, number in counts.items()))
    return 0
