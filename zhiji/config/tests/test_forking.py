import os
import signal
import sys
import time

from zhiji.config.processes import Forked


def ended(process: Forked) -> int:
    until = time.monotonic() + 10
    while process.poll() is None and time.monotonic() < until:
        time.sleep(0.01)
    assert process.code is not None
    return process.code


def fail() -> int:
    raise ValueError("told where people look")


def lose_voice() -> int:
    sys.stdout.close()
    return 3


def test_a_forked_process_tells_how_it_ended():
    assert ended(Forked(lambda: 3)) == 3
    assert ended(Forked(lambda: sys.exit(4))) == 4
    assert ended(Forked(lambda: sys.exit("a sentence"))) == 1
    assert ended(Forked(fail)) == 1
    assert ended(Forked(lose_voice)) == 1  # and nobody goes on in its place


def test_a_forked_process_has_a_life_of_its_own():
    reading, writing = os.pipe()
    process = Forked(lambda: int(bool(os.write(writing, str(os.getpid()).encode()) and time.sleep(60))))
    assert int(os.read(reading, 20)) == process.pid != os.getpid()
    assert process.poll() is None
    process.send(signal.SIGKILL)
    assert ended(process) == -signal.SIGKILL
    process.send(signal.SIGKILL)  # one that has ended is left alone
