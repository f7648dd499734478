"""The daily digest, received by a real mail server."""

import pytest

from zhiji.kernel.access.actor import Actor
from zhiji.kernel.notifications.actions import choose_notifications, notify, read_notifications
from zhiji.kernel.notifications.digest import send_digests
from zhiji.kernel.users.actions import add_user

MACHINE = Actor.machine("test")


@pytest.fixture
def post(mail_server, settings):
    """Let mails go out through the real server."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_HOST_SET = (
        mail_server.host,
        mail_server.smtp_port,
        True,
    )
    return mail_server


def told(user, subject, **more):
    notify(
        actor=MACHINE,
        user_id=user.pk,
        kind="case_assigned",
        url="/cases/7",
        params={"actor": "Ann", "subject": subject},
        **more,
    )


@pytest.mark.django_db
def test_what_was_not_read_comes_by_mail_once_and_in_the_users_language(post):
    user = add_user(actor=MACHINE, email="digest@firm.example", name="U", language="zh-hans")
    told(user, "板子坏了")
    assert send_digests() == 1
    assert send_digests() == 0
    mail = post.wait_for("digest@firm.example")
    assert len(post.received("digest@firm.example")) == 1
    assert "板子坏了" in mail.get_content()
    assert "/cases/7" in mail.get_content()
    assert "知己" in mail["Subject"] or "1" in mail["Subject"]
    assert mail["Auto-Submitted"] == "auto-generated"


@pytest.mark.django_db
def test_what_was_read_or_is_not_wanted_by_mail_does_not_come(post):
    reader = add_user(actor=MACHINE, email="reader@firm.example", name="R")
    silent = add_user(actor=MACHINE, email="silent@firm.example", name="S")
    choose_notifications(actor=Actor.of(silent), choices={"case_assigned": (True, "never")})
    told(reader, "seen")
    told(silent, "unwanted")
    read_notifications(actor=Actor.of(reader))
    assert send_digests() == 0
