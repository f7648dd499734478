import pytest
from django.contrib.auth import authenticate
from django.utils import timezone

from zhiji.channels.conversations.models import Conversation, Message
from zhiji.customers.parties.models import Affiliation, ContactPoint, Customer
from zhiji.customers.privacy.models import PrivacyRequest
from zhiji.customers.quality.models import QualityDay
from zhiji.customers.sources.models import Import, SourceRecord
from zhiji.customers.timeline.models import TimelineEntry
from zhiji.demo import command, company, load
from zhiji.demo.customers import families
from zhiji.demo.ledger import last_mark
from zhiji.demo.lists import LISTS
from zhiji.demo.stories import tell
from zhiji.demo.twins import MERGE, add_twins
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.jobs.models import Progress
from zhiji.kernel.search.queries import search
from zhiji.kernel.users.models import User
from zhiji.sales.leads.models import Lead
from zhiji.service.cases.models import Case

pytestmark = pytest.mark.django_db
MODELS = (Customer, ContactPoint, Affiliation, Conversation, Message, Case, Lead, TimelineEntry, User)


@pytest.fixture(autouse=True)
def few_stories(monkeypatch):
    """The customer with thousands of entries would make each of these tests slow."""
    monkeypatch.setattr("zhiji.demo.customers.LONG_TIMELINE_PLOTS", 30)


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in MODELS}


def test_after_the_first_seconds_every_page_has_something_to_show():
    command.prepare()
    assert Customer.objects.count() >= load.FIRST_CUSTOMERS
    assert Conversation.objects.filter(state="open").exists()
    assert Case.objects.exists()
    assert Lead.objects.exists()
    assert User.objects.count() == len(company.STAFF)


@pytest.mark.parametrize("number", range(5))
def test_everybody_listed_can_sign_in(number, rf):
    command.prepare()
    _, mail, password, _ = command.sign_ins()[number]
    assert authenticate(rf.post("/"), email=mail, password=password)
    actor = Actor.of(User.objects.get(email=mail))
    assert actor.may("customer.view")


def test_a_second_run_adds_nothing():
    command.run(120, 7)
    before = counts()
    command.run(120, 7)
    command.prepare()
    assert counts() == before
    assert Progress.objects.get(slug="demo").finished_at


def test_a_run_that_was_stopped_goes_on_where_it_was(monkeypatch):
    monkeypatch.setattr(load, "LIVELY_CHUNK", 10)

    def stop(done: int, total: int) -> None:
        if done > 80:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        command.run(200, 7, stop)
    assert 80 < Customer.objects.count() < 200
    command.run(200, 7)

    mark = last_mark()
    made = list(families(7, mark.now, 200))
    plots = [plot for family in made for plot in tell(7, family, mark.now)]
    grown, twins = zip(*(add_twins(7, family, mark.now) for family in made), strict=True)
    added = sum(family.size for family in grown) - sum(family.size for family in made)
    merged = sum(twin.fate == MERGE for some in twins for twin in some)
    assert mark.customers == sum(family.size for family in made)
    assert mark.customers + added - merged <= Customer.objects.count() <= mark.customers + added
    written = ContactPoint.objects.exclude(source__in=("reception-cards", "finance-erp", "service-system"))
    assert written.count() <= mark.contact_points <= ContactPoint.objects.count() + 5 * merged
    assert Case.objects.count() == sum(plot.case is not None for plot in plots)
    assert Lead.objects.count() == sum(plot.lead is not None for plot in plots)
    written = [c for plot in plots for one in plot.conversations for c in one.contacts if c.channel != "call"]
    assert Message.objects.count() == len(written)


def test_nothing_stays_of_a_chunk_that_failed(monkeypatch):
    command.prepare(7)
    before = counts()
    monkeypatch.setattr(load, "write_mark", lambda actor, mark: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        command.run(200, 7)
    assert counts() == before


def test_more_can_be_asked_for_later():
    command.run(80, 7)
    names = set(Customer.objects.values_list("pk", "name"))
    command.run(160, 7)
    assert names < set(Customer.objects.values_list("pk", "name"))
    assert Customer.objects.count() >= 160


def test_another_seed_is_refused_in_plain_words():
    command.prepare(7)
    with pytest.raises(SystemExit, match="seed 7"):
        command.run(100, 8)


def test_quiet_customers_have_the_same_fields_as_lively_ones(monkeypatch):
    monkeypatch.setattr("zhiji.demo.customers.LIVELY_FAMILIES", 20)
    monkeypatch.setattr(load, "LIVELY_FAMILIES", 20)
    monkeypatch.setattr(load, "QUIET_CHUNK", 30)
    command.run(200, 7)
    customer = Customer.objects.order_by("-pk").first()
    assert customer.sort_name
    assert customer.owner
    assert customer.contact_points.filter(is_primary=True).exists()
    assert customer.created_at <= timezone.now()


def test_customers_cases_and_leads_are_found_by_search():
    command.prepare()
    machine = Actor.machine("test")
    customer = Customer.objects.filter(language="zh-hans", kind="person").first()
    assert customer.pk in {hit.object_id for hit in search(machine, customer.name, ["customer"]).hits}
    case = Case.objects.first()
    assert case.pk in {hit.object_id for hit in search(machine, case.number, ["case"]).hits}


def test_timeline_conversation_and_customer_tell_the_same_time():
    command.prepare()
    for conversation in Conversation.objects.all():
        messages = list(conversation.messages.all())
        assert conversation.last_at == messages[-1].at
        assert conversation.message_count == len(messages)
        assert conversation.created_at >= conversation.customer.created_at
        assert conversation.customer.last_contact_at >= conversation.last_at
    entries = TimelineEntry.objects.filter(kind="message").values_list("ref_id", flat=True)
    assert set(entries) == set(Message.objects.values_list("pk", flat=True))


def test_what_is_known_of_customers_is_there_once_after_a_run_that_was_stopped(monkeypatch):
    monkeypatch.setattr(load, "LIVELY_CHUNK", 10)

    def stop(done: int, total: int) -> None:
        if done > 70:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        command.run(150, progress=stop)
    command.run(150)
    assert PrivacyRequest.objects.count() == 3
    assert Import.objects.count() == len(LISTS)
    current = SourceRecord.objects.filter(state="current")
    assert current.values("source", "external_id").distinct().count() == current.count() > 50
    assert QualityDay.objects.filter(of="all").count() == 91
