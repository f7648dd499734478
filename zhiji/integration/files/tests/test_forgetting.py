"""What is kept of lists goes after a time: words of wrong rows, and lists that nobody takes further."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.conf import settings
from django.utils import timezone, translation

from zhiji.customers.privacy.tasks import tidy_privacy
from zhiji.customers.sources.models import Import, SourceRecord
from zhiji.integration.files.errorfile import write_errors_of_import
from zhiji.integration.files.tasks import drop_abandoned
from zhiji.integration.files.tests.bringing import bring_in, prepare, write
from zhiji.kernel.audit.models import AuditEntry
from zhiji.kernel.files.models import StoredFile
from zhiji.kernel.jobs.schedule import TURNS

pytestmark = pytest.mark.django_db


def error_file(at: Import) -> str:
    """Read the error file of an import that ran."""
    found = BytesIO()
    with translation.override("en"):
        write_errors_of_import(found, at)
    return found.getvalue().decode()


def test_the_error_file_says_that_a_wrong_row_was_forgotten(tmp_path):
    text = "name,mail,mobile\nAnn Lee,ann@x.example,\n,nobody@x.example,\n,,12\n"
    at = bring_in(write(tmp_path, "list.csv", text), "Sales")
    assert "nobody@x.example" in error_file(at)
    Import.objects.update(ended_at=timezone.now() - timedelta(days=settings.LIST_DAYS + 1))
    tidy_privacy.func()
    told = error_file(at)
    assert "nobody@x.example" not in told
    assert [line.split(",")[3] for line in told.splitlines()[1:]] == ["3", "4"], "where they stood"
    assert "The row names neither a person nor an organisation. What stood in the row was forgotten" in told
    assert SourceRecord.objects.get(state="current").raw == ["Ann Lee", "ann@x.example", ""]


@pytest.fixture
def left(tmp_path):
    """Lists that were taken in hand more than a day ago, in several ways, by name."""
    long_ago = timezone.now() - timedelta(days=1, minutes=1)
    found = {}
    for name in ("draft", "young", "checked", "on its way", "killed", "running"):
        at = prepare(write(tmp_path, name, f"name,mail\n{name},a@x.example\n"), "Sales")
        found[name] = at
    Import.objects.exclude(name="young").update(created_at=long_ago)
    AuditEntry.objects.exclude(object_id=found["on its way"].pk).update(at=long_ago)
    for name, state in (("checked", "checked"), ("killed", "checking"), ("running", "checking")):
        Import.objects.filter(name=name).update(state=state)
    Import.objects.filter(name="killed").update(options={"by": "command"})
    return found


def test_lists_that_were_taken_in_hand_and_left_go_with_their_files_after_a_day(left):
    files = {at.file_id for at in left.values()}
    assert drop_abandoned.func() == 2
    names = set(Import.objects.values_list("name", flat=True))
    assert names == {"young", "checked", "on its way", "running"}
    gone = {left["draft"].file_id, left["killed"].file_id}
    assert set(StoredFile.objects.values_list("pk", flat=True)) == files - gone
    told = AuditEntry.objects.filter(action="drop_import").values_list(
        "object_id", "actor_kind", "before__name"
    )
    assert set(told) == {(left[name].pk, "machine", name) for name in ("draft", "killed")}
    assert drop_abandoned.func() == 0


def test_the_daily_job_is_among_the_turns():
    assert TURNS["abandoned-imports"].task is drop_abandoned
