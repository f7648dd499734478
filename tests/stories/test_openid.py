"""Staff come in by the company's own sign-in, and nobody else does."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Page, expect

from tests.support.openid import LIES, SUBJECT, IdentityProvider, Twist, honest
from tests.support.server import Server, launched

pytestmark = pytest.mark.browser

INVITED, GONE, STRANGER = "wen.hua@ours.example", "gone@ours.example", "stranger@ours.example"
ADD_STAFF = f"""
from zhiji.kernel.access.actor import Actor
from zhiji.kernel.users.actions import add_user
from zhiji.kernel.users.models import User
add_user(actor=Actor.machine("test"), email="{INVITED}", name="Wen Hua", roles=["service"])
add_user(actor=Actor.machine("test"), email="{GONE}", name="Gone", roles=["service"])
User.objects.filter(email="{GONE}").update(is_active=False)
"""


@pytest.fixture(scope="module")
def house(database_vendor: str, identity_provider: IdentityProvider) -> Iterator[Server]:
    """A server that signs people in by the provider, with one invited colleague and one who has left."""
    with ExitStack() as stack:
        server = launched(stack, (), identity_provider.settings(), prepared=True)
        server.python(ADD_STAFF)
        yield server


@pytest.fixture
def door(house: Server, new_page: Callable[..., Page], page_faults, identity_provider) -> Page:
    """The sign-in page of a browser that nobody has used yet."""
    page_faults.allow(identity_provider.url)  # its own pages ask for a style sheet from elsewhere
    page_faults.allow("Failed to load resource")
    identity_provider.twist = honest
    page = new_page(base_url=house.url)
    page.goto("/customers/?kind=person")
    return page


def come_in(page: Page, provider: IdentityProvider, **claims: object) -> None:
    """Go to the provider by the button, say there who one is, and come back."""
    provider.knows(**claims)
    page.get_by_role("button", name="Company account").click()
    page.wait_for_url(f"{provider.url}/**")
    page.locator("input[name=sub]").fill(SUBJECT)
    page.get_by_role("button", name="Authorize").click()


def expect_nobody_signed_in(page: Page) -> None:
    page.goto("/")
    expect(page.locator("h1")).to_have_text("Sign in")


def test_an_invited_colleague_comes_in_and_lands_where_they_wanted_to_be(door, identity_provider, house):
    come_in(door, identity_provider, email=INVITED.title(), email_verified=True)
    door.wait_for_url(f"{house.url}/customers/?kind=person")
    door.get_by_label("Account", exact=True).click()
    expect(door.locator(".top")).to_contain_text("Wen Hua")
    door.get_by_role("button", name="Sign out").click()
    # The second time they are known by their account there, whatever address it has by now.
    come_in(door, identity_provider, email="wen.li@ours.example", email_verified=True)
    expect(door.locator(".top")).to_be_visible()


@pytest.mark.parametrize("lie", LIES, ids=lambda lie: lie.__name__)
def test_what_the_provider_did_not_say_to_us_now_is_not_believed(
    door, identity_provider, axe, house, lie: Twist
):
    identity_provider.twist = lie
    come_in(door, identity_provider, email=INVITED, email_verified=True)
    expect(door.locator("h1")).to_have_text("Sign-in did not work")
    assert axe(door) == []
    expect_nobody_signed_in(door)
    assert "Sign-in by Company account was refused" in house.log.read_text()


@pytest.mark.parametrize("mail", [STRANGER, GONE])
def test_whoever_was_not_invited_reads_what_to_do(door, identity_provider, axe, mail, house):
    house.python("from allauth.socialaccount.models import SocialAccount as S; S.objects.all().delete()")
    come_in(door, identity_provider, email=mail, email_verified=True)
    expect(door.locator("h1")).to_have_text("No access")
    expect(door.locator("main")).to_contain_text(f"knows you as {mail}")
    expect(door.locator("main")).to_contain_text("Ask the colleague who sets Zhiji up")
    assert axe(door) == []
    expect_nobody_signed_in(door)


@pytest.mark.parametrize("verified", [False, "false", None])
def test_an_address_that_the_provider_has_not_verified_opens_nothing(
    door, identity_provider, verified, house
):
    house.python("from allauth.socialaccount.models import SocialAccount as S; S.objects.all().delete()")
    claims = {} if verified is None else {"email_verified": verified}
    come_in(door, identity_provider, email=INVITED, **claims)
    expect(door.locator("main")).to_contain_text("has not verified it")
    expect_nobody_signed_in(door)


def test_turning_back_at_the_provider_signs_nobody_in(door, identity_provider):
    identity_provider.knows(email=INVITED, email_verified=True)
    door.get_by_role("button", name="Company account").click()
    door.wait_for_url(f"{identity_provider.url}/**")
    door.get_by_role("button", name="Deny").click()
    expect(door.locator("h1")).to_have_text("Sign-in was broken off")
    expect_nobody_signed_in(door)


def test_an_answer_that_nobody_asked_for_is_refused(door, house):
    door.goto("/accounts/oidc/company/login/callback/?code=stolen&state=made-up")
    expect(door.locator("h1")).to_have_text("Sign-in did not work")
    expect_nobody_signed_in(door)


def test_a_provider_that_does_not_answer_gets_a_sentence(start_server, new_page, page_faults, tmp_path):
    page_faults.allow("Failed to load resource")
    settings = {"ZHIJI_OIDC_ISSUER": "http://127.0.0.1:9", "ZHIJI_OIDC_CLIENT_ID": "zhiji"}
    page = new_page(base_url=start_server(**settings).url)
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Company sign-in").click()
    expect(page.locator("h1")).to_have_text("Sign-in did not work")
