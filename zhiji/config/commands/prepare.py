import argparse
import sys

from zhiji.config.cli import set_up_django
from zhiji.config.env import Env


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds this command's options."""
    parser.add_argument(
        "--demo", action="store_true", help="add the demo company's staff and first customers"
    )


def run(options: argparse.Namespace, env: Env) -> int:
    """Brings the database up to date, and fills in the first of the demo company if asked."""
    set_up_django()
    from django.core.management import call_command
    from django.db import OperationalError

    try:
        call_command("migrate", interactive=False, verbosity=0)
    except OperationalError as error:
        sys.stderr.write(f"The database can't be reached: {error}\nCheck ZHIJI_DATABASE_URL.\n")
        return 1
    if options.demo:
        from zhiji.demo.command import prepare, sign_ins

        prepare()
        sys.stdout.write("\n  Demo sign-ins:\n")
        for name, email, password, role in sign_ins():
            sys.stdout.write(f"    {role:<14}{email:<34}{password}    {name}\n")
    return 0
