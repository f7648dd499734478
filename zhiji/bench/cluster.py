"""A PostgreSQL of one's own from the machine's binaries, on a free port of 127.0.0.1."""

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

# Kept settings of a small server; what is measured must be as durable as in life.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "200",
    "shared_buffers": "512MB",
    "max_wal_size": "4GB",
}
# For data that are thrown away with the tests.
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "128MB"}
SECONDS_TO_START = 60
USER = "zhiji"


def free_port() -> int:
    """Asks the system for a TCP port of 127.0.0.1 that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def binaries() -> Path | None:
    """Finds the folder with initdb and postgres, on the path or where Debian puts them."""
    candidates = [
        Path(found).resolve().parent for name in ("initdb", "postgres") if (found := shutil.which(name))
    ]
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next(
        (folder for folder in candidates if (folder / "initdb").exists() and (folder / "postgres").exists()),
        None,
    )


class Cluster:
    """One PostgreSQL server; with a folder it keeps its files there, without one they go when it stops."""

    def __init__(self, port: int, folder: Path | None = None, settings: dict[str, str] | None = None) -> None:
        self.port = port
        self.kept = folder is not None
        self.folder = folder
        self.settings = {**SETTINGS, **(settings or {})}
        self.process: subprocess.Popen[bytes] | None = None

    def url(self, database: str) -> str:
        """Gives the address of one database, as ZHIJI_DATABASE_URL takes it."""
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Makes the files if there are none and starts the server; returns when it answers."""
        found = binaries()
        if found is None:
            raise RuntimeError("PostgreSQL is not installed; on Debian: apt-get install postgresql")
        if self.folder is None:
            self.folder = Path(tempfile.mkdtemp(prefix="zhiji-pg-"))
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o755)
        data, identity = self.folder / "data", ordinary_user()
        if identity:
            os.chown(self.folder, identity["user"], identity["group"])
        if not (data / "PG_VERSION").exists():
            self._make(found, data, identity)
        told = {**self.settings, "port": str(self.port), "unix_socket_directories": str(self.folder)}
        options = [part for name, value in told.items() for part in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("wb") as log:
            self.process = subprocess.Popen(
                [found / "postgres", "-D", data, *options], cwd="/", stdout=log, stderr=log, **identity
            )
        self._wait_until_ready()

    def _make(self, found: Path, data: Path, identity: dict[str, Any]) -> None:
        command = [
            found / "initdb",
            "-D",
            data,
            "-U",
            USER,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ]
        made = subprocess.run(command, cwd="/", capture_output=True, check=False, **identity)
        if made.returncode:
            raise RuntimeError(f"initdb failed: {made.stderr.decode(errors='replace')}")

    def _wait_until_ready(self) -> None:
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
        """Makes an empty database unless there is one of this name; gives its address."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                connection.execute(f'CREATE DATABASE "{name}"'.encode())
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Removes a database, whoever is still connected to it."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())

    def stop(self) -> None:
        """Stops the server, and removes its files unless they are kept."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGQUIT)
                self.process.wait()
        if self.folder and not self.kept:
            shutil.rmtree(self.folder, ignore_errors=True)


def ordinary_user() -> dict[str, Any]:
    """Names the user that PostgreSQL runs as: it refuses root; empty where we are not root anyway."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise RuntimeError("PostgreSQL refuses to run as root, and the machine has no user postgres or nobody")
