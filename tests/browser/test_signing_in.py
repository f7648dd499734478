"""How staff come in: by password, with a code of a second device, with a passkey."""

import base64
import hashlib
import hmac
import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.support.company import AGENT, Company
from zhiji.demo.company import DOMAIN, PASSWORD

pytestmark = pytest.mark.browser

CAREFUL, MODERN = f"dai.mingda@{DOMAIN}", f"tao.anqi@{DOMAIN}"
SECONDS_OF_A_CODE = 30


def code_of(secret: str) -> str:
    """Compute the code that an authenticator app shows now (RFC 6238), with some seconds left to type it."""
    if time.time() % SECONDS_OF_A_CODE > SECONDS_OF_A_CODE - 5:
        time.sleep(5)
    counter = int(time.time() // SECONDS_OF_A_CODE).to_bytes(8, "big")
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


def sign_out(page: Page) -> None:
    page.get_by_label("Account", exact=True).click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/**")


def open_after_confirming(page: Page, address: str) -> None:
    """Open a page about security, for which the password is asked once more."""
    page.goto(address)
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url(f"**{address}")


def test_a_wrong_password_is_told_at_the_form_and_the_address_stays(company: Company, new_page):
    page = new_page(base_url=company.url)
    page.goto("/customers/?kind=person")
    expect(page.locator("h1")).to_have_text("Sign in")
    page.locator("#id_login").fill(AGENT)
    page.locator("#id_password").fill("not the word")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("not correct")
    expect(page.locator("#id_login")).to_have_value(AGENT)
    page.locator("#id_password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/customers/?kind=person")
    sign_out(page)
    page.goto("/")
    expect(page.locator("h1")).to_have_text("Sign in")


def test_a_second_device_is_set_up_and_asked_at_the_next_sign_in(company: Company, new_page):
    page = new_page(base_url=company.url)
    company.sign_in(page, CAREFUL)
    page.wait_for_url(f"{company.url}/")
    open_after_confirming(page, "/accounts/2fa/totp/activate/")
    secret = page.locator("#authenticator_secret").input_value()
    page.locator("#id_code").fill(code_of(secret))
    page.get_by_role("button", name="Activate").click()
    expect(page.locator("main")).to_contain_text("recovery codes", ignore_case=True)
    sign_out(page)

    company.sign_in(page, CAREFUL)
    page.wait_for_url("**/accounts/2fa/authenticate/**")
    page.locator("#id_code").fill("000000")
    page.get_by_role("button", name="Sign In", exact=True).click()
    expect(page.locator(".field-error")).to_contain_text("Incorrect code")
    page.locator("#id_code").fill(code_of(secret))
    page.get_by_role("button", name="Sign In", exact=True).click()
    page.wait_for_url(f"{company.url}/")


def test_a_passkey_opens_the_door_without_a_password(company: Company, new_page):
    # Passkeys belong to a host by name; addresses of numbers have none.
    page = new_page(base_url=f"http://localhost:{company.server.port}")
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    devices.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**kind, "isUserVerified": True, "automaticPresenceSimulation": True}},
    )
    page.goto("/accounts/login/")
    page.locator("#id_login").fill(MODERN)
    page.locator("#id_password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"localhost:\d+/$"))
    open_after_confirming(page, "/accounts/2fa/webauthn/add/")
    page.locator("#id_name").fill("Laptop")
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add").click()
    page.wait_for_url(lambda address: "/add" not in address)
    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(re.compile(r"localhost:\d+/$"))
    expect(page.locator(".top")).to_be_visible()
