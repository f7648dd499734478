"""Undoing a merge on a customer's page leads to who is there again, or stays where nobody is left."""

import pytest
from django.urls import reverse
from django.utils import timezone

from zhiji.customers.identity.merging.actions import merge_customers
from zhiji.customers.parties.models import Customer
from zhiji.customers.sources.models import Import, Source, SourceRecord
from zhiji.kernel.access.actor import Actor


@pytest.mark.parametrize("is_taken_back", [False, True])
def test_undoing_leads_to_who_is_there_again(manager, person, is_taken_back):
    survivor, loser = person("李磊", "li@x.example"), person("李雷")
    source = Source.objects.create(key="fair", name="Fair")
    row = SourceRecord.objects.create(
        source=source, of_import=Import.objects.create(source=source, name="list.csv"), row=0, outcome="new",
        customer=loser, external_id="K1", values={"name": "李雷", "kind": "person"}, at=timezone.now(),
    )  # fmt: skip
    merge = merge_customers(actor=Actor.machine("test"), survivor_id=survivor.pk, loser_id=loser.pk)
    if is_taken_back:
        SourceRecord.objects.filter(pk=row.pk).update(state="undone")
    here = f"http://testserver/customers/{survivor.pk}"
    answer = manager.post(
        reverse("undo_merge", args=[merge.pk]), headers={"HX-Request": "true", "HX-Current-URL": here}
    )
    shown = survivor if is_taken_back else loser
    assert answer.headers["HX-Redirect"] == f"/customers/{shown.pk}"
    assert Customer.objects.filter(pk=loser.pk).exists() is not is_taken_back
    page = manager.get(f"/customers/{shown.pk}")
    assert page.status_code == 200
    assert loser.number in manager.get(f"/customers/{survivor.pk}").content.decode()
