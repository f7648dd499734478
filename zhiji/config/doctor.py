"""What `zhiji doctor` looks at."""

import shutil
import smtplib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from zhiji.channels.inbox.models import InboxItem
from zhiji.channels.lines.models import Line
from zhiji.channels.outbox.models import OutboxItem
from zhiji.config.env import Env
from zhiji.kernel.events.models import Delivery
from zhiji.kernel.jobs.models import WorkerBeat

LEAST_FREE = 1_000_000_000


@dataclass(frozen=True)
class Finding:
    """One thing looked at; advice says what to do when it is not well."""

    ok: bool
    what: str
    advice: str = ""


def examine(env: Env) -> list[Finding]:
    """Looks at settings, disk, database, front end, mail, workers and queues."""
    findings: list[Finding] = []
    for look in (_disk, _secrets, _front_end, _database, _mail_out, _lines, _workers, _queues):
        try:
            findings += look(env)
        except DatabaseError as error:
            findings.append(
                Finding(False, f"The database does not answer: {error}", "Check ZHIJI_DATABASE_URL.")
            )
            break
    return findings


def _disk(env: Env) -> Iterator[Finding]:
    free = shutil.disk_usage(env.data_dir).free
    advice = "" if free > LEAST_FREE else "Make room: mails that come in can't be kept on a full disk."
    yield Finding(free > LEAST_FREE, f"{free / 1e9:.1f} GB are free in {env.data_dir}", advice)


def _secrets(env: Env) -> Iterator[Finding]:
    key = env.data_dir / "secret_key"
    private = not key.exists() or key.stat().st_mode & 0o077 == 0
    yield Finding(
        private, "The secret key is readable for its owner only", "" if private else f"chmod 600 {key}"
    )


def _front_end(env: Env) -> Iterator[Finding]:
    built = Path(settings.DJANGO_VITE["default"]["manifest_path"]).exists()
    yield Finding(built, "The front end is built", "" if built else "Run `make front`.")


def _database(env: Env) -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    yield Finding(
        not waiting,
        f"The {connection.vendor} database is up to date",
        f"{len(waiting)} changes wait: run `zhiji prepare`." if waiting else "",
    )


def _mail_out(env: Env) -> Iterator[Finding]:
    if not settings.EMAIL_HOST_SET:
        yield Finding(False, "No mail server is set for sending", "Set ZHIJI_SMTP_URL, or one for each line.")
        return
    factory: Callable[..., smtplib.SMTP] = smtplib.SMTP_SSL if settings.EMAIL_USE_SSL else smtplib.SMTP
    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        with factory(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=10) as server:
            server.noop()
        yield Finding(True, f"The mail server {where} answers")
    except (OSError, smtplib.SMTPException) as error:
        yield Finding(False, f"The mail server {where} does not answer: {error}", "Check ZHIJI_SMTP_URL.")


def _lines(env: Env) -> Iterator[Finding]:
    lines = Line.objects.filter(is_active=True, channel="mail")
    if not lines:
        yield Finding(
            False, "No mail line is in use", "Add the address under which customers reach you in Settings."
        )
    for line in lines:
        yield Finding(not line.error, f"Line {line.name} <{line.address}>", line.error)


def _workers(env: Env) -> Iterator[Finding]:
    alive = WorkerBeat.objects.filter(at__gt=timezone.now() - timedelta(seconds=30)).count()
    yield Finding(
        alive > 0, f"{alive} workers are at work", "" if alive else "Run `zhiji serve` or `zhiji worker`."
    )


def _queues(env: Env) -> Iterator[Finding]:
    failed = InboxItem.objects.filter(state=InboxItem.State.FAILED).count()
    yield Finding(
        not failed, f"{failed} received things could not be read", "See Inbox → Failed." if failed else ""
    )
    stuck = OutboxItem.objects.filter(state=OutboxItem.State.FAILED).count()
    yield Finding(
        not stuck, f"{stuck} messages could not be delivered", "See Inbox → Outgoing." if stuck else ""
    )
    given_up = Delivery.objects.filter(next_try_at=None).count()
    yield Finding(
        not given_up, f"{given_up} events could not be handled", "See Inbox → Failed." if given_up else ""
    )
