"""Several web processes and workers on one database: every open page hears of every change, each job is done once."""

import http.client
import json
import subprocess
import sys
import threading
import time

PAGES = 12
SET_UP = """
from zhiji.channels.lines.actions import save_line
from zhiji.customers.parties.actions import add_customer
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.users.actions import add_user
from django.test import Client
actor = Actor.machine("test")
user = add_user(actor=actor, email="a@x.example", name="A", roles=["admin"])
nobody = add_user(actor=actor, email="n@x.example", name="N", roles=[])
customer = add_customer(actor=actor, kind="person", name="李雷", points=[("mail", "lilei@x.example")])
keys = []
for one in (user, nobody):
    client = Client()
    client.force_login(one, "allauth.account.auth_backends.AuthenticationBackend")
    keys.append(client.cookies["zhiji_session"].value)
print(customer.pk, *keys)
"""
# Prints the events of the stream that pages at the customer must hear of. Those of the jobs that look at a new
# customer may be among them.
NOTE = """
from zhiji.customers.timeline.actions import add_note
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.events.models import EventRecord
before = max(EventRecord.objects.values_list("pk", flat=True), default=0)
add_note(actor=Actor.machine("test"), customer_id={customer}, text="seen everywhere", key="one")
since = EventRecord.objects.filter(pk__gt=before).order_by("pk")
print(*[event.pk for event in since if "customer:{customer}" in event.topics])
"""


class Page(threading.Thread):
    """An open page that listens to one customer."""

    def __init__(self, port: int, session: str, customer: str) -> None:
        super().__init__(daemon=True)
        self.heard: list[dict] = []
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.connection.request(
            "GET",
            f"/live?topics=customer:{customer},nonsense:1",
            headers={"Cookie": f"zhiji_session={session}"},
        )
        self.answer = self.connection.getresponse()

    def run(self) -> None:
        while line := self.answer.readline():
            if line.startswith(b'data: {"id"'):
                self.heard.append(json.loads(line[6:]))

    def keys(self) -> list[int]:
        """List the events that it heard of, in their order."""
        return [event["id"] for event in self.heard]


def test_every_page_of_every_web_process_hears_of_a_change(start_server):
    server = start_server(ZHIJI_WEB_PROCESSES="2")
    customer, session, powerless = server.python(SET_UP).split()
    pages = [Page(server.port, session, customer) for _ in range(PAGES)]
    blind = Page(server.port, powerless, customer)
    for page in [*pages, blind]:
        page.start()
    time.sleep(1)
    told = [int(key) for key in server.python(NOTE.format(customer=customer)).split()]
    assert told, "a note told nobody"
    until = time.monotonic() + 10
    while not all(set(told) <= set(page.keys()) for page in pages) and time.monotonic() < until:
        time.sleep(0.05)
    for page in pages:
        assert [page.keys().count(key) for key in told] == [1] * len(told), page.heard
        assert all(event["topics"] == [f"customer:{customer}"] for event in page.heard)
    assert "seen everywhere" not in json.dumps([page.heard for page in pages]), (
        "a stream tells that, never what"
    )
    assert blind.heard == [], "a user without the right heard of a customer"


def test_a_stranger_gets_no_stream(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request("GET", "/live?topics=inbox", headers={"Cookie": "zhiji_session=forged"})
    assert connection.getresponse().status == 401


def test_two_workers_share_the_work_and_do_each_piece_once(start_server):
    server = start_server()
    second = subprocess.Popen([sys.executable, "-m", "zhiji", "worker"], env=server.environment)
    try:
        time.sleep(2)
        server.python(
            "from zhiji.channels.inbox.actions import Raw, keep\n"
            "from zhiji.kernel.access.actor import Actor\n"
            "mail = 'From: a{n}@firm.example\\r\\nTo: x@ours.example\\r\\nSubject: S{n}\\r\\n\\r\\nHello'\n"
            "raws = [Raw('mail', f'key{n}', mail.format(n=n).encode()) for n in range(200)]\n"
            "keep(actor=Actor.machine('mail'), raws=raws)\n"
        )
        counts = (
            "from zhiji.channels.inbox.models import InboxItem\n"
            "from zhiji.channels.conversations.models import Message\n"
            "from zhiji.customers.parties.models import Customer\n"
            "print(InboxItem.objects.filter(state='recorded').count(), Message.objects.count(),"
            " Customer.objects.filter(kind='organisation').count(), Customer.objects.filter(kind='person').count())"
        )
        until = time.monotonic() + 60
        while (told := server.python(counts).split())[0] != "200" and time.monotonic() < until:
            time.sleep(0.5)
        assert told == ["200", "200", "1", "200"]
    finally:
        second.terminate()
        second.wait(20)
