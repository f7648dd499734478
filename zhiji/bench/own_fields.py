"""What two hundred fields of one's own cost a list of all customers."""

import random
import time
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection, transaction

from zhiji.bench.figures import Figure, p95, timed
from zhiji.bench.rows import row
from zhiji.bench.site import Site
from zhiji.customers.parties.models import Customer
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.access.cache import KEPT_SECONDS
from zhiji.kernel.fields.actions import define_field, restore_field, retire_field
from zhiji.kernel.fields.models import OwnField, OwnIndex, OwnValues
from zhiji.kernel.tables import Json, Table

FIELDS = 200
FILLED = 40  # of them on each customer
AT_ONCE = 20_000
ACTOR = Actor.machine("bench")
CHOICES = [{"key": key, "en": key.title(), "zh": ""} for key in ("net30", "net60", "cash", "advance")]


@row
def own_fields(site: Site) -> list[Figure]:
    """The customer list with 200 fields of one's own, three shown and one filtered by, beside the list without."""
    fields = _define()
    _fill(fields)
    addresses = [f"/customers/?category={category}&sort={sort}" for category, sort in _asked()]
    shown = "name,number,category,region,owner,contact"
    plain = [f"{address}&cols={shown},team,created,phone" for address in addresses]
    with_own = [f"{address}&cols={shown},own_bench_0,own_bench_1,own_bench_2" for address in addresses]
    filtered = [f"{address}&own_bench_2=cash" for address in with_own]
    browser = site.browser()
    _set_use(fields, in_use=False)
    timed(browser.get, plain)
    floor = p95(timed(browser.get, plain))
    _set_use(fields, in_use=True)
    try:
        timed(browser.get, with_own[:10])
        value, by = p95(timed(browser.get, with_own)), p95(timed(browser.get, filtered))
    finally:
        _set_use(fields, in_use=False)
    return [
        Figure("list_own_fields", site.vendor, value, "ms p95", floor, floor * 1.2, note="floor: no field"),
        Figure("list_own_filter", site.vendor, by, "ms p95", floor, 60, note="filtered by one of them"),
    ]


def _asked() -> list[tuple[str, str]]:
    dice = random.Random(11)
    categories, sorts = ["", "small", "large", "education"], ["sort_name", "-last_contact_at", "-created_at"]
    return [(dice.choice(categories), dice.choice(sorts)) for _ in range(120)]


def _define() -> list[OwnField]:
    known = list(OwnField.objects.filter(record="customer", key__startswith="bench_"))
    for number in range(len(known), FIELDS):
        kind = ("text", "number", "choice", "date", "money")[number % 5]
        known.append(
            define_field(
                actor=ACTOR,
                record_kind="customer",
                kind=kind,
                label_en=f"Bench {number}",
                choices=CHOICES if kind == "choice" else [],
                is_filtered=number in (1, 2),
            )
        )
    return sorted(known, key=lambda field: int(field.key.rpartition("_")[2]))


def _fill(fields: list[OwnField]) -> None:
    last = OwnValues.objects.order_by("-object_id").values_list("object_id", flat=True).first() or 0
    values = Table(OwnValues, "id", "record", "object_id", "values")
    entries = Table(OwnIndex, "id", "field_id", "object_id", "text", "number")
    while True:
        rows = Customer.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)
        ids = list(rows[:AT_ONCE])
        if not ids:
            break
        with transaction.atomic():
            keys = values.take_ids(len(ids))
            values.write((key, "customer", pk, Json(_values(pk))) for key, pk in zip(keys, ids, strict=True))
            keys = entries.take_ids(2 * len(ids))
            entries.write(_entries(keys, ids, fields))
        last = ids[-1]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _values(pk: int) -> str:
    own = {
        0: f'"text {pk}"',
        1: f'"{pk % 1000}"',
        2: f'"{CHOICES[pk % 4]["key"]}"',
        3: '"2024-03-01"',
        4: f'{{"amount": "{pk % 5000}.00", "currency": "CNY"}}',
    }
    return "{" + ", ".join(f'"bench_{number}": {own[number % 5]}' for number in range(FILLED)) + "}"


def _entries(keys: Iterable[int], ids: list[int], fields: list[OwnField]) -> Iterator[tuple[Any, ...]]:
    free = iter(keys)
    for pk in ids:
        yield (next(free), fields[1].pk, pk, "", pk % 1000)
        yield (next(free), fields[2].pk, pk, CHOICES[pk % 4]["key"], None)


def _set_use(fields: list[OwnField], *, in_use: bool) -> None:
    act = restore_field if in_use else retire_field
    for field in fields:
        act(actor=ACTOR, field_id=field.pk)
    time.sleep(KEPT_SECONDS + 0.5)  # until the server's processes have read them anew
