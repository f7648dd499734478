import pytest
from django.utils import timezone

from zhiji.customers.parties.models import Customer
from zhiji.customers.sources.models import Import, Source, SourceRecord
from zhiji.desk.customers.told import shown_record
from zhiji.kernel.access.actor import Actor


@pytest.mark.django_db
def test_a_row_of_a_list_shows_its_cells_under_the_names_of_their_columns():
    source = Source.objects.create(key="fair", name="Trade fair")
    brought = Import.objects.create(
        source=source, name="fair.csv", layout={"columns": ["姓名", "手机", "备注"]}
    )
    customer = Customer.objects.create(kind="person", name="李雷", sort_name="li lei")
    said = SourceRecord.objects.create(
        source=source,
        external_id="1",
        customer=customer,
        of_import=brought,
        raw=["李雷", "138 0013 8000", ""],
        values={"name": "李雷"},
        at=timezone.now(),
    )
    assert shown_record(Actor.machine("test"), said).raw == (("姓名", "李雷"), ("手机", "138 0013 8000"))
