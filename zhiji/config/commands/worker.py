import argparse
import signal

from zhiji.config.cli import set_up_django
from zhiji.config.env import Env
from zhiji.config.processes import leave_with_supervisor, settle_memory


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """This command has no options."""


def run(options: argparse.Namespace, env: Env) -> int:
    """Works until told to stop."""
    set_up_django()
    from zhiji.kernel.jobs.worker import Worker

    leave_with_supervisor()
    settle_memory()
    worker = Worker()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: worker.stop())
    worker.run()
    return 0
