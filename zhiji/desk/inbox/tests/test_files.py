"""What strangers sent does nothing here: HTML in a frame without rights, files only to be kept."""

import pytest
from django.urls import reverse

from zhiji.channels.conversations import documents
from zhiji.channels.conversations.models import Message
from zhiji.channels.inbox.models import InboxItem
from zhiji.channels.mail.html import sanitise

pytestmark = pytest.mark.django_db

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<iframe src='https://evil.example'></iframe>",
    "<form action='https://evil.example'><input name=q></form>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href='https://evil.example/'>",
    "<link rel=stylesheet href='https://evil.example/a.css'>",
    "<div style='background:url(https://evil.example/a.png)'>x</div>",
    "<style>@import 'https://evil.example/a.css';</style>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "</body></html><script>alert(1)</script>",
    "<object data='https://evil.example'></object><embed src='https://evil.example'>",
]
EVIL = [
    "<script",
    "onerror",
    "onload",
    "javascript:",
    "<iframe",
    "<form",
    "http-equiv",
    "<base",
    "<link",
    "url(",
    "@import",
    "<object",
    "<embed",
    "<svg",
]


@pytest.fixture
def as_agent(client, agent):
    client.force_login(agent)
    return client


@pytest.fixture
def cleaned(monkeypatch):
    monkeypatch.setitem(documents._cleaners, "test", sanitise)


def document(client, message, query=""):
    return client.get(reverse("message_html", args=[message.pk]) + query)


def body_of(response):
    """Leaves out our own head, which holds a style of ours."""
    return response.content.decode().partition("</head>")[2].lower()


@pytest.mark.parametrize("attack", ATTACKS)
def test_hostile_html_is_made_harmless(as_agent, arrive, cleaned, attack):
    message = arrive("1", html=f"<p>hello</p>{attack}").message
    body = body_of(document(as_agent, message))
    assert "hello" in body
    assert [word for word in EVIL if word in body] == []


@pytest.mark.parametrize("attack", ATTACKS)
def test_hostile_text_stays_text_on_the_page(as_agent, arrive, attack):
    message = arrive(
        "1", text=attack, subject=attack, quoted=attack, name=attack[:150], sender=attack
    ).message
    html = as_agent.get(reverse("conversation", args=[message.conversation_id])).content.decode()
    assert attack not in html
    assert attack not in as_agent.get(reverse("inbox") + "?folder=all").content.decode()


def test_the_document_may_do_nothing(as_agent, arrive, cleaned):
    response = document(as_agent, arrive("1", html="<p>x</p>").message)
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "frame-ancestors 'self'" in policy
    assert "form-action 'none'" in policy
    sandbox = next(part for part in policy.split("; ") if part.startswith("sandbox"))
    assert "allow-scripts" not in sandbox
    assert "allow-same-origin" not in sandbox
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert response["Referrer-Policy"] == "no-referrer"


def test_pictures_come_from_the_network_only_when_asked_for(as_agent, arrive, cleaned):
    message = arrive("1", html="<img src='https://shop.example/a.png'>").message
    held = document(as_agent, message)
    assert ' src="https://shop.example' not in held.content.decode()
    assert "img-src data:;" in held["Content-Security-Policy"]
    shown = document(as_agent, message, "?images=1")
    assert ' src="https://shop.example/a.png"' in shown.content.decode()
    assert "img-src data: https: http:" in shown["Content-Security-Policy"]


def test_a_picture_inside_the_mail_goes_along_in_the_document(as_agent, arrive, cleaned):
    message = arrive("1", html="<img src='cid:logo'>", files=[["logo.png", "image/png", "PNG"]]).message
    message.attachments.update(content_id="<logo>")
    assert "data:image/png;base64,UE5H" in document(as_agent, message).content.decode()


def test_a_message_without_html_has_no_document(as_agent, arrive):
    assert document(as_agent, arrive("1").message).status_code == 404


@pytest.mark.parametrize(
    ("media_type", "told"),
    [
        ("text/html", "application/octet-stream"),
        ("image/svg+xml", "application/octet-stream"),
        ("application/xhtml+xml", "application/octet-stream"),
        ("image/png", "image/png"),
        ("application/pdf", "application/octet-stream"),
    ],
)
def test_a_file_is_kept_and_never_opened_in_our_page(as_agent, arrive, media_type, told):
    message = arrive("1", files=[['na"me\r\nX: y.html', media_type, "<script>alert(1)</script>"]]).message
    response = as_agent.get(reverse("message_file", args=[message.attachments.get().pk]))
    assert response["Content-Type"] == told
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "X" not in {name for name, _ in response.items()}


def test_the_raw_thing_can_be_had_as_it_came(as_agent, arrive):
    item = arrive("1", text="as it came")
    response = as_agent.get(reverse("message_raw", args=[item.message_id]))
    assert b"as it came" in response.content
    assert InboxItem.objects.get().file.size == len(response.content)


def test_files_and_documents_are_shut_to_those_who_may_not_see_the_conversation(client, arrive, cleaned):
    from zhiji.kernel.access.actor import Actor
    from zhiji.kernel.users.actions import add_user

    message = arrive("1", html="<p>x</p>", files=[["a.txt", "text/plain", "x"]]).message
    nobody = add_user(actor=Actor.machine("test"), email="n@ours.example", name="N", roles=[])
    addresses = [
        reverse("message_html", args=[message.pk]),
        reverse("message_raw", args=[message.pk]),
        reverse("message_file", args=[message.attachments.get().pk]),
    ]
    for address in addresses:
        assert client.get(address).status_code == 302
    client.force_login(nobody)
    for address in addresses:
        assert client.get(address).status_code == 403
    assert Message.objects.count() == 1
