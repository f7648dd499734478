"""Settings of one installation, read from ZHIJI_* environment variables and checked at start.

This file knows nothing of Django, so that a wrong setting is told before anything heavy is loaded.
"""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo

PREFIX = "ZHIJI_"
# Set by the supervisor and by the tests for processes they start; not settings of an installation.
INTERNAL = {"ZHIJI_LIFELINE", "ZHIJI_TEST_DATABASE"}


class BadSettings(Exception):
    """Some settings are wrong; the message has one clear sentence for each."""


@dataclass(frozen=True)
class Database:
    """Where the data are: an SQLite file or a PostgreSQL server."""

    vendor: str
    name: str
    user: str = ""
    password: str = ""
    host: str = ""
    port: str = ""
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Address:
    """A host and TCP port to listen on or to connect to."""

    host: str
    port: int


@dataclass(frozen=True)
class Env:
    """All settings, typed; each field is ZHIJI_ and its name in capitals."""

    data_dir: Path
    database: Database
    secret_key: str
    host: str
    port: int
    allowed_hosts: tuple[str, ...]
    public_url: str
    secure: bool
    debug: bool
    time_zone: str
    language: str
    phone_region: str
    area_code: str
    list_days: int
    web_threads: int
    web_processes: int
    workers: int
    smtp_listen: Address | None
    lmtp_listen: Address | None
    smtp_tls_cert: Path | None
    smtp_tls_key: Path | None
    mail_size_limit: int
    smtp_url: str
    mail_from: str
    oidc_issuer: str
    oidc_client_id: str
    oidc_client_secret: str
    oidc_name: str
    trusted_proxies: int
    log_level: str


class _Reader:
    """Reads variables one by one and collects every fault instead of stopping at the first."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.faults: list[str] = []
        self.known: set[str] = set()

    def text(self, name: str, default: str = "") -> str:
        self.known.add(PREFIX + name)
        return self.environ.get(PREFIX + name, "").strip() or default

    def whole(self, name: str, default: int, low: int, high: int) -> int:
        typed = self.text(name, str(default))
        if typed.isdecimal() and low <= int(typed) <= high:
            return int(typed)
        self.faults.append(f"{PREFIX}{name} must be a whole number from {low} to {high}, not “{typed}”.")
        return default

    def switch(self, name: str, default: bool) -> bool:
        typed = self.text(name, "yes" if default else "no").lower()
        if typed in {"yes", "true", "on", "1", "no", "false", "off", "0"}:
            return typed in {"yes", "true", "on", "1"}
        self.faults.append(f"{PREFIX}{name} must be yes or no, not “{typed}”.")
        return default

    def choice(self, name: str, default: str, allowed: tuple[str, ...]) -> str:
        typed = self.text(name, default)
        if typed in allowed:
            return typed
        self.faults.append(f"{PREFIX}{name} must be one of {', '.join(allowed)}, not “{typed}”.")
        return default

    def address(self, name: str, default: str) -> Address | None:
        typed = self.text(name, default)
        if typed in {"", "off"}:
            return None
        host, _, port = typed.rpartition(":")
        if host and port.isdecimal() and 0 < int(port) < 65536:
            return Address(host.strip("[]"), int(port))
        self.faults.append(f"{PREFIX}{name} must look like 127.0.0.1:2525 or be “off”, not “{typed}”.")
        return None

    def file(self, name: str) -> Path | None:
        typed = self.text(name)
        if typed and not os.access(typed, os.R_OK):
            self.faults.append(f"{PREFIX}{name} “{typed}” is no file that can be read here.")
        return Path(typed).absolute() if typed else None

    def both(self, one: str, other: str) -> None:
        if bool(self.text(one)) != bool(self.text(other)):
            self.faults.append(f"{PREFIX}{one} and {PREFIX}{other} go together: set both, or neither.")

    def database(self, data_dir: Path) -> Database:
        typed = self.text("DATABASE_URL", f"sqlite:///{data_dir / 'zhiji.sqlite3'}")
        parts = urlsplit(typed)
        if parts.scheme == "sqlite" and len(parts.path) > 1:
            return Database("sqlite", unquote(parts.path[1:]))
        if parts.scheme in {"postgresql", "postgres"} and len(parts.path) > 1:
            options = tuple(parse_qsl(parts.query))
            host = dict(options).get("host", "") or unquote(parts.hostname or "")
            return Database(
                vendor="postgresql",
                name=unquote(parts.path[1:]),
                user=unquote(parts.username or ""),
                password=unquote(parts.password or ""),
                host=host,
                port=str(parts.port or ""),
                options=tuple((key, value) for key, value in options if key != "host"),
            )
        self.faults.append(
            f"{PREFIX}DATABASE_URL must look like sqlite:////folder/zhiji.sqlite3 or "
            "postgresql://user:password@host:5432/zhiji."
        )
        return Database("sqlite", str(data_dir / "zhiji.sqlite3"))

    def time_zone(self) -> str:
        typed = self.text("TIME_ZONE", "Asia/Shanghai")
        try:
            ZoneInfo(typed)
        except (KeyError, ValueError, OSError):
            self.faults.append(
                f"{PREFIX}TIME_ZONE “{typed}” is not a time zone; write for example Asia/Shanghai."
            )
        return typed

    def smtp(self) -> None:
        typed = self.text("SMTP_URL")
        if typed and (
            urlsplit(typed).scheme not in {"smtp", "smtps", "smtp+tls"} or not urlsplit(typed).hostname
        ):
            self.faults.append(
                f"{PREFIX}SMTP_URL must look like smtp://host:25, smtp+tls://user:password@host:587 or "
                "smtps://user:password@host:465."
            )

    def unknown(self) -> list[str]:
        ours = {name for name in self.environ if name.startswith(PREFIX)}
        return [
            f"{name} is not a setting of Zhiji; see docs/settings.md."
            for name in sorted(ours - self.known - INTERNAL)
        ]


def generated_secret(data_dir: Path) -> str:
    """Returns the secret key kept in the data folder, making it the first time.

    Several processes may start at once: the file appears whole (hard link from a temporary name) or not at all.
    """
    path = data_dir / "secret_key"
    if not path.exists():
        draft = data_dir / f".secret_key.{os.getpid()}.{secrets.token_hex(4)}"
        draft.write_text(secrets.token_urlsafe(50))
        draft.chmod(0o600)
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()


def read_env(environ: Mapping[str, str]) -> Env:
    """Reads and checks all settings.

    Raises BadSettings with one sentence per fault, so that all can be mended in one go.
    """
    reader = _Reader(environ)
    data_dir = Path(reader.text("DATA_DIR", "data")).expanduser().absolute()
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadSettings(f"{PREFIX}DATA_DIR {data_dir} can't be made: {error.strerror}.") from error
    if not os.access(data_dir, os.W_OK):
        raise BadSettings(f"{PREFIX}DATA_DIR {data_dir} can't be written to.")
    host, port = reader.text("HOST", "127.0.0.1"), reader.whole("PORT", 8000, 1, 65535)
    hosts = reader.text("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
    reader.smtp()
    reader.both("SMTP_TLS_CERT", "SMTP_TLS_KEY")
    database = reader.database(data_dir)
    env = Env(
        data_dir=data_dir,
        database=database,
        secret_key=reader.text("SECRET_KEY") or generated_secret(data_dir),
        host=host,
        port=port,
        allowed_hosts=tuple(name.strip() for name in hosts.split(",") if name.strip()),
        public_url=reader.text("PUBLIC_URL", f"http://{host}:{port}").rstrip("/"),
        secure=reader.switch("SECURE", reader.text("PUBLIC_URL").startswith("https://")),
        debug=reader.switch("DEBUG", False),
        time_zone=reader.time_zone(),
        language=reader.choice("LANGUAGE", "en", ("en", "zh-hans")),
        phone_region=reader.text("PHONE_REGION", "CN").upper(),
        area_code=reader.text("AREA_CODE"),
        list_days=reader.whole("LIST_DAYS", 90, 1, 3650),
        web_threads=reader.whole("WEB_THREADS", 8, 1, 64),
        web_processes=reader.whole("WEB_PROCESSES", 1, 1, 64),
        # SQLite has one writer: a second worker would only wait.
        workers=reader.whole("WORKERS", 1 if database.vendor == "sqlite" else 2, 1, 32),
        smtp_listen=reader.address("SMTP_LISTEN", "127.0.0.1:2525"),
        lmtp_listen=reader.address("LMTP_LISTEN", "off"),
        smtp_tls_cert=reader.file("SMTP_TLS_CERT"),
        smtp_tls_key=reader.file("SMTP_TLS_KEY"),
        mail_size_limit=reader.whole("MAIL_SIZE_LIMIT", 60_000_000, 10_000, 1_000_000_000),
        smtp_url=reader.text("SMTP_URL"),
        mail_from=reader.text("MAIL_FROM", "zhiji@localhost"),
        oidc_issuer=reader.text("OIDC_ISSUER"),
        oidc_client_id=reader.text("OIDC_CLIENT_ID"),
        oidc_client_secret=reader.text("OIDC_CLIENT_SECRET"),
        oidc_name=reader.text("OIDC_NAME", "Company sign-in"),
        trusted_proxies=reader.whole("TRUSTED_PROXIES", 0, 0, 5),
        log_level=reader.choice("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR")),
    )
    if len(env.secret_key) < 32:
        reader.faults.append(f"{PREFIX}SECRET_KEY must have at least 32 characters.")
    faults = reader.faults + reader.unknown()
    if faults:
        raise BadSettings("\n".join(faults))
    return env
