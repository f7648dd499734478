import argparse

from zhiji.config.cli import set_up_django
from zhiji.config.env import Env


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds this command's options."""
    parser.add_argument("words", nargs=argparse.REMAINDER, help="for example: makemigrations --check")


def run(options: argparse.Namespace, env: Env) -> int:
    """Hands the words on to Django."""
    set_up_django()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["zhiji manage", *options.words])
    return 0
