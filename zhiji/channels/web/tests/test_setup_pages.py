import re

import pytest

from zhiji.channels.web.actions import save_web_form
from zhiji.channels.web.models import WebForm
from zhiji.channels.web.rules import FIELDS
from zhiji.channels.web.tests.conftest import MACHINE
from zhiji.kernel.users.actions import add_user


@pytest.fixture
def setup(client, web_form):
    """A browser in which an administrator is signed in."""
    client.force_login(add_user(actor=MACHINE, email="a@ours.example", name="Admin", roles=["admin"]))
    return client


def asked(**changes: str) -> dict[str, str]:
    """What the page of a form sends."""
    data = {f"ask_{name}": "no" for name in FIELDS} | {"ask_mail": "required", "ask_message": "required"}
    return {**data, "name": "Fair", "slug": "fair", "title_en": "Meet us", "is_active": "on", **changes}


def test_a_form_is_made_shown_and_ready_to_be_put_into_a_site(setup, web_form):
    data = asked(
        line=str(web_form.line_id), origin_lines="https://www.company.example\nhttps://fair.example/"
    )
    response = setup.post("/setup/web-forms/new", data)
    made = WebForm.objects.get(slug="fair")
    assert response["Location"] == f"/setup/web-forms/{made.pk}"
    assert made.fields == [{"name": "mail", "required": True}, {"name": "message", "required": True}]
    assert made.origins == ["https://www.company.example", "https://fair.example"]
    html = setup.get(response["Location"]).content.decode()
    assert "/f/fair.js" in html
    assert setup.get("/f/fair").status_code == 200


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"origin_lines": "www.company.example"}, "is not a site"),
        ({"ask_mail": "no"}, "else nobody can answer"),
        ({"ask_topic": "shown"}, "at least one topic"),
        ({"title_en": ""}, "at least one language"),
        ({"slug": "contact"}, "already exists"),
    ],
)
def test_a_form_that_could_not_work_is_sent_back_with_the_reason(setup, web_form, changes, fault):
    response = setup.post("/setup/web-forms/new", asked(line=str(web_form.line_id), **changes))
    assert response.status_code == 422
    assert fault in response.content.decode()
    assert WebForm.objects.count() == 1


def test_two_who_set_up_the_same_form_do_not_undo_each_other(setup, web_form):
    page = f"/setup/web-forms/{web_form.pk}"
    version = re.search(r'name="version" value="(\d+)"', setup.get(page).content.decode())[1]
    save_web_form(actor=MACHINE, form_id=web_form.pk, values={"name": "Theirs"})
    response = setup.post(page, asked(line=str(web_form.line_id), version=version))
    assert response.status_code == 409
    assert WebForm.objects.get().name == "Theirs"


def test_only_those_who_set_zhiji_up_see_these_pages(client, web_form):
    client.force_login(add_user(actor=MACHINE, email="s@ours.example", name="Agent", roles=["service"]))
    assert client.get("/setup/web-forms/").status_code == 403
    assert client.get(f"/setup/web-forms/{web_form.pk}").status_code == 403
