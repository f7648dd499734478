"""Writes what matching keeps: the keys under which customers are found, and the runs over all of them."""

from collections.abc import Callable, Iterable
from itertools import islice

from django.db import transaction

from zhiji.customers.identity.matching import engine
from zhiji.customers.identity.matching.blocking import keys_of
from zhiji.customers.identity.matching.models import MatchKey, MatchRun
from zhiji.customers.identity.matching.queries import key_number, records_of, stream_records
from zhiji.customers.identity.matching.records import Kind, MatchRecord
from zhiji.customers.identity.matching.running import Found, match_all
from zhiji.customers.identity.matching.scoring import Evidence, score_pair
from zhiji.customers.identity.matching.tables import to_arrow
from zhiji.customers.identity.matching.thresholds import Thresholds

_BATCH = 1_000


def keep_keys(customer_ids: Iterable[int]) -> int:
    """Writes the keys of some customers anew; returns how many keys they have."""
    return _write(records_of(customer_ids))


def keep_all_keys(kind: Kind) -> int:
    """Writes the keys of all customers of a kind anew, a thousand customers in one transaction."""
    stream, written = stream_records(kind), 0
    while batch := list(islice(stream, _BATCH)):
        written += _write(batch)
    return written


def _write(records: list[MatchRecord]) -> int:
    rows = [
        MatchKey(customer_id=record.id, key=number)
        for record in records
        for number in dict.fromkeys(key_number(record.kind, key) for key in keys_of(record))
    ]
    with transaction.atomic():
        MatchKey.objects.filter(customer__in=[record.id for record in records]).delete()
        MatchKey.objects.bulk_create(rows, batch_size=_BATCH)
    return len(rows)


Explain = Callable[[int, int], Evidence]


def match_base(run: MatchRun, thresholds: Thresholds | None = None) -> tuple[Found, Explain]:
    """Matches all customers of a run's kind, and keeps what was learned; merging and asking are up to the caller.

    thresholds: those that people set; None for those that the records speak for, which are kept with the run. Gives
    what it found, and a function that tells the evidence of any two customers. Belongs into a process of its own: it
    takes minutes and gigabytes.
    """
    kind: Kind = "person" if run.kind == MatchRun.Kind.PERSON else "organisation"
    connection = engine.open_engine(engine.Limits())
    found = match_all(connection, kind, to_arrow(stream_records(kind)), thresholds=thresholds)
    run.parameters = found.parameters.to_json()
    run.automatic, run.ask = found.proposed.automatic, found.proposed.ask
    run.counts = {
        "records": found.parameters.records,
        "candidates": found.candidates,
        "groups": len(found.groups),
        "questions": len(found.questions),
    }
    run.save()
    return found, lambda left, right: score_pair(*engine.known(connection, left, right), found.parameters)
