"""Customers as they are compared, the keys under which they are found, and whom a new one may be."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from hashlib import blake2b

from django.db import connection

from zhiji.customers.identity.matching.arriving import Likeness, match_one
from zhiji.customers.identity.matching.models import MatchRun
from zhiji.customers.identity.matching.parameters import Parameters, from_json, starting
from zhiji.customers.identity.matching.reading import read_record
from zhiji.customers.identity.matching.records import Kind, MatchRecord
from zhiji.customers.identity.matching.thresholds import ASK
from zhiji.customers.identity.merging.models import Merge
from zhiji.customers.parties.models import Affiliation, ContactPoint, Customer, Identifier
from zhiji.lib.mailaddress import is_free_mail

_BATCH = 1_000
# Contact points by the field that reads them; a fax says nothing that its telephone doesn't.
_FIELDS = {"mobile": "mobile", "phone": "phone", "mail": "mail", "address": "address"}
_TAX_SCHEMES = frozenset({"tax", "uscc", "vat"})
# Before any run: about as many customers as a firm has that has just begun.
_UNKNOWN_SIZE = 10_000


def key_number(kind: Kind, key: str) -> int:
    """Turns a blocking key into the number it is kept under (64 bits); persons and organisations never share one."""
    digest = blake2b(f"{kind}|{key}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def stream_records(kind: Kind) -> Iterator[MatchRecord]:
    """Reads all customers of a kind as they are compared, in batches, in the order of their keys."""
    last = 0
    while True:
        wanted = Customer.objects.filter(kind=kind, pk__gt=last).order_by("pk")
        ids = list(wanted.values_list("pk", flat=True)[:_BATCH])
        if not ids:
            return
        yield from records_of(ids)
        last = ids[-1]


def records_of(ids: Iterable[int]) -> list[MatchRecord]:
    """Reads customers as they are compared, by five questions however many; those who are gone are left out."""
    wanted = list(ids)
    said: dict[int, dict[str, str]] = {}
    kinds: dict[int, Kind] = {}
    for key, kind, name, source in Customer.objects.filter(pk__in=wanted).values_list(
        "pk", "kind", "name", "source"
    ):
        kinds[key] = "person" if kind == Customer.Kind.PERSON else "organisation"
        said[key] = {"name" if kinds[key] == "person" else "organisation": name, "source": source}
    _employers(wanted, said)
    domains = _points(wanted, said)
    proofs = _proofs(wanted)
    records = []
    for key in sorted(said):
        record = read_record(key, kinds[key], said[key])
        record.domains = list(dict.fromkeys([*(record.domains or ()), *domains.get(key, ())])) or None
        record.tax, record.identities = proofs.get(key, (None, None))
        records.append(record)
    return records


def _employers(ids: list[int], said: dict[int, dict[str, str]]) -> None:
    found = Affiliation.objects.filter(person__in=ids, ended_at=None).order_by("is_primary", "-pk")
    for person, organisation, title in found.values_list("person", "organisation__name", "title"):
        if person in said:
            said[person] |= {"organisation": organisation, "title": title}


def _points(ids: list[int], said: dict[int, dict[str, str]]) -> dict[int, list[str]]:
    """Adds telephone numbers, mails and the address; returns the mail domains, which stand by themselves."""
    domains: dict[int, list[str]] = defaultdict(list)
    found = ContactPoint.objects.current().filter(customer__in=ids).order_by("-is_primary", "pk")
    for customer, kind, typed, value in found.values_list("customer", "kind", "typed", "value"):
        field = _FIELDS.get(kind)
        if kind == ContactPoint.Kind.DOMAIN:
            domains[customer] += [] if is_free_mail(value) else [value]
        elif customer not in said or field is None:
            continue
        elif field == "address":
            said[customer].setdefault(field, typed)
        else:
            before = said[customer].get(field)
            said[customer][field] = f"{before};{value}" if before else value
    return domains


def _proofs(ids: list[int]) -> dict[int, tuple[list[str] | None, list[str] | None]]:
    """Returns verified tax numbers and other verified identities; what nobody has verified proves nothing."""
    tax: dict[int, list[str]] = defaultdict(list)
    others: dict[int, list[str]] = defaultdict(list)
    verified = Identifier.objects.filter(customer__in=ids).exclude(verified_at=None)
    for customer, scheme, value in verified.values_list("customer", "scheme", "value"):
        if scheme in _TAX_SCHEMES:
            tax[customer].append(value)
        else:
            others[customer].append(f"{scheme}:{value}")
    return {key: (tax.get(key), others.get(key)) for key in {*tax, *others}}


def newest_run(kind: Kind) -> MatchRun | None:
    """Returns the newest run over all customers of a kind that was finished."""
    done = MatchRun.objects.filter(kind=kind, state=MatchRun.State.DONE)
    return done.defer("parameters").order_by("-pk").first()


def stopped_run(kind: Kind) -> MatchRun | None:
    """Returns the newest run over all customers of a kind where it was stopped from outside before its end."""
    run = MatchRun.objects.filter(kind=kind).defer("parameters").order_by("-pk").first()
    return run if run and run.state == MatchRun.State.STOPPED else None


def has_changed(kind: Kind) -> bool:
    """Tells whether a customer of a kind came or changed since the last run, other than by that run."""
    rows, run = Customer.objects.filter(kind=kind), newest_run(kind)
    if run is not None:
        merged = Merge.objects.filter(run_id=run.pk).values("survivor_id")
        rows = rows.filter(updated_at__gt=run.started_at).exclude(pk__in=merged)
    return rows.exists()


def newest_parameters(kind: Kind) -> Parameters:
    """Returns what the newest run has learned that came so far, or the starting weights before the first."""
    run = MatchRun.objects.filter(kind=kind).exclude(parameters="").order_by("-pk").first()
    return from_json(run.parameters) if run else starting(kind, _UNKNOWN_SIZE)


def likenesses_of(customer_id: int, lowest: float = ASK) -> list[Likeness]:
    """Finds whom a customer may also be, likeliest first, from `lowest` bits up; by three look-ups in all."""
    mine = records_of([customer_id])
    if not mine:
        return []
    record = mine[0]
    kind = record.kind

    def holders_of(keys: list[str], most: int) -> dict[str, list[int]]:
        return _holders({key_number(kind, key): key for key in keys}, most)

    return match_one(record, newest_parameters(kind), holders_of, records_of, lowest)


def _holders(keys: dict[int, str], most: int) -> dict[str, list[int]]:
    """Asks for the holders of several keys in one statement, so many of each at most."""
    if not keys:
        return {}
    table = "customers_matchkey"
    one = f"SELECT * FROM (SELECT key, customer_id FROM {table} WHERE key = %s LIMIT {int(most)}) AS part"
    held: dict[str, list[int]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([one] * len(keys)), list(keys))
        for number, customer in cursor.fetchall():
            held[keys[number]].append(customer)
    return held
