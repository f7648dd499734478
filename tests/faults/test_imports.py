"""Imports that are killed, that meet each other, that find no space: every row comes in once, and nothing by half."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.console import Console

ROWS = 2_500
# Of the hundred kills those that an import gets; the others meet matching and merging (test_killed_matching.py).
KILLS = 65
ROWS_KILLED = 4_500

DJANGO = """
import os, sys, django
os.environ['DJANGO_SETTINGS_MODULE'] = 'zhiji.config.settings'
django.setup()
"""
BRING_IN = """
from pathlib import Path
from zhiji.integration.files import running
from zhiji.integration.files.command import CommandLine
running._FIRST_BLOCK = running._LARGEST_BLOCK = 100
running._SECONDS_BETWEEN_SIGNS = 0


def bring_in(path, source):
    line = CommandLine(tell=lambda at: None, say=lambda text: None)
    at = line.bring_in(line.take(Path(path), source, {}))
    print(at.state, at.error, flush=True)
"""
RUN = f"{DJANGO}{BRING_IN}bring_in(*sys.argv[1:])"
COUNTS = """
import json
from django.db.models import Count
from zhiji.customers.parties.models import Affiliation, ContactPoint, Customer
from zhiji.customers.sources.models import Import, SourceRecord
from zhiji.kernel.audit.models import AuditEntry
from zhiji.kernel.search.models import SearchEntry
people = Customer.objects.filter(kind='person')
mails = ContactPoint.objects.filter(kind='mail', customer__kind='person')
audited = AuditEntry.objects.filter(action='import_rows').values_list('after', flat=True)
print(json.dumps({
    'states': sorted(Import.objects.values_list('state', flat=True)),
    'people': people.count(),
    'organisations': Customer.objects.filter(kind='organisation').count(),
    'roles': Affiliation.objects.count(),
    'rows': SourceRecord.objects.exclude(external_id__contains='#').count(),
    'ids': SourceRecord.objects.exclude(external_id__contains='#').values('source', 'external_id').distinct().count(),
    'twice': mails.values('value').annotate(n=Count('customer', distinct=True)).filter(n__gt=1).count(),
    'found': SearchEntry.objects.filter(kind='customer').count(),
    'audited': sum(one['rows'][1] - one['rows'][0] + 1 for one in audited),
}))
"""


@pytest.fixture
def environment(fresh_database: str, tmp_path: Path) -> dict[str, str]:
    """Give the settings of an installation of its own, ready to use."""
    found = {name: value for name, value in os.environ.items() if not name.startswith("ZHIJI_")}
    return found | {"ZHIJI_DATA_DIR": str(tmp_path / "data"), "ZHIJI_DATABASE_URL": fresh_database}


def write(path: Path, rows: range, prefix: str = "K") -> Path:
    lines = ["id,company,name,mobile,mail"]
    lines += [f"{prefix}{n},Firm {n // 5} Ltd,Ann Lee {n},,ann{n}@firm{n // 5}.example" for n in rows]
    path.write_text("\n".join(lines))
    return path


def start(environment: dict[str, str], path: Path, source: str, **more: object) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", RUN, str(path), source],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **more,  # type: ignore[call-overload]
    )


def counts(environment: dict[str, str]) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-c", DJANGO + COUNTS], env=environment, capture_output=True, text=True, check=True
    )
    return dict(json.loads(done.stdout))


KILL = """
import random
from tests.support.killing import kill_again_and_again
work = lambda: bring_in({path!r}, "Sales")
kills = kill_again_and_again(work, {kills}, (0.02, 0.16), random.Random(5))
work()
print(kills)
"""


@pytest.fixture
def console(environment):
    """Give a process that has loaded Django, on that installation."""
    found = Console(environment)
    yield found
    found.stop()


def test_each_row_comes_in_once_however_often_the_import_is_killed(environment, console, tmp_path):
    path = str(write(tmp_path / "list.csv", range(ROWS_KILLED)))
    said = console.run(BRING_IN + KILL.format(path=path, kills=KILLS), 300)
    *_, end, kills = said.splitlines()
    assert (end.strip(), int(kills)) == ("done", KILLS)
    found = counts(environment)
    # Who is killed while the file is looked at leaves a draft, of which nothing has come in.
    assert found["states"] == ["done"] + ["draft"] * (len(found["states"]) - 1)
    assert (found["people"], found["roles"], found["rows"], found["ids"]) == (ROWS_KILLED,) * 4
    assert (found["organisations"], found["twice"]) == (ROWS_KILLED // 5, 0)
    assert found["audited"] == ROWS_KILLED
    assert found["found"] == ROWS_KILLED + ROWS_KILLED // 5


MAILS = """
from zhiji.customers.identity.actions import know_customer
from zhiji.kernel.access.actor import Actor
for n in range(0, 1500, 11):
    mail = f'ann{n}@firm{n // 5}.example'
    know_customer(actor=Actor.machine('mail'), mail=mail, name=f'Ann Lee {n}', source='mail')
print('\\ndone')
"""


def test_two_imports_at_once_and_mails_between_make_nobody_twice(environment, tmp_path):
    first = start(environment, write(tmp_path / "a.csv", range(1500)), "Sales")
    second = start(environment, write(tmp_path / "b.csv", range(1499, -1, -1), "S"), "Service")
    mails = subprocess.Popen(
        [sys.executable, "-c", DJANGO + MAILS],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    for process in (first, second, mails):
        out, err = process.communicate(timeout=300)
        assert f"\n{out}".rpartition("\ndone")[1], (out + err)[-3000:]
    found = counts(environment)
    assert (found["people"], found["twice"]) == (1500, 0)
    assert found["rows"] >= 3000


def test_a_full_disk_is_told_and_the_rest_comes_in_afterwards(environment, tmp_path, database_vendor):
    if database_vendor == "postgresql":
        pytest.skip("PostgreSQL writes by a server of its own, whose disk this test can't fill")
    path = write(tmp_path / "list.csv", range(ROWS))
    before = sum(file.stat().st_size for file in tmp_path.glob("*.sqlite3*"))

    def narrow() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (before + 1_500_000, before + 1_500_000))

    out, err = start(environment, path, "Sales", preexec_fn=narrow).communicate(timeout=300)
    told = out.splitlines()[-1] if out else err
    assert "no space left" in told + err, (out + err)[-800:]
    partly = counts(environment)
    assert 0 < partly["people"] == partly["rows"] == partly["audited"] < ROWS
    out, err = start(environment, path, "Sales").communicate(timeout=300)
    assert out.splitlines()[-1].startswith("done"), (out + err)[-800:]
    whole = counts(environment)
    assert (whole["people"], whole["rows"], whole["audited"], whole["twice"]) == (ROWS, ROWS, ROWS, 0)
