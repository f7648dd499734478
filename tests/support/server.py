"""A real `zhiji serve` with a data folder, a database and free ports of its own."""

import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import psutil
import pytest

from tests.support.console import Console
from tests.support.database import new_database
from tests.support.postgresql import free_port

SECONDS_TO_START = 90
SECONDS_TO_STOP = 15


class Server:
    """One running installation; `url` and `smtp_port` are its doors."""

    def __init__(self, folder: Path, database_url: str, settings: dict[str, str]) -> None:
        self.folder = folder
        self.port, self.smtp_port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "serve.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.console: Console | None = None
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("ZHIJI_")},
            "ZHIJI_DATA_DIR": str(folder / "data"),
            "ZHIJI_DATABASE_URL": database_url,
            "ZHIJI_PORT": str(self.port),
            "ZHIJI_SMTP_LISTEN": f"127.0.0.1:{self.smtp_port}",
            **settings,
        }

    def start(self, *arguments: str) -> None:
        """Start `zhiji serve`, with further arguments of it; returns when it answers."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "zhiji", "serve", *arguments],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        """Wait until /healthz answers; a server that died tells its log."""
        assert self.process
        end = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < end and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=5):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        self.stop()
        raise RuntimeError(f"zhiji serve did not start:\n{self.log.read_text(errors='replace')[-4000:]}")

    def run(self, *arguments: str, seconds: float = 120) -> str:
        """Run another `zhiji …` command on the same data; gives what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "zhiji", *arguments],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{arguments[:3]} failed ({done.returncode}):\n{done.stdout}{done.stderr}")
        return done.stdout

    def python(self, code: str, seconds: float = 120) -> str:
        """Run lines of Python on the same data, Django ready; gives what they printed."""
        if self.console is None or self.console.process.poll() is not None:
            self.console = Console(self.environment)
        return self.console.run(code, seconds)

    def processes(self) -> list[psutil.Process]:
        """List the server's processes: the supervisor first, then all that it started."""
        if not self.process or not psutil.pid_exists(self.process.pid):
            return []
        first = psutil.Process(self.process.pid)
        return [first, *first.children(recursive=True)]

    def stop(self) -> None:
        """Ask the whole group of processes to end; end by force what stays."""
        if self.console:
            self.console.stop()
        running = self.processes()
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
        _, left = psutil.wait_procs(running, timeout=SECONDS_TO_STOP)
        for process in left:
            process.kill()
        if self.process:
            self.process.wait()


@pytest.fixture
def start_server(database_vendor: str) -> Iterator[Callable[..., Server]]:
    """Start servers of a test's own: `start_server("--demo", ZHIJI_LANGUAGE="zh-hans")`."""
    with ExitStack() as stack:
        yield lambda *arguments, **settings: launched(stack, arguments, settings, prepared=True)


@pytest.fixture(scope="session")
def server(database_vendor: str) -> Iterator[Server]:
    """One server without demo data, shared by all tests that only need a running one; it begins with nothing."""
    with ExitStack() as stack:
        yield launched(stack, (), {}, prepared=False)


def launched(
    stack: ExitStack, arguments: tuple[str, ...], settings: dict[str, str], *, prepared: bool
) -> Server:
    """Start a server that ends, with all it wrote, when the stack does; on an empty database or a prepared one."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="zhiji-server-")))
    server = Server(folder, stack.enter_context(new_database(folder, prepared=prepared)), settings)
    stack.callback(server.stop)
    server.start(*arguments)
    return server
