"""A PostgreSQL of the tests' own, from the machine's binaries, on a free port; nothing in it is kept."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg

from building.machine import postgresql_binaries

# Speed over safety: these data are thrown away with the tests.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "127.0.0.1",
    "max_connections": "200",
    "shared_buffers": "128MB",
}
SECONDS_TO_START = 60
USER = "zhiji"


def free_port() -> int:
    """Ask the system for a TCP port of 127.0.0.1 that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Cluster:
    """One PostgreSQL server with its files in a folder of its own."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.folder: Path | None = None
        self.process: subprocess.Popen[bytes] | None = None

    def url(self, database: str) -> str:
        """Give the address of one database, as ZHIJI_DATABASE_URL takes it."""
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Make the files and start the server; returns when it answers."""
        binaries = postgresql_binaries()
        if binaries is None:
            raise RuntimeError("PostgreSQL is not installed; on Debian: apt-get install postgresql")
        self.folder = Path(tempfile.mkdtemp(prefix="zhiji-pg-"))
        self.folder.chmod(0o755)
        data, identity = self.folder / "data", ordinary_user()
        if identity:
            os.chown(self.folder, identity["user"], identity["group"])
        initdb = [binaries / "initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8"]
        made = subprocess.run(
            [*initdb, "--locale=C.UTF-8", "--no-sync"], cwd="/", capture_output=True, check=False, **identity
        )
        if made.returncode:
            raise RuntimeError(f"initdb failed: {made.stderr.decode(errors='replace')}")
        settings = {**SETTINGS, "port": str(self.port), "unix_socket_directories": str(self.folder)}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("wb") as log:
            self.process = subprocess.Popen(
                [binaries / "postgres", "-D", data, *options], cwd="/", stdout=log, stderr=log, **identity
            )
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        """Wait for the first answer; a server that died tells its log."""
        assert self.process
        assert self.folder
        end = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < end and self.process.poll() is None:
            try:
                psycopg.connect(self.url("postgres"), connect_timeout=2).close()
                return
            except psycopg.OperationalError:
                time.sleep(0.05)
        raise RuntimeError(f"PostgreSQL did not start: {(self.folder / 'log').read_text(errors='replace')}")

    def create_database(self, name: str) -> str:
        """Make an empty database; gives its address."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Remove a database, whoever is still connected to it."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())

    def stop(self) -> None:
        """Stop the server and remove its files."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGQUIT)
                self.process.wait()
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)


def ordinary_user() -> dict[str, Any]:
    """Name the user that PostgreSQL runs as: it refuses root; empty where we are not root anyway."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise RuntimeError("PostgreSQL refuses to run as root, and the machine has no user postgres or nobody")
