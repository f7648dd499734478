"""What is kept of lists goes after a time: words of wrong rows, and lists that nobody takes further."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.conf import settings
from django.utils import timezone, translation

from zhiji.customers.privacy.tasks import tidy_privacy
from zhiji.customers.sources.models import Import, SourceRecord
from zhiji.integration.files.errorfile import write_errors_of_import
from zhiji.integration.files.tests.bringing import bring_in, write

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
