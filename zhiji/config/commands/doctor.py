import argparse
import sys

from zhiji.config.cli import set_up_django
from zhiji.config.env import Env


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """This command has no options."""


def run(options: argparse.Namespace, env: Env) -> int:
    """Looks at everything an installation needs and says what is wrong and what to do."""
    set_up_django()
    from zhiji.config.doctor import examine

    findings = examine(env)
    for finding in findings:
        sys.stdout.write(f"{'ok     ' if finding.ok else 'PROBLEM'}  {finding.what}\n")
        if finding.advice:
            sys.stdout.write(f"         {finding.advice}\n")
    return 0 if all(finding.ok for finding in findings) else 1
