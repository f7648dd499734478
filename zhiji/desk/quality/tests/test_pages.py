import pytest
from django.utils import timezone, translation

from zhiji.customers.parties.actions import add_customer, mark_contact_point
from zhiji.customers.parties.models import ContactPoint, Customer
from zhiji.customers.quality.actions import note_quality_day, reckon_quality
from zhiji.customers.quality.models import Quality
from zhiji.customers.quality.rules import STALE_AFTER, WEIGHTS
from zhiji.customers.sources.actions import note_claims
from zhiji.customers.sources.models import Source, SourceRecord
from zhiji.desk.quality.tests.conftest import MACHINE
from zhiji.desk.quality.words import WHY, question_text

HTMX = {"HTTP_HX_REQUEST": "true"}


def answer(browser, customer, **data):
    return browser.post(f"/customers/{customer.pk}/quality/answer", data, **HTMX)


def quality(customer):
    reckon_quality(actor=MACHINE, ids=[customer.pk])
    return Quality.objects.get(pk=customer.pk)


def test_the_record_shows_the_score_and_the_one_question(manager, lena):
    page = manager.get(f"/customers/{lena.pk}").content.decode()
    assert "Ask for a mobile number" in page
    assert f"/customers/{lena.pk}/quality/answer" in page


def test_the_score_says_what_would_raise_it(manager, viewer, lena):
    page = manager.get(f"/customers/{lena.pk}/quality/gains").content.decode()
    assert "Mobile" in page
    assert "not known yet" in page
    assert page.count("<li>") == 4
    assert viewer.get(f"/customers/{lena.pk}/quality/gains").status_code == 200


def test_a_customer_without_a_score_keeps_the_place_in_which_it_will_appear(manager, lena):
    Quality.objects.all().delete()
    page = manager.get(f"/customers/{lena.pk}").content.decode()
    assert 'id="ask"' in page
    assert "ask-score" not in page


def test_who_may_not_change_a_customer_is_asked_nothing(viewer, lena):
    page = viewer.get(f"/customers/{lena.pk}").content.decode()
    assert "ask-score" in page
    assert "Ask for a mobile number" not in page
    assert answer(viewer, lena, field="mobile", typed="13800138000").status_code == 403


def test_an_answer_is_a_persons_word_and_raises_the_score_at_once(manager, lena):
    before = Quality.objects.get(pk=lena.pk).score
    done = answer(manager, lena, field="mobile", typed="138 0013 8000")
    assert done.status_code == 204
    assert lena.contact_points.get(kind="mobile").value == "+8613800138000"
    assert SourceRecord.objects.filter(customer=lena, source__key="people").exists()
    after = Quality.objects.get(pk=lena.pk)
    assert after.score > before
    assert after.question != "mobile"


def test_an_answer_that_can_not_be_read_stays_in_the_field_with_a_word_on_it(manager, lena):
    faulty = answer(manager, lena, field="mobile", typed="12")
    assert faulty.status_code == 422
    page = faulty.content.decode()
    assert 'value="12"' in page
    assert "ask-fault" in page
    assert answer(manager, lena, field="mobile", typed=" ").status_code == 422


def test_what_is_confirmed_works_and_is_fresh_again(manager, lena):
    old = timezone.now() - timezone.timedelta(days=900)
    ContactPoint.objects.filter(customer=lena).update(created_at=old)
    Customer.objects.filter(pk=lena.pk).update(created_at=old)
    stale = quality(lena)
    assert answer(manager, lena, field="mail", confirm="1").status_code == 204
    fresh = Quality.objects.get(pk=lena.pk)
    assert fresh.freshness > stale.freshness
    assert lena.contact_points.get().state == "works"


@pytest.mark.parametrize(
    ("field", "typed", "read"),
    [
        ("region", "East", lambda one: one.region),
        ("language", "en", lambda one: one.language),
        ("name", "East", lambda one: one.name),
    ],
)
def test_plain_values_are_noted_through_the_one_door(manager, lena, field, typed, read):
    assert answer(manager, lena, field=field, typed=typed).status_code == 204
    assert read(Customer.objects.get(pk=lena.pk)) == typed


def test_a_job_title_and_a_tax_number_are_noted_where_they_belong(manager, db):
    ltd = add_customer(actor=MACHINE, kind="organisation", name="Feld Ltd")
    ann = add_customer(actor=MACHINE, kind="person", name="Ann", organisation_id=ltd.pk)
    assert answer(manager, ann, field="title", typed="Buyer").status_code == 204
    assert ann.affiliations.get(ended_at=None).title == "Buyer"
    assert answer(manager, ltd, field="tax_number", typed="91310000607226468").status_code == 422
    assert answer(manager, ltd, field="tax_number", typed="91350100M000100Y43").status_code == 204
    assert ltd.identifiers.get().scheme == "uscc"


def test_a_field_that_nobody_knows_is_refused(manager, lena):
    assert answer(manager, lena, field="owner_id", typed="1").status_code == 422
    assert answer(manager, lena, field="title", confirm="1").status_code == 422


def test_where_sources_disagree_the_answer_is_one_of_their_values(manager, db):
    Source.objects.create(key="other-list", name="Other list", trust=50)
    values = {"region": "East", "category": "small"}
    points = [
        ("phone", "021-5555 0101"),
        ("mail", "a@sky.example"),
        ("address", "上海市浦东新区世纪大道100号"),
    ]
    ltd = add_customer(
        actor=MACHINE, kind="organisation", name="Sky Ltd", source="one-list", points=points, values=values
    )
    said = {"name": "Sea Ltd"}
    note_claims(actor=MACHINE, source="other-list", customer_id=ltd.pk, values=said, external_id="1")
    Quality.objects.create(
        customer=ltd, score=50, question="name", why="disputed", worth=9, at=timezone.now()
    )
    page = manager.get(f"/customers/{ltd.pk}/quality").content.decode()
    assert "Sea Ltd" in page
    assert "Sky Ltd" in page
    record = SourceRecord.objects.get(source__key="other-list").pk
    assert answer(manager, ltd, field="name", told="name", choose=record).status_code == 204
    assert Customer.objects.get(pk=ltd.pk).name == "Sea Ltd"
    assert Quality.objects.get(pk=ltd.pk).agreement == 100


def test_a_question_is_put_off_and_brought_back(manager, lena):
    later = manager.post(f"/customers/{lena.pk}/quality/later", **HTMX)
    assert f"/customers/{lena.pk}/quality/again" in later.headers["HX-Trigger"]
    assert "Ask for" not in manager.get(f"/customers/{lena.pk}/quality").content.decode()
    manager.post(f"/customers/{lena.pk}/quality/again", **HTMX)
    assert "Ask for" in manager.get(f"/customers/{lena.pk}/quality").content.decode()


def test_a_wrong_number_is_noted_with_one_click_and_taken_back(manager, lena):
    point = lena.contact_points.get()
    done = manager.post(f"/customers/points/{point.pk}/tried", {"state": "fails", "reason": "wrong_number"})
    assert done.status_code == 204
    point.refresh_from_db()
    assert (point.state, point.state_reason) == ("fails", "wrong_number")
    assert Quality.objects.get(pk=lena.pk).validity < 100
    manager.post(f"/customers/points/{point.pk}/tried?state=unknown&undo=1")
    point.refresh_from_db()
    assert point.state == "unknown"
    assert manager.post(f"/customers/points/{point.pk}/tried", {"state": "odd"}).status_code == 404


def test_the_work_list_asks_for_what_is_worth_most_first(manager, lena):
    busy = add_customer(actor=MACHINE, kind="person", name="Busy Bea", points=[("mail", "bea@x.example")])
    Customer.objects.filter(pk=busy.pk).update(last_contact_at=timezone.now())
    reckon_quality(actor=MACHINE, ids=[busy.pk])
    page = manager.get("/quality/ask").content.decode()
    assert page.index("Busy Bea") < page.index("Lena Feld")
    assert "Ask for a mobile number" in page


def test_the_work_list_is_read_in_few_queries_however_long(manager, lena, django_assert_max_num_queries):
    for number in range(20):
        reckon_quality(
            actor=MACHINE, ids=[add_customer(actor=MACHINE, kind="person", name=f"Ann {number}").pk]
        )
    manager.get("/quality/ask")
    with django_assert_max_num_queries(25):
        manager.get("/quality/ask")


@pytest.mark.parametrize("query", ["why=missing", "field=mobile", "kind=person", "sort=score"])
def test_the_work_list_is_filtered_and_sorted(manager, lena, query):
    assert "Lena Feld" in manager.get(f"/quality/ask?{query}").content.decode()
    assert "Lena Feld" not in manager.get("/quality/ask?why=fails").content.decode()


def test_the_question_is_answered_beside_the_work_list(manager, lena):
    page = manager.get(f"/quality/ask?preview={lena.pk}", **HTMX).content.decode()
    assert f"/customers/{lena.pk}/quality/answer" in page


def test_an_address_that_fails_is_not_offered_for_writing(manager, lena):
    mark_contact_point(actor=MACHINE, kind="mail", value="lena@feld.example", works=False)
    quality(lena)
    assert "Write to Lena Feld" not in manager.get("/quality/ask").content.decode()


def test_quality_over_time_is_shown_by_source_with_a_way_to_the_worst(manager, lena):
    note_quality_day(actor=MACHINE, day=timezone.localdate())
    assert "Lena Feld" in manager.get("/quality/ask?source=unknown&sort=score").content.decode()
    page = manager.get("/quality").content.decode()
    assert "quality-options" in page
    assert "/quality/ask?source=unknown&amp;sort=score" in page


def test_the_list_of_customers_shows_quality_and_filters_by_band(manager, lena):
    score = Quality.objects.get(pk=lena.pk).score
    assert 50 <= score <= 74
    page = manager.get("/customers/?quality=middle").content.decode()
    assert "quality-cell" in page
    assert "Lena Feld" in page
    assert "Lena Feld" not in manager.get("/customers/?quality=high").content.decode()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_question_has_words(language):
    fields = {name for weights in WEIGHTS.values() for name in weights} | set(STALE_AFTER)
    with translation.override(language):
        for field in sorted(fields):
            for why in WHY:
                text = question_text(field, why, "X")
                assert text
                assert "%(" not in text
                if language == "zh-hans":
                    assert not any(word in text for word in ("Ask", "Is ", "Does", "Sources"))
