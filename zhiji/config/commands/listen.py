import argparse

from zhiji.config.cli import set_up_django
from zhiji.config.env import Env
from zhiji.config.processes import leave_with_supervisor, settle_memory


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """This command has no options."""


def run(options: argparse.Namespace, env: Env) -> int:
    """Receives mail by SMTP and LMTP and polls mailboxes until told to stop."""
    set_up_django()
    from zhiji.channels.mail.daemon import run_listeners

    leave_with_supervisor()
    settle_memory()
    return run_listeners()
