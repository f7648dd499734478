"""Every address of the program, opened by every role and by a stranger: who may gets an answer, others do not."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from zhiji.kernel.access.actor import Actor
from zhiji.kernel.access.middleware import access_rule_of, guards_itself
from zhiji.kernel.access.registry import ROLES
from zhiji.kernel.users.actions import add_team, add_user

MACHINE = Actor.machine("test")
NOT_THERE = {
    "int": "999999999",
    "str": "not-there",
    "slug": "not-there",
    "uuid": "0" * 32,
    "path": "not-there",
}


def patterns(resolver: URLResolver | None = None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Walk the URL table: (address as written in it, pattern)."""
    for item in (resolver or get_resolver()).url_patterns:
        if isinstance(item, URLResolver):
            yield from patterns(item, before + str(item.pattern))
        else:
            yield before + str(item.pattern), item


def address_of(pattern: URLPattern, written: str) -> str:
    """Fill an address with keys of records that do not exist."""
    for name, converter in pattern.pattern.converters.items():
        kind = {"IntConverter": "int", "UUIDConverter": "uuid"}.get(type(converter).__name__, "str")
        for spelled in (
            f"<int:{name}>",
            f"<str:{name}>",
            f"<slug:{name}>",
            f"<uuid:{name}>",
            f"<path:{name}>",
            f"<{name}>",
        ):
            written = written.replace(spelled, NOT_THERE[kind])
    return "/" + written.replace("^", "").replace("$", "").replace("\\Z", "")


OURS = [(written, item) for written, item in patterns() if not guards_itself(written)]
PLAIN = [
    (address_of(item, written), access_rule_of(item.callback))
    for written, item in OURS
    if "(?P" not in written
]


@pytest.mark.parametrize(("written", "item"), OURS, ids=[written or "/" for written, _ in OURS])
def test_every_page_says_who_may_open_it(written, item):
    rule = access_rule_of(item.callback)
    assert rule is not None, f"{written} has no access rule: add @screen, @signed_in or @public to its view"
    assert rule.why or rule.kind != "public", f"{written} is public and does not say why"


def test_a_page_without_a_rule_is_refused(rf):
    from zhiji.kernel.access.middleware import AccessMiddleware

    def forgotten(request):
        raise AssertionError("must not run")

    answer = AccessMiddleware(lambda request: None).process_view(rf.get("/x"), forgotten, (), {})
    assert answer is not None
    assert answer.status_code == 403


@pytest.fixture
def people(db):
    """Make one member of staff per role."""
    team = add_team(actor=MACHINE, name="South")
    return {
        role: add_user(actor=MACHINE, email=f"{role}@x.example", name=role, team_id=team.pk, roles=[role])
        for role in ROLES
    }


def test_strangers_are_led_to_sign_in_everywhere_else(client, db):
    for address, rule in PLAIN:
        for answer in (client.get(address), client.post(address)):
            if rule.kind == "public":
                assert answer.status_code < 500, address
            else:
                assert answer.status_code in {302, 401}, (
                    f"{address} answered a stranger with {answer.status_code}"
                )


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_what_it_has_a_right_to_and_nothing_else(role, people):
    client = Client()
    client.force_login(people[role], "allauth.account.auth_backends.AuthenticationBackend")
    actor = Actor.of(people[role])
    for address, rule in PLAIN:
        if rule.kind == "public":
            continue
        allowed = not rule.right or actor.may(rule.right)
        for answer in (client.get(address), client.post(address)):
            if allowed:
                assert answer.status_code < 500, f"{role} at {address}: {answer.status_code}"
                assert (
                    answer.status_code != 403
                    or "999999999" in address
                    or answer.request["REQUEST_METHOD"] == "POST"
                ), address
            else:
                assert answer.status_code == 403, (
                    f"{role} has no {rule.right} but got {answer.status_code} at {address}"
                )
