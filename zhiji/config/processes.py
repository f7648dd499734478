"""Starts Zhiji's processes, watches over them, and stops them together.

The supervisor itself loads no Django: it costs little and has little that can break.
"""

import gc
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field

from zhiji.config.env import Env

log = logging.getLogger("zhiji.serve")

# A process that dies young again and again waits longer and longer, so that a broken one does not eat the machine.
YOUNG_SECONDS = 3.0
LONGEST_PAUSE = 30.0
STOP_SECONDS = 15.0


@dataclass
class Child:
    """One process that is started again when it ends, unless it only had one thing to do."""

    name: str
    arguments: list[str]
    once: bool = False
    process: subprocess.Popen[bytes] | None = None
    failures: int = 0
    next_start: float = 0.0
    started: float = field(default=0.0)


class Supervisor:
    """Keeps a set of processes running until it is told to stop."""

    def __init__(self, children: list[Child], sockets: list[socket.socket]) -> None:
        self.children = children
        self.sockets = sockets
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
        passed = [handle.fileno() for handle in self.sockets] + [self.lifeline_read]
        # Few arenas: else each of a dozen threads keeps its own rest of freed memory.
        arenas = {"MALLOC_ARENA_MAX": os.environ.get("MALLOC_ARENA_MAX", "2")}
        environ = {**os.environ, **arenas, "ZHIJI_LIFELINE": str(self.lifeline_read)}
        child.process = subprocess.Popen(
            [sys.executable, "-m", "zhiji", *child.arguments],
            env=environ,
            pass_fds=passed,
            start_new_session=True,
        )
        child.started = time.monotonic()

    def _stop_all(self) -> None:
        running = [child.process for child in self.children if child.process]
        for process in running:
            process.terminate()
        until = time.monotonic() + STOP_SECONDS
        for process in running:
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def leave_with_supervisor() -> None:
    """Ends this process when the supervisor that started it is gone."""
    handle = os.environ.get("ZHIJI_LIFELINE", "")
    if not handle.isdecimal():
        return

    def wait() -> None:
        os.read(int(handle), 1)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(STOP_SECONDS)
        os._exit(1)

    threading.Thread(target=wait, name="lifeline", daemon=True).start()


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
