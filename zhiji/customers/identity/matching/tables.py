"""Records as an Arrow table, in which they travel to the engines."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from zhiji.customers.identity.matching.blocking import keys_of
from zhiji.customers.identity.matching.records import (
    COLUMNS,
    FRACTIONS,
    LISTS,
    WHOLE_NUMBERS,
    MatchRecord,
    to_columns,
)

# Few enough that a batch of Python records is small beside its table.
_BATCH = 50_000


def to_arrow(records: Iterable[MatchRecord]) -> Any:
    """Makes an Arrow table of records, with their blocking keys in the column `keys`; takes them in batches."""
    import pyarrow

    schema = pyarrow.schema([(name, _type(name)) for name in (*COLUMNS, "keys")])
    return pyarrow.Table.from_batches(list(_batches(records, schema)), schema)


def _batches(records: Iterable[MatchRecord], schema: Any) -> Iterator[Any]:
    import pyarrow

    stream = iter(records)
    while batch := list(islice(stream, _BATCH)):
        columns = to_columns(batch)
        columns["keys"] = [keys_of(record) for record in batch]
        yield pyarrow.record_batch(
            [pyarrow.array(columns[field.name], field.type) for field in schema], schema=schema
        )


def _type(name: str) -> Any:
    import pyarrow

    if name in LISTS or name == "keys":
        return pyarrow.list_(pyarrow.string())
    if name in WHOLE_NUMBERS:
        return pyarrow.int64()
    return pyarrow.float64() if name in FRACTIONS else pyarrow.string()
