"""Runs the mail listeners and the watch over mailboxes until told to stop."""

import asyncio
import logging
import signal
import threading
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from zhiji.channels.mail.certificate import BadCertificate, Certificate
from zhiji.channels.mail.keeping import Keeper
from zhiji.channels.mail.listener import listen
from zhiji.channels.mail.polling import Watch

logger = logging.getLogger("zhiji.mail")


def run_listeners() -> int:
    """Receives mail by SMTP and LMTP and watches mailboxes; returns the exit code when told to stop."""
    keeper, stopping = Keeper(), threading.Event()
    watch = threading.Thread(target=Watch().run, args=(stopping,), name="mailboxes")
    watch.start()
    try:
        return asyncio.run(_serve(keeper))
    finally:
        stopping.set()
        watch.join(timeout=10)
        keeper.stop()


async def _serve(keeper: Keeper) -> int:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    env = settings.ENV
    name = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    servers = []
    try:
        certificate = _certificate(env.smtp_tls_cert, env.smtp_tls_key)
    except BadCertificate as fault:
        logger.error("%s", fault)
        return 1
    for address, local in ((env.smtp_listen, False), (env.lmtp_listen, True)):
        if address is None:
            continue
        kind = "LMTP" if local else "SMTP"
        try:
            servers.append(
                await listen(
                    keeper,
                    address.host,
                    address.port,
                    size_limit=env.mail_size_limit,
                    name=name,
                    local=local,
                    certificate=None if local else certificate,
                )
            )
        except OSError as error:
            logger.error("%s can't listen on %s:%s: %s", kind, address.host, address.port, error.strerror)
            return 1
        logger.info("%s listens on %s:%s", kind, address.host, address.port)
    await stop.wait()
    for server in servers:
        server.close()
    return 0


def _certificate(chain: Path | None, key: Path | None) -> Certificate | None:
    return Certificate(chain, key) if chain and key else None
