import argparse
import socket

from zhiji.config.env import Env
from zhiji.config.processes import leave_with_supervisor


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds this command's options."""
    parser.add_argument("--fd", type=int, help="an open listening socket handed on by the supervisor")


def run(options: argparse.Namespace, env: Env) -> int:
    """Serves pages and live streams from one process."""
    import uvicorn

    leave_with_supervisor()
    config = uvicorn.Config(
        "zhiji.config.asgi:application",
        host=env.host,
        port=env.port,
        log_level="warning",
        access_log=False,
        lifespan="off",
        proxy_headers=env.trusted_proxies > 0,
        forwarded_allow_ips="*" if env.trusted_proxies else None,
        timeout_graceful_shutdown=5,
        server_header=False,
    )
    # A socket that knows itself to be TCP: uvicorn's own way from a file handle takes it for another kind, and then
    # answers wait 40 ms for the other side's acknowledgement (Nagle's algorithm stays on).
    sockets = [socket.socket(fileno=options.fd)] if options.fd else None
    uvicorn.Server(config).run(sockets)
    return 0
