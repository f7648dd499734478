"""Matching: one new record against all, and the whole base."""

import random
import subprocess
import sys
import time

from django.db import connection

from zhiji.bench.figures import Figure, p95, timed
from zhiji.bench.rows import row
from zhiji.bench.site import Site
from zhiji.customers.identity.matching.keeping import keep_all_keys
from zhiji.customers.identity.matching.models import MatchKey
from zhiji.customers.identity.matching.queries import likenesses_of
from zhiji.customers.parties.models import Customer

_LOOKUP = "SELECT customer_id FROM customers_matchkey WHERE key = %s LIMIT 81"
_MEMORY = (
    "import resource, subprocess, sys; code = subprocess.call([sys.executable, '-m', 'zhiji', 'match', 'person']);"
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(code)"
)


@row
def match_one(site: Site) -> list[Figure]:
    """A new record against everybody: keys, those who share one, evidence."""
    _have_keys()
    newest = Customer.objects.order_by("-pk").values_list("pk", flat=True)[0]
    rng = random.Random(5)
    asked = [rng.randrange(1, newest) for _ in range(420)]
    timed(likenesses_of, asked[:20])
    value = p95(timed(likenesses_of, asked[20:]))
    floor = p95(timed(_bare_lookup, asked[20:]))
    return [
        Figure(
            "match_one",
            site.vendor,
            value,
            "ms p95",
            floor,
            150,
            note="goal: 150 ms; floor: its keys looked up",
        )
    ]


def _have_keys() -> None:
    if not MatchKey.objects.exists():
        sys.stderr.write(f"{connection.vendor}: writing the keys of matching\n")
        keep_all_keys("organisation")
        keep_all_keys("person")


def _bare_lookup(customer: int) -> None:
    keys = MatchKey.objects.filter(customer=customer).values_list("key", flat=True)
    with connection.cursor() as cursor:
        for key in keys:
            cursor.execute(_LOOKUP, [key])
            cursor.fetchall()


@row
def match_all(site: Site) -> list[Figure]:
    """Everybody against everybody, in a process of its own, as `zhiji match` does it: persons, the most of them."""
    count = Customer.objects.filter(kind="person").count()
    start = time.monotonic()
    done = subprocess.run([sys.executable, "-c", _MEMORY], stdout=subprocess.PIPE, text=True, check=True)
    minutes = (time.monotonic() - start) / 60
    gigabytes = int(done.stdout.split()[-1]) / (1 << 20)
    return [
        Figure("match_all", site.vendor, minutes, "min", 0.0, 15, note=f"{count:,} persons; goal: 15 min"),
        Figure("match_all_memory", site.vendor, gigabytes, "GB", 0.0, 8, note="goal: 8 GB"),
    ]
