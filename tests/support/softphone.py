"""A real telephone without a case: Debian's baresip, told what to do over its control port."""

import asyncio
import json
import subprocess
from pathlib import Path
from typing import Any

from tests.support.asterisk import end_inside

SECONDS_TO_START = 10

SETTINGS = """
poll_method epoll
sip_listen 127.0.0.1:{port}
call_local_timeout 60
call_max_calls 4
audio_path /usr/share/baresip
audio_player aubridge,{name}
audio_source aufile,{tone}
audio_alert aubridge,{name}-alert
ausrc_srate 8000
auplay_srate 8000
ausrc_channels 1
auplay_channels 1
rtp_ports {media}-{last}
module_path /usr/lib/baresip/modules
module g711.so
module aubridge.so
module aufile.so
module_app account.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen 127.0.0.1:{control}
"""


class Softphone:
    """One phone: name and port of its own, an account as baresip writes it, and what is to be heard from it."""

    def __init__(
        self, folder: Path, name: str, port: int, account: str, tone: Path, inside: list[str]
    ) -> None:
        self.name = name
        self.events: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._control = port + 500
        self._folder = folder / name
        self._folder.mkdir()
        media = 30_000 + (port - 15_000) * 20
        settings = SETTINGS.format(
            port=port, name=name, tone=tone, media=media, last=media + 18, control=self._control
        )
        (self._folder / "config").write_text(settings)
        (self._folder / "accounts").write_text(account + "\n")
        self._log = (self._folder / "log").open("w")
        self._program = subprocess.Popen(
            [*inside, "baresip", "-f", str(self._folder)],
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )

    async def start(self) -> None:
        """Waits until the phone can be told what to do."""
        async with asyncio.timeout(SECONDS_TO_START):
            while True:
                try:
                    self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._control)
                    break
                except OSError:
                    await asyncio.sleep(0.1)
        self._listening = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        while True:
            length = await self._reader.readuntil(b":")
            told = json.loads(await self._reader.readexactly(int(length[:-1])))
            await self._reader.readexactly(1)
            if told.get("event"):
                await self.events.put(told)

    async def tell(self, command: str, parameters: str = "") -> None:
        """Tells the phone something, such as accept, hangup, dial, hold, resume."""
        text = json.dumps({"command": command, "params": parameters})
        self._writer.write(f"{len(text)}:{text},".encode())
        await self._writer.drain()

    async def sees(self, kind: str, seconds: float = 15) -> dict[str, Any]:
        """Waits until the phone tells of something, such as CALL_INCOMING, and forgets what came before."""
        async with asyncio.timeout(seconds):
            while True:
                told = await self.events.get()
                if told.get("type") == kind:
                    return told

    async def stop(self) -> None:
        """Lets go of the phone's control, and ends it."""
        self._listening.cancel()
        self._writer.close()
        end_inside(self._program)
        self._log.close()
