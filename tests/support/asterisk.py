"""A real Asterisk 22, unpacked from Debian's unstable suite into a folder of its own, in a network of its own."""

import asyncio
import ctypes
import os
import platform
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import wave
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from tests.support import asterisk_configuration as configuration

NEEDED = ("mmdebstrap", "unshare", "nsenter", "chroot", "baresip", "sipp")
ADVICE = (
    "calls through a real Asterisk are NOT tested: {why} "
    "(on Debian, as root: apt-get install mmdebstrap baresip-core sip-tester)"
)
# In a folder that nobody else can prepare for us: what lies there is run as root.
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "zhiji-tests"
UNPACKED = CACHE / "asterisk"
SECONDS_TO_UNPACK = 300
SECONDS_TO_BOOT = 60
CLONE_NEWNET = 0x40000000
# baresip registers nothing where only the loopback interface exists.
NETWORK = (
    "ip link set lo up && ip link add here type veth peer name there && ip addr add 192.168.250.1/24 dev here "
    "&& ip link set here up && ip link set there up"
)


class CannotBeHad(Exception):
    """There is no Asterisk on this machine, and why."""


def unpacked() -> Path:
    """The folder with Asterisk and all it needs; fetched once per machine. Raises CannotBeHad."""
    missing = [program for program in NEEDED if not shutil.which(program)]
    if missing or os.getuid() != 0:
        raise CannotBeHad(ADVICE.format(why=f"missing {', '.join(missing)}" if missing else "not root"))
    if not (UNPACKED / "usr/sbin/asterisk").exists():
        _unpack()
    return UNPACKED


def _unpack() -> None:
    CACHE.mkdir(parents=True, exist_ok=True)
    half = Path(f"{UNPACKED}.{os.getpid()}")
    command = ["mmdebstrap", "--mode=root", "--variant=apt", "--include=asterisk,asterisk-modules"]
    command += ['--aptopt=Acquire::Check-Valid-Until "false"', "sid", str(half), f"deb {_mirror()} sid main"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS_TO_UNPACK, check=False)
        if done.returncode:
            raise CannotBeHad(ADVICE.format(why=done.stderr.strip()[-300:]))
        half.rename(UNPACKED)
    except (subprocess.TimeoutExpired, OSError) as error:
        raise CannotBeHad(ADVICE.format(why=error)) from error
    finally:
        shutil.rmtree(half, ignore_errors=True)


def _mirror() -> str:
    """Where this machine gets its own Debian from."""
    release = platform.freedesktop_os_release().get("VERSION_CODENAME", "")
    lists = [*Path("/etc/apt/sources.list.d").glob("*"), Path("/etc/apt/sources.list")]
    text = "\n\n".join(file.read_text() for file in lists if file.is_file())
    found = re.search(rf"^deb (?:\[[^]]*\] )?(\S+) {release} ", text, re.M)
    for stanza in text.split("\n\n"):
        if re.search(rf"^Suites:.*\b{release}(?:\s|$)", stanza, re.M):
            found = found or re.search(r"^URIs: *(\S+)", stanza, re.M)
    if not found:
        raise CannotBeHad(ADVICE.format(why="where this machine gets Debian from is not known"))
    return found[1]


class Asterisk:
    """One Asterisk of the tests' own, alone with its phones; stop it in the end."""

    def __init__(self) -> None:
        self.root = unpacked()
        self.folder = Path(tempfile.mkdtemp(prefix="zhiji-", dir=self.root / "srv"))
        self.inner = f"/srv/{self.folder.name}"
        self.holder = self._open_network()
        self.boot()

    def _open_network(self) -> subprocess.Popen[str]:
        dev = f"mount --bind /dev {self.root}/dev"
        # Its first process waits for the end of what it reads: when the tests die, however, all of it ends.
        opening = f"{NETWORK} && {dev} && echo ready && exec cat"
        alone = ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child"]
        holder = subprocess.Popen(
            [*alone, "sh", "-c", opening], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        if not holder.stdout or holder.stdout.readline() != "ready\n":
            raise CannotBeHad(ADVICE.format(why=opening))
        return holder

    @property
    def inside(self) -> list[str]:
        """What stands before a command that is to run in Asterisk's network."""
        return ["nsenter", "-t", str(self._first_process), "-n", "-m", "-p"]

    @property
    def _first_process(self) -> int:
        return children(self.holder)[0]

    def boot(self) -> None:
        """Starts Asterisk, for the first time or again, and waits until it is ready."""
        [modules] = (self.root / "usr/lib").glob("*/asterisk/modules")
        for name in ("etc", "lib", "db", "spool", "run", "log"):
            (self.folder / name).mkdir(exist_ok=True)
        for name, text in configuration.files(self.inner, f"/{modules.relative_to(self.root)}").items():
            (self.folder / "etc" / name).write_text(text)
        self._chroot("chown", "-R", "asterisk:asterisk", self.inner)
        program = ["/usr/sbin/asterisk", "-f", "-U", "asterisk", "-G", "asterisk", "-C"]
        self.program = subprocess.Popen(
            [*self.inside, "chroot", str(self.root), *program, f"{self.inner}/etc/asterisk.conf"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + SECONDS_TO_BOOT
        while self.command("core waitfullybooted") is None:
            if time.monotonic() > until or self.program.poll() is not None:
                raise CannotBeHad(ADVICE.format(why="Asterisk does not start"))
            time.sleep(0.2)

    def kill(self) -> None:
        """Ends Asterisk at once, as a power cut would."""
        end_inside(self.program)

    def traffic(self, number: str) -> list[str]:
        """The command that calls a number again and again, for a second and a half each time."""
        address = f"{configuration.HOST}:{configuration.SIP_PORT}"
        place = ["-i", configuration.HOST, "-p", str(configuration.TRAFFIC_PORT)]
        return [*self.inside, "sipp", address, "-sn", "uac", "-s", number, *place, "-d", "1500", "-nostdin"]

    def command(self, text: str) -> str | None:
        """What Asterisk's own console says to a command; None while it does not answer."""
        done = self._chroot("/usr/sbin/asterisk", "-C", f"{self.inner}/etc/asterisk.conf", "-rx", text)
        return None if done.returncode else done.stdout

    def _chroot(self, *command: str) -> subprocess.CompletedProcess[str]:
        whole = [*self.inside, "chroot", str(self.root), *command]
        return subprocess.run(whole, capture_output=True, text=True, check=False)

    def run(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Runs something asynchronous in Asterisk's network, and raises what it raises."""
        failed: list[BaseException] = []

        def enter_and_work() -> None:
            try:
                with open(f"/proc/{self._first_process}/ns/net") as network:
                    if ctypes.CDLL(None, use_errno=True).setns(network.fileno(), CLONE_NEWNET):
                        raise OSError(ctypes.get_errno(), "setns")
                asyncio.run(work())
            except BaseException as error:
                failed.append(error)

        thread = threading.Thread(target=enter_and_work)
        thread.start()
        thread.join()
        if failed:
            raise failed[0]

    def stop(self) -> None:
        """Ends Asterisk, its phones and its network, and clears up after them."""
        self.holder.kill()
        self.holder.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def children(program: subprocess.Popen[Any]) -> list[int]:
    """The processes that a program started."""
    return [int(pid) for pid in Path(f"/proc/{program.pid}/task/{program.pid}/children").read_text().split()]


def end_inside(program: subprocess.Popen[Any]) -> None:
    """Ends at once what was started in another network: the program that we see is only its door."""
    for pid in children(program):
        os.kill(pid, signal.SIGKILL)
    program.wait()


def write_tone(path: Path, seconds: int = 120) -> None:
    """Writes something to hear: an audio file that ends would end the call."""
    with wave.open(str(path), "wb") as tone:
        tone.setnchannels(1)
        tone.setsampwidth(2)
        tone.setframerate(8000)
        tone.writeframes(bytes([0, 16, 0, 240]) * (4000 * seconds))
