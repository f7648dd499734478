import re
from datetime import timedelta

import pytest
from django.utils import timezone

from zhiji.channels.inbox.pump import process_kept
from zhiji.channels.lines.models import Line
from zhiji.channels.web.actions import save_web_form
from zhiji.channels.web.tokens import make_token
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.access.cache import forget_rights
from zhiji.kernel.events.dispatch import dispatch_events

MACHINE = Actor.machine("test")
FIELDS = [
    {"name": "name", "required": True},
    {"name": "organisation", "required": False},
    {"name": "mail", "required": False},
    {"name": "phone", "required": False},
    {"name": "topic", "required": False},
    {"name": "message", "required": True},
    {"name": "consent", "required": False},
]


@pytest.fixture(autouse=True)
def fresh_rights():
    """Forget what an earlier test switched or granted."""
    forget_rights()
    yield
    forget_rights()


@pytest.fixture
def web_form(transactional_db):
    """A form on the support line, for one site."""
    line = Line.objects.create(
        name="Support", channel="mail", address="support@ours.example", purpose="support"
    )
    values = {
        "slug": "contact",
        "name": "Site",
        "line_id": line.pk,
        "title_en": "Contact us",
        "title_zh": "联系我们",
        "thanks_en": "We call back.",
        "fields": FIELDS,
        "topics": [["Support", "技术支持"]],
        "origins": ["https://www.company.example"],
    }
    return save_web_form(actor=MACHINE, values=values)


@pytest.fixture
def typed():
    """What a person typed who opened the form a minute ago."""
    opened = timezone.now() - timedelta(minutes=1)
    return {
        "token": make_token("contact", opened),
        "name": "Li Lei",
        "mail": "lilei@bluesky.example",
        "message": "The board does not start. Which cable do I need?",
    }


def token_in(html: str) -> str:
    """Read the token that a page brings."""
    found = re.search(r'name="token" value="([^"]+)"', html)
    assert found
    return found[1]


def run_pumps() -> None:
    """Do all that waits."""
    while process_kept() or dispatch_events():
        pass
