"""A line, and the real listener on a free port."""

import asyncio
import threading

import pytest

from zhiji.channels.lines.models import Line
from zhiji.channels.mail.keeping import Keeper
from zhiji.channels.mail.listener import listen


class Listening:
    """The listener in a thread of its own; `port` speaks SMTP, `lmtp_port` LMTP."""

    def __init__(self, size_limit=2_000_000, certificate=None):
        self.keeper = Keeper()
        self.loop = asyncio.new_event_loop()
        self.servers = [
            self.loop.run_until_complete(
                listen(
                    self.keeper,
                    "127.0.0.1",
                    0,
                    size_limit=size_limit,
                    name="crm.example",
                    local=local,
                    certificate=None if local else certificate,
                )
            )
            for local in (False, True)
        ]
        self.port, self.lmtp_port = (server.sockets[0].getsockname()[1] for server in self.servers)
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()

    def stop(self):
        for server in self.servers:
            self.loop.call_soon_threadsafe(server.close)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(timeout=10)
        self.keeper.stop()


@pytest.fixture
def line(transactional_db):
    return Line.objects.create(
        name="Support", channel="mail", address="support@crm.example", purpose="support", brand="Lantian"
    )


@pytest.fixture
def listening(line):
    running = Listening()
    yield running
    running.stop()
