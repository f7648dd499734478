"""Runs lines of Python on a server's data, one after another, without loading Django for each.

A process loads Django once and forks for each piece of code, which so begins as in a new process: nothing that
an earlier piece kept in mind is there, and no connection to the database is shared.
"""

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path


class Console:
    """One such process, with the settings of one server."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            # -P: what lies beside this file is not to be taken for packages of the same name.
            [sys.executable, "-P", str(Path(__file__).absolute())],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, code: str, seconds: float) -> str:
        """Run lines of Python; gives what they printed. Raises a RuntimeError with all that was said if they fail."""
        assert self.process.stdin
        assert self.process.stdout
        with tempfile.NamedTemporaryFile("r", suffix=".said") as said:
            self.process.stdin.write(json.dumps([code, said.name]) + "\n")
            self.process.stdin.flush()
            if not select.select([self.process.stdout], [], [], seconds)[0]:
                self.stop()
                raise TimeoutError(f"not done in {seconds} s:\n{code}\n{said.read()}")
            failed = self.process.stdout.readline().strip() != "0"
            printed = said.read()
        if failed:
            self.stop()
            raise RuntimeError(f"this failed:\n{code}\n{printed}")
        return printed

    def stop(self) -> None:
        """End the process and what it runs."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate()


def serve() -> None:
    """Read pieces of code and the files for what they print; answer each with its exit code."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "zhiji.config.settings"
    django.setup()
    for asked in sys.stdin:
        code, said = json.loads(asked)
        child = os.fork()
        if child == 0:
            os._exit(run_alone(code, said))
        sys.stdout.write(f"{os.waitpid(child, 0)[1]}\n")
        sys.stdout.flush()


def run_alone(code: str, said: str) -> int:
    """Run one piece in a process of its own; gives its exit code."""
    target = os.open(said, os.O_WRONLY)
    os.dup2(target, 1)
    os.dup2(target, 2)
    try:
        exec(code, {"__name__": "__main__"})
        return 0
    except BaseException:
        traceback.print_exc()
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()


if __name__ == "__main__":
    serve()
