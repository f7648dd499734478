"""Kills a piece of work again and again at random moments, as a cut cable would, and lets it begin again each time.

Each life is a fork of a process that has loaded all it needs, so that it costs only what is killed. Moments are counted
in time on the processor, so that a busy machine kills no earlier and no later than a quiet one.
"""

import os
import random
import signal
import time
import traceback
from collections.abc import Callable
from pathlib import Path

LOOKS_EVERY = 0.001
# A life that waits for ever for something is killed too.
LONGEST = 60.0


def kill_again_and_again(
    work: Callable[[], object], kills: int, seconds: tuple[float, float], dice: random.Random
) -> int:
    """Let work begin again and again, until so many lives were killed or one came to its end; gives the kills.

    seconds: after how much time on the processor a life is killed, at the earliest and at the latest.
    """
    from django.db import connections

    connections.close_all()
    for done in range(kills):
        if not _killed(_born(work), dice.uniform(*seconds)):
            return done
    return kills


def _born(work: Callable[[], object]) -> int:
    child = os.fork()
    if child:
        return child
    try:
        work()
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        os._exit(1)


def _killed(child: int, seconds: float) -> bool:
    """Kill a life when its time has come; False if it ended before. One that failed by itself is an error."""
    until = time.monotonic() + LONGEST
    while _worked(child) < seconds and time.monotonic() < until:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            assert status == 0, "a life ended by a fault of its own, see above"
            return False
        time.sleep(LOOKS_EVERY)
    os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def _worked(process: int) -> float:
    """The seconds that a process's first thread was on the processor."""
    return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9
