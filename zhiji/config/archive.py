"""An installation in one file: the database, the kept files and the secret key, as tar.gz."""

import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from zhiji import __version__
from zhiji.config.env import Database, Env


class ArchiveError(Exception):
    """The archive can't be written or read; the message says why."""


def write_archive(env: Env, target: Path) -> int:
    """Writes the archive and returns its size in bytes; it can be done while Zhiji runs.

    The database comes first: files are only ever added, so each one it names is in the archive too.
    """
    draft = target.with_name(f".{target.name}.part")
    with tempfile.TemporaryDirectory(dir=target.parent) as folder, tarfile.open(draft, "w:gz") as archive:
        dump = Path(folder) / "database"
        _dump(env.database, dump)
        about = Path(folder) / "about.json"
        told = {"version": __version__, "vendor": env.database.vendor, "at": datetime.now(UTC).isoformat()}
        about.write_text(json.dumps(told))
        archive.add(about, "about.json")
        archive.add(dump, "database")
        for name in ("secret_key", "files"):
            if (env.data_dir / name).exists():
                archive.add(env.data_dir / name, name)
    draft.chmod(0o600)
    draft.rename(target)
    return target.stat().st_size


def read_archive(env: Env, source: Path) -> None:
    """Brings an archive back into an empty installation; raises ArchiveError when it is not empty or does not fit."""
    if env.database.vendor == "sqlite" and Path(env.database.name).exists():
        raise ArchiveError(f"{env.database.name} exists. Restore into an empty data folder (ZHIJI_DATA_DIR).")
    with tempfile.TemporaryDirectory(dir=env.data_dir) as folder:
        try:
            with tarfile.open(source, "r:gz") as archive:
                archive.extractall(folder, filter="data")
        except (OSError, tarfile.TarError, EOFError) as error:
            raise ArchiveError(f"{source} can't be read as an archive of Zhiji: {error}.") from error
        unpacked = Path(folder)
        if not (unpacked / "about.json").exists():
            raise ArchiveError(f"{source} is not an archive of Zhiji.")
        about = json.loads((unpacked / "about.json").read_text())
        if about["vendor"] != env.database.vendor:
            raise ArchiveError(
                f"The archive is of a {about['vendor']} database; ZHIJI_DATABASE_URL names {env.database.vendor}."
            )
        _load(env.database, unpacked / "database")
        _put_back(unpacked, env.data_dir)


def _put_back(unpacked: Path, data_dir: Path) -> None:
    if (unpacked / "secret_key").exists():
        shutil.copy2(unpacked / "secret_key", data_dir / "secret_key")
    if (unpacked / "files").exists():
        shutil.copytree(unpacked / "files", data_dir / "files", dirs_exist_ok=True)


def _dump(database: Database, target: Path) -> None:
    if database.vendor == "sqlite":
        source, copy = sqlite3.connect(database.name), sqlite3.connect(target)
        with source, copy:
            source.backup(copy)
        source.close()
        copy.close()
        return
    _postgresql(["pg_dump", "--format=custom", "--no-owner", f"--file={target}"], database)


def _load(database: Database, source: Path) -> None:
    if database.vendor == "sqlite":
        shutil.copy2(source, database.name)
        return
    told = [
        "pg_restore",
        "--no-owner",
        "--exit-on-error",
        "--single-transaction",
        f"--dbname={database.name}",
    ]
    _postgresql([*told, str(source)], database)


def _postgresql(command: list[str], database: Database) -> None:
    """Runs one of PostgreSQL's own tools against the configured database."""
    environ = {**os.environ, "PGDATABASE": database.name, "PGPASSWORD": database.password}
    pairs = {"PGUSER": database.user, "PGHOST": database.host, "PGPORT": database.port}
    environ |= {key: value for key, value in pairs.items() if value}
    environ |= {f"PG{key.upper()}": value for key, value in database.options if key.startswith("ssl")}
    if shutil.which(command[0]) is None:
        found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{command[0]}"))
        if not found:
            raise ArchiveError(
                f"PostgreSQL's {command[0]} is not on this machine; install its client programs."
            )
        command = [str(found[-1]), *command[1:]]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ArchiveError(f"{Path(command[0]).name} failed: {done.stderr.strip()[-500:]}")
