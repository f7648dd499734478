"""The rows of the table; each function measures one path and returns its figures."""

import random
import subprocess
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from django.db import connection

from zhiji.bench import samples
from zhiji.bench.figures import Figure, p95, timed
from zhiji.bench.site import Site, replay
from zhiji.customers.identity.merging.actions import merge_customers, unmerge
from zhiji.customers.parties.models import Customer
from zhiji.customers.parties.queries import lookup
from zhiji.kernel.access.actor import Actor
from zhiji.ui.lists.rules import Key, write_key

Row = Callable[[Site], list[Figure]]
ROWS: dict[str, Row] = {}
LOOKUP_SQL = (
    "SELECT c.id, c.name, c.kind FROM customers_contactpoint p JOIN customers_customer c ON c.id = p.customer_id "
    "WHERE p.value = %s AND p.removed_at IS NULL ORDER BY c.last_contact_at DESC LIMIT 20"
)
ONE_ROW = (
    "INSERT INTO kernel_eventrecord (at, name, data, topics, actor_name, pending) "
    "VALUES (CURRENT_TIMESTAMP, 'bench', '{}', '[]', '', %s)"
)


def row(function: Row) -> Row:
    """Enters a row under its function's name."""
    ROWS[function.__name__] = function
    return function


@row
def lookup_customer(site: Site) -> list[Figure]:
    """A caller's number or a sender's address → customer."""
    actor = Actor.machine("bench")
    found = samples.points(("mobile", "phone", "mail"), 800)
    asked = [("mail" if point.kind == "mail" else "phone", point.value) for point in found]
    timed(lambda pair: lookup(actor, *pair), asked[:20])
    # Other customers for each, so that neither finds what the other has just brought into memory.
    value = p95(timed(lambda pair: lookup(actor, *pair), asked[20::2]))
    floor = p95(timed(_bare_lookup, asked[21::2]))
    return [
        Figure(
            "lookup", site.vendor, value, "ms p95", floor, min(5, 3 * floor), note="goal: 5 ms and 3 × floor"
        )
    ]


def _bare_lookup(pair: tuple[str, str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(LOOKUP_SQL, [pair[1]])
        cursor.fetchall()


@row
def search(site: Site) -> list[Figure]:
    """What the palette answers as one types."""
    browser, figures = site.browser(), []
    null = p95(timed(lambda _: browser.get("/healthz"), range(200)))
    for name, texts in samples.questions().items():
        if not texts:
            continue
        paths = [f"/palette?q={quote(text)}" for text in texts]
        timed(browser.get, paths[:10])
        value = p95(timed(browser.get, paths))
        bare = p95(timed(replay, [site.statements(path) for path in paths[:50]]))
        figures.append(Figure(name, site.vendor, value, "ms p95", bare + null, 30))
    return figures


def _page(site: Site, name: str, paths: list[str], goal: float) -> Figure:
    browser = site.browser()
    null = p95(timed(lambda _: browser.get("/healthz"), range(200)))
    timed(browser.get, paths[:5])
    value = p95(timed(browser.get, paths))
    statements = [site.statements(path) for path in paths[:40]]
    bare = p95(timed(replay, statements))
    most = max(len(part) for part in statements)
    return Figure(name, site.vendor, value, "ms p95", bare + null, goal, note=f"{most} queries")


@row
def customer_page(site: Site) -> list[Figure]:
    """The page of a customer with 10,000 timeline entries, and of ordinary ones."""
    long = _customer_with_long_timeline()
    ordinary = [f"/customers/{customer.pk}" for customer in samples.customers(100)]
    return [
        _page(site, "customer_page", [f"/customers/{long}"] * 150, 50),
        _page(site, "customer_page_any", ordinary, 50),
    ]


def _customer_with_long_timeline() -> int:
    """Makes one customer's timeline 10,000 entries long, once."""
    from datetime import timedelta

    from django.utils import timezone

    from zhiji.customers.timeline.models import TimelineEntry

    customer = Customer.objects.filter(kind="organisation").order_by("pk").first()
    if customer is None:
        raise RuntimeError("The demo company has no customers.")
    have = TimelineEntry.objects.filter(organisation=customer).count()
    now = timezone.now()
    TimelineEntry.objects.bulk_create(
        [
            TimelineEntry(
                customer=customer,
                organisation=customer,
                at=now - timedelta(hours=number),
                kind="note",
                title="",
                text=f"Long history, entry {number}",
                who="bench",
                key=f"bench:{customer.pk}:{number}",
            )
            for number in range(max(0, 10_000 - have))
        ],
        batch_size=2000,
        ignore_conflicts=True,
    )
    return customer.pk


@row
def customer_list(site: Site) -> list[Figure]:
    """The customer list, filtered and sorted: any page that is reached by walking, and jumps far in by number."""
    dice = random.Random(5)
    walked, jumped = [], []
    for customer in samples.customers(200):
        category = dice.choice(["", "", "home", "small", "large", "education"])
        sort = dice.choice(["sort_name", "-last_contact_at", "-created_at", "sort_name"])
        address = f"/customers/?category={category}&sort={sort}"
        place = write_key(Key(getattr(customer, sort.lstrip("-")), customer.pk))
        walked.append(
            address + dice.choice(["", "&page=2", "&last=1", f"&after={place}", f"&before={place}"])
        )
        jumped.append(f"{address}&page={dice.randint(200, max(201, site.customers // 50))}")
    return [_page(site, "customer_list", walked, 60), _page(site, "customer_list_jump", jumped[:60], 60)]


@row
def create_lead(site: Site) -> list[Figure]:
    """A new lead by form, until the answer."""
    browser = site.browser()
    chosen = samples.customers(150)

    def make(customer: Customer) -> None:
        subject = f"New boards for {customer.name}"
        values = {
            "customer": str(customer.pk),
            "subject": subject,
            "source": "phone",
            "key": uuid.uuid4().hex,
        }
        browser.post("/leads/new", values)

    browser.get("/leads/new")
    timed(make, chosen[:10])
    value = p95(timed(make, chosen))
    null = p95(timed(lambda _: browser.get("/healthz"), range(200)))
    with connection.cursor() as cursor:
        floor = p95(timed(lambda _: cursor.execute(ONE_ROW, [False]), range(150)))
        cursor.execute("DELETE FROM kernel_eventrecord WHERE name = 'bench'")
    return [Figure("create_lead", site.vendor, value, "ms p95", floor + null, 25)]


def _family(pid: int) -> list[int]:
    """Lists a process and all that it started, from Linux's own books."""
    parents = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(entry.parent.name)] = int(fields[1])
    family = [pid]
    for member in family:
        family += [child for child, parent in parents.items() if parent == member]
    return family


def _held(pid: int) -> int:
    """Returns the memory of a process in kB, its share of what it shares with others."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


@row
def memory(site: Site) -> list[Figure]:
    """What `zhiji serve` holds at rest, all its processes together; shared pages are counted once (PSS)."""
    browser = site.browser()
    for path in ("/", "/inbox/", "/customers/", "/leads/", "/cases/"):
        browser.get(path)
    time.sleep(3)
    assert site.process is not None
    held = sum(_held(pid) for pid in _family(site.process.pid))
    bare = subprocess.run(
        ["python3", "-c", "import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [Figure("memory", site.vendor, held / 1000, "MB", int(bare.stdout) / 1000, 300)]


@row
def merge(site: Site) -> list[Figure]:
    """Two customers become one and two again; the floor is one row written and committed."""
    actor = Actor.machine("bench")
    chosen: dict[str, list[int]] = {}
    for customer in samples.customers(600):
        chosen.setdefault(customer.kind, []).append(customer.pk)
    pairs = [pair for keys in chosen.values() for pair in zip(keys[::2], keys[1::2], strict=False)]
    merges: list[int] = []

    def one(pair: tuple[int, int]) -> None:
        done = merge_customers(actor=actor, survivor_id=pair[0], loser_id=pair[1], confirmed=True)
        merges.append(done.pk)

    with connection.cursor() as cursor:
        floor = p95(timed(lambda _: cursor.execute(ONE_ROW, [False]), range(150)))
        cursor.execute("DELETE FROM kernel_eventrecord WHERE name = 'bench'")
    timed(one, pairs[:10])
    value = p95(timed(one, pairs[10:]))
    undone = p95(timed(lambda key: unmerge(actor=actor, merge_id=key), merges))
    return [
        Figure("merge", site.vendor, value, "ms p95", floor, 100, note=f"{len(pairs)} pairs"),
        Figure("unmerge", site.vendor, undone, "ms p95", floor, 100, note="all of them, oldest first"),
        *_merge_long(site, actor, floor),
    ]


def _merge_long(site: Site, actor: Actor, floor: float) -> list[Figure]:
    """The same for a customer with 10,000 entries."""
    long = _customer_with_long_timeline()
    other = (
        Customer.objects.filter(kind="organisation")
        .exclude(pk=long)
        .order_by("-pk")
        .values_list("pk", flat=True)[0]
    )
    start = time.perf_counter()
    done = merge_customers(actor=actor, survivor_id=other, loser_id=long)
    middle = time.perf_counter()
    unmerge(actor=actor, merge_id=done.pk)
    end = time.perf_counter()
    return [
        Figure(
            "merge_10000",
            site.vendor,
            (middle - start) * 1000,
            "ms",
            floor,
            3000,
            note="10,000 entries, once",
        ),
        Figure(
            "unmerge_10000",
            site.vendor,
            (end - middle) * 1000,
            "ms",
            floor,
            3000,
            note="10,000 entries, once",
        ),
    ]
