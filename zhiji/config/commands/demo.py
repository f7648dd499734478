import argparse
import sys

from zhiji.config.cli import set_up_django
from zhiji.config.env import Env


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds this command's options."""
    parser.add_argument("--customers", type=int, default=2000, help="how many customers (default 2000)")
    parser.add_argument("--seed", type=int, default=2026, help="another seed makes another company's history")
    parser.add_argument("--quiet", action="store_true", help="show progress in the page only")


def run(options: argparse.Namespace, env: Env) -> int:
    """Fills in the demo company; a second run goes on where the first ended."""
    set_up_django()
    from django.core.management import call_command

    from zhiji.demo.command import run as fill

    call_command("migrate", interactive=False, verbosity=0)

    def show(done: int, total: int) -> None:
        if not options.quiet:
            sys.stdout.write(f"\r{done:,} of {total:,} customers")
            sys.stdout.flush()

    fill(customers=options.customers, seed=options.seed, progress=show)
    if not options.quiet:
        sys.stdout.write("\n")
    return 0
