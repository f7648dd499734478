"""Matching and merging by itself, killed again and again: afterwards all is as if nobody had ever been killed."""

import json
import os
from pathlib import Path

import pytest

from tests.support.console import Console

pytest.importorskip("splink", reason="the extra `matching` (Splink, DuckDB) is not installed")

# Of the hundred kills those that matching gets; an import gets the others (test_imports.py).
KILLS = {"asked": 12, "merged": 13, "run": 10}

BEGIN = """
import json, random
from zhiji.customers.identity import arrival, starting
from zhiji.customers.identity.merging.models import Merge
from zhiji.customers.identity.pairs.actions import set_thresholds
from zhiji.customers.identity.pairs.models import MatchPair
from zhiji.customers.parties.actions import add_customer
from zhiji.customers.parties.models import ContactPoint, Customer
from zhiji.customers.timeline.actions import add_entry
from zhiji.customers.timeline.models import TimelineEntry
from zhiji.kernel import settling
from zhiji.kernel.access.actor import Actor
from django.utils import timezone
import tests.support.killing as killing

ACTOR = Actor.machine("test")
settling.SETTLED = -settling.SETTLED
arrival.TURN_SECONDS = 60


def add(first, end, again):
    for n in range(first, end):
        mobile, mail = f"1391{n * 7919 % 10**7:07d}", f"p{n}@mail{n}.example"
        points = [("mobile", mobile), ("mail", mail), ("address", f"上海市人民路{n}号{again}室")]
        name = "赵钱孙李周吴郑王冯陈"[n % 10] + "伟芳娜敏静丽强磊军洋"[n // 10 % 10] + "文武"[n % 2]
        one = add_customer(actor=ACTOR, kind="person", name=name, points=points, source="test")
        add_entry(actor=ACTOR, customer=one, kind="note", at=timezone.now(), key=f"k:{n}:{again}", text="hello")
"""
SWITCH_ON = """
set_thresholds(actor=ACTOR, kind="person", merge_from=8.0, ask_from=0.0, by_itself=True)
"""
ARRIVE = """
from zhiji.customers.identity.matching import following


def pump():
    while following.follow_keys() + arrival.look_at_arrivals():
        pass
"""
RUN = """
import duckdb, pyarrow, splink, splink.internals.duckdb.database_api
from zhiji.customers.identity.matching.whole import look_through


def run():
    look_through(["person"])
"""
KILL = """
kills = killing.kill_again_and_again({work}, {kills}, {seconds}, random.Random(5))
{work}()
"""
STANDS = """
held = ContactPoint.objects.filter(removed_at=None, kind="mobile")
merges = Merge.objects.holding()
print(json.dumps({
    "kills": kills,
    "people": Customer.objects.count(),
    "merges": merges.count(),
    "gone twice": merges.count() - merges.values("loser_id").distinct().count(),
    "half gone": Customer.objects.filter(pk__in=merges.values("loser_id")).count(),
    "notes": TimelineEntry.objects.filter(kind="note", customer__in=Customer.objects.all()).count(),
    "mergers told": TimelineEntry.objects.filter(kind="merged").count(),
    "mobiles": held.count(),
    "mobiles twice": held.count() - held.values("value").distinct().count(),
    "asked": MatchPair.objects.filter(state="open", proposal="same").count(),
    "asked of those gone": MatchPair.objects.filter(state="open").exclude(
        left__in=Customer.objects.all(), right__in=Customer.objects.all()).count(),
}))
"""
WELL = {"gone twice": 0, "half gone": 0, "mobiles twice": 0, "asked of those gone": 0}


@pytest.fixture
def console(fresh_database: str, tmp_path: Path, monkeypatch):
    """Give a process with Django and all that matching needs, on a database of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ZHIJI_")}
    ours = {"ZHIJI_DATA_DIR": str(tmp_path / "data"), "ZHIJI_DATABASE_URL": fresh_database}
    found = Console(environment | ours)
    yield found
    found.stop()


def stands(
    console: Console, code: str, work: str, kills: int, seconds: tuple[float, float]
) -> dict[str, int]:
    """Kill the work as often as told, let it come to its end, and tell how the house stands."""
    killed = KILL.format(work=work, kills=kills, seconds=seconds)
    return dict(json.loads(console.run(BEGIN + code + killed + STANDS, 300).splitlines()[-1]))


def test_newcomers_are_asked_about_once_and_merged_once_however_often_it_is_killed(console):
    console.run(BEGIN + ARRIVE + "add(0, 40, 1)\npump()\nadd(0, 40, 2)", 120)
    found = stands(console, ARRIVE, "pump", KILLS["asked"], (0.002, 0.1))
    assert found == {
        **WELL, "kills": KILLS["asked"], "people": 80, "merges": 0, "mergers told": 0, "notes": 80,
        "mobiles": 80, "mobiles twice": 40, "asked": 40,
    }  # fmt: skip
    console.run(BEGIN + SWITCH_ON + "add(0, 40, 3)", 120)
    found = stands(console, ARRIVE, "pump", KILLS["merged"], (0.002, 0.1))
    # Each third one went to one of the two whom nobody has answered for yet.
    assert found == {
        **WELL, "kills": KILLS["merged"], "people": 80, "merges": 40, "mergers told": 40, "notes": 120,
        "mobiles": 80, "mobiles twice": 40, "asked": 40,
    }  # fmt: skip


def test_a_run_over_everybody_merges_once_however_often_it_is_killed(console):
    console.run(BEGIN + SWITCH_ON + "add(0, 80, 1)\nadd(0, 80, 2)", 120)
    found = stands(console, RUN, "run", KILLS["run"], (0.02, 0.6))
    assert found == {
        **WELL, "kills": KILLS["run"], "people": 80, "merges": 80, "mergers told": 80, "notes": 160,
        "mobiles": 80, "asked": 0,
    }  # fmt: skip
