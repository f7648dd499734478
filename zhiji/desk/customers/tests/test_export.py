import csv
import io

import pytest

from zhiji.customers.parties.actions import add_customer
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.access.models import Role
from zhiji.kernel.audit.models import AuditEntry
from zhiji.kernel.users.models import User
from zhiji.lib.formula_marks import unmarked
from zhiji.ui.lists import exporting

pytestmark = pytest.mark.django_db
MACHINE = Actor.machine("test")


def _signed_in(client, role):
    user = User.objects.create(email=f"{role}@zhiji.example", name=role.title(), language="en")
    user.roles.add(Role.objects.get(slug=role))
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")


def _table(answer):
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_a_list_is_taken_away_as_its_filters_and_columns_show_it(client, monkeypatch):
    monkeypatch.setattr(exporting, "AT_ONCE", 2)
    _signed_in(client, "manager")
    for number in range(5):
        add_customer(
            actor=MACHINE,
            kind="person",
            name=f"=SUM({number})",
            points=[("mobile", f"1380013800{number}")],
            values={"region": "华南" if number else "East"},
        )
    answer = client.get("/customers/?region=华南&cols=name,phone&sort=sort_name&as=csv")
    assert answer["Content-Type"].startswith("text/csv")
    table = _table(answer)
    assert table[0] == ["Name", "Phone"]
    assert [row[0] for row in table[1:]] == [f"'=SUM({number})" for number in range(1, 5)]
    assert [unmarked(row[0]) for row in table[1:]] == [f"=SUM({number})" for number in range(1, 5)]
    kept = AuditEntry.objects.get(action="note_export")
    assert kept.after == {"list": "customers", "filters": {"region": "华南"}, "columns": ["name", "phone"]}


def test_nobody_takes_a_list_away_without_the_right(client):
    _signed_in(client, "sales")
    assert client.get("/customers/?as=csv").status_code == 403
    assert "as=csv" not in client.get("/customers/").content.decode()
