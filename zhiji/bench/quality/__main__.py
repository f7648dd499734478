"""Measures the quality of record matching: `python -m zhiji.bench.quality --help`."""

import argparse
import json
import platform
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from zhiji.bench.quality import baselines, figures, sets
from zhiji.customers.identity.matching import engine
from zhiji.customers.identity.matching.clustering import contradict
from zhiji.customers.identity.matching.running import Found, claims_in, match_all
from zhiji.customers.identity.matching.tables import to_arrow

# Above this the two ways we are held against take longer than they teach.
_COMPARED_UP_TO = 100_000
# Which share of the second and further entries of a person is kept in the base that has hardly any.
_FEW = 0.03
_HEAD = (
    f"{'set':32} {'way':14} {'pair P':>8} {'pair R':>8} {'pair F1':>8} "
    f"{'group P':>8} {'group R':>8} {'group F1':>9} {'from':>7} {'seconds':>8}"
)


def main(arguments: list[str] | None = None) -> int:
    """Measures the chosen sets, prints a table and writes JSON; gives 0."""
    parser = argparse.ArgumentParser(prog="python -m zhiji.bench.quality", description=__doc__)
    parser.add_argument("--made", type=int, nargs="*", default=[20_000], help="sizes of the made lists")
    parser.add_argument(
        "--folder", type=Path, default=Path("../shared/data/er"), help="folder of further sets"
    )
    parser.add_argument("--file", type=Path, action="append", default=[], help="a further list of contacts")
    parser.add_argument("--only", default="", help="only sets whose name contains this")
    parser.add_argument("--alone", action="store_true", help="without plain Splink and exact matching")
    parser.add_argument(
        "--json", type=Path, default=Path("quality.json"), help="where the figures are written"
    )
    parser.add_argument("--memory", type=float, default=5.0, help="gigabytes for the engine")
    chosen = parser.parse_args(arguments)
    machine = f"{platform.machine()}, {platform.python_implementation()} {platform.python_version()}"
    print(f"{datetime.now(UTC):%Y-%m-%d}  {machine}\n{_HEAD}", flush=True)
    results = [row for one in _sets(chosen) if chosen.only in one.name for row in _measure(one, chosen)]
    chosen.json.write_text(json.dumps(results, indent=1), encoding="utf-8")
    return 0


def _sets(chosen: argparse.Namespace) -> Iterator[sets.MeasuredSet]:
    for number in (3, 4):
        try:
            yield sets.febrl(number)
        except sets.Missing as why:
            print(f"febrl-{number}: skipped, {why}")
    for count in chosen.made:
        if chosen.only in f"made-{count}":
            yield sets.made(count)
        for doubles in (None, _FEW):
            if chosen.only in sets.people_name(count, doubles):
                yield sets.people(count, doubles)
    for path in chosen.file:
        yield sets.contacts(path)
    try:
        yield from sets.in_folder(chosen.folder)
    except sets.Missing as why:
        print(f"further sets: skipped, {why}")


def _measure(one: sets.MeasuredSet, chosen: argparse.Namespace) -> Iterator[dict[str, Any]]:
    began = time.monotonic()
    table = to_arrow(one.records())
    read = time.monotonic() - began
    connection = engine.open_engine(engine.Limits(memory_gb=chosen.memory))
    began = time.monotonic()
    found = match_all(connection, one.kind, table, strict=one.strict)
    seconds = time.monotonic() - began
    yield _ours(one, found, connection, seconds, read)
    if chosen.alone or len(one.truth) > _COMPARED_UP_TO:
        return
    began = time.monotonic()
    groups = baselines.exact(connection, one.kind)
    yield _row(one, "exact", None, groups, time.monotonic() - began)
    began = time.monotonic()
    try:
        pairs, groups = baselines.plain(connection, one.kind)
    except (
        Exception
    ) as fault:  # how plain Splink fails is none of our business, that it does is worth telling
        print(f"{one.name:32} plain Splink   gave up: {str(fault).splitlines()[0][:70]}")
        return
    yield _row(one, "plain Splink", pairs, groups, time.monotonic() - began)


def _ours(
    one: sets.MeasuredSet, found: Found, connection: Any, seconds: float, read: float
) -> dict[str, Any]:
    weighed = engine.pairs_from(connection, -10.0)
    claims, nothing = claims_in(connection, one.kind, one.strict), frozenset[str]()
    pairs = [
        (left, right)
        for left, right, weight in weighed
        if weight >= found.thresholds.automatic
        and not contradict(claims.get(left, nothing), claims.get(right, nothing))
    ]
    row = _row(one, "Zhiji", pairs, found.groups, seconds, found.thresholds.automatic)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1024 if sys.platform != "darwin" else 1 << 20
    )
    return row | {
        "records": len(one.truth),
        "read_seconds": round(read, 1),
        "peak_mb": round(peak),
        "candidates": found.candidates,
        "questions": len(found.questions),
        "ask": found.thresholds.ask,
        "reliability": figures.reliability(weighed, one.truth),
    }


def _row(
    one: sets.MeasuredSet,
    way: str,
    pairs: list[tuple[int, int]] | None,
    groups: list[list[int]],
    seconds: float,
    threshold: float | None = None,
) -> dict[str, Any]:
    by_group = figures.of_groups(groups, one.truth)
    by_pair = figures.of_pairs(pairs, one.truth) if pairs is not None else None
    shown = [f"{value:8.4f}" for value in (*_three(by_pair), *_three(by_group))] if by_pair else None
    shown = shown or [" " * 8] * 3 + [f"{value:8.4f}" for value in _three(by_group)]
    limit = "" if threshold is None else f"{threshold:.2f}"
    print(f"{one.name:32} {way:14} {' '.join(shown)}  {limit:>7} {seconds:8.1f}", flush=True)
    return {
        "set": one.name,
        "way": way,
        "threshold": threshold,
        "seconds": round(seconds, 1),
        "pairs": asdict(by_pair) | {"f1": by_pair.f1} if by_pair else None,
        "groups": asdict(by_group) | {"f1": by_group.f1},
    }


def _three(one: figures.Figures) -> tuple[float, float, float]:
    return one.precision, one.recall, one.f1


if __name__ == "__main__":
    sys.exit(main())
