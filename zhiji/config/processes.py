"""Starts Zhiji's processes, watches over them, and stops them together.

The supervisor loads the program once and forks: its processes share what they have loaded, which halves their memory,
and one that died is back in milliseconds. It opens no connection and starts no thread, so that a fork takes nothing
along that is in use.
"""

import ctypes
import gc
import logging
import os
import signal
import socket
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module

from zhiji.config.env import Env

log = logging.getLogger("zhiji.serve")

# A process that dies young again and again waits longer and longer, so that a broken one does not eat the machine.
YOUNG_SECONDS = 3.0
LONGEST_PAUSE = 30.0
STOP_SECONDS = 15.0


# What most processes need; the rest each loads for itself.
SHARED = ("zhiji.config.urls", "zhiji.kernel.jobs.worker", "zhiji.channels.mail.daemon", "a2wsgi", "uvicorn")
_M_ARENA_MAX = -8


class Forked:
    """A process that was forked from this one."""

    def __init__(self, become: Callable[[], int]) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        self.pid = os.fork()
        self.code: int | None = None
        if self.pid == 0:
            code = 1
            try:
                code = _told(become)
            finally:
                os._exit(code)  # whatever is raised, the child never goes on as if it were its parent

    def poll(self) -> int | None:
        """Returns the exit code, minus the signal's number where one ended it, or None while it runs."""
        if self.code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.code = os.waitstatus_to_exitcode(status) if pid else None
        return self.code

    def send(self, number: signal.Signals) -> None:
        """Sends a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)


def _told(become: Callable[[], int]) -> int:
    """Does what the process is for and returns its exit code; a fault is told where people look."""
    code = 1
    try:
        code = become()
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else int(bool(leaving.code))
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    return code


@dataclass
class Child:
    """One process that is started again when it ends, unless it only had one thing to do."""

    name: str
    run: Callable[[], int]
    once: bool = False
    process: Forked | None = None
    failures: int = 0
    next_start: float = 0.0
    started: float = field(default=0.0)


class Supervisor:
    """Keeps a set of processes running until it is told to stop."""

    def __init__(self, children: list[Child]) -> None:
        self.children = children
        self.stopping = threading.Event()
        # Children hold the reading end: when the supervisor dies, however it dies, they see the end and leave.
        self.lifeline_read, self.lifeline_write = os.pipe()

    def run(self) -> int:
        """Runs until a signal comes, then stops everything and returns the exit code."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self.stopping.set())
        while not self.stopping.is_set():
            for child in self.children:
                self._look_after(child)
            self.stopping.wait(0.2)
        self._stop_all()
        return 0

    def _look_after(self, child: Child) -> None:
        now = time.monotonic()
        if child.process is None:
            if now >= child.next_start:
                self._start(child)
            return
        code = child.process.poll()
        if code is None:
            return
        child.process = None
        if child.once and code == 0:
            child.next_start = float("inf")
            return
        # Killed from outside (by a person, or for want of memory) is no fault of the process: it starts again at once.
        broke_young = code != -signal.SIGKILL and now - child.started < YOUNG_SECONDS
        child.failures = child.failures + 1 if broke_young else 0
        pause = min(LONGEST_PAUSE, 0.1 * 2 ** max(0, child.failures - 3))
        child.next_start = now + pause
        log.warning("%s ended with code %s; it starts again in %.1f s", child.name, code, pause)

    def _start(self, child: Child) -> None:
        child.process = Forked(lambda: self._become(child))
        child.started = time.monotonic()

    def _become(self, child: Child) -> int:
        os.setsid()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
        if self.stopping.is_set():  # told to stop before it could hear it itself
            return 0
        os.close(self.lifeline_write)
        os.environ["ZHIJI_LIFELINE"] = str(self.lifeline_read)
        return child.run()

    def _stop_all(self) -> None:
        running = [child.process for child in self.children if child.process]
        for process in running:
            process.send(signal.SIGTERM)
        until = time.monotonic() + STOP_SECONDS
        while any(process.poll() is None for process in running) and time.monotonic() < until:
            time.sleep(0.02)
        for process in running:
            process.send(signal.SIGKILL)


def load_program() -> None:
    """Loads what the processes have in common, before they are forked."""
    # Few arenas: else each of a dozen threads keeps its own rest of freed memory. Only glibc has them.
    if limit := getattr(ctypes.CDLL(None), "mallopt", None):
        limit(_M_ARENA_MAX, int(os.environ.get("MALLOC_ARENA_MAX", "2")))
    for name in SHARED:
        import_module(name)
    settle_memory()


def leave_with_supervisor() -> bool:
    """Ends this process when the supervisor that started it is gone; returns whether one did."""
    handle = os.environ.get("ZHIJI_LIFELINE", "")
    if not handle.isdecimal():
        return False

    def wait() -> None:
        os.read(int(handle), 1)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(STOP_SECONDS)
        os._exit(1)

    threading.Thread(target=wait, name="lifeline", daemon=True).start()
    return True


def settle_memory() -> None:
    """Tells Python that what is loaded by now stays, and to look for rubbish less often.

    A page or a mail makes thousands of objects that die at once; looking through all that lives, again and again,
    costs up to a tenth of the time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def bind(env: Env) -> socket.socket:
    """Opens the port that pages are served on; it stays open while web processes come and go."""
    family = socket.AF_INET6 if ":" in env.host else socket.AF_INET
    handle = socket.socket(family, socket.SOCK_STREAM)
    handle.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    handle.bind((env.host, env.port))
    handle.listen(1024)
    handle.set_inheritable(True)
    return handle
