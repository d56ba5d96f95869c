"""home.door.passkeys: a browser makes one and uses it; what it does not sign opens nothing. And: no script."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.conf import settings as site
from django.contrib.sessions.models import Session
from django.test import Client
from django_otp_webauthn.models import WebAuthnCredential
from playwright.sync_api import Browser, BrowserContext, Page, expect

from home.door import devices, passkeys
from tests.home.door.conftest import PASSWORD, code, give_app

pytestmark = [pytest.mark.usefixtures("required")]
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
RESPONSE = '{"clientDataJSON":"é","attestationObject":"é","authenticatorData":"é","signature":"é"}'
NONSENSE = [
    "",
    "null",
    "[]",
    "{}",
    "not json",
    "[" * 19_000,
    '{"id": 1}',
    '{"id":"AA","rawId":"AA","type":"public-key","response":{}}',
    f'{{"id":"é","rawId":"é","type":"public-key","response":{RESPONSE},"clientExtensionResults":3}}',
]


@pytest.fixture
def open_door(browser: Browser, live_server: Any, ann: Any) -> Iterator[Callable[..., Page]]:
    """Ann's browser after the password, at the one address that passkeys are made for."""
    contexts: list[BrowserContext] = []

    def open_door(**options: Any) -> Page:
        address = site.OTP_WEBAUTHN_ALLOWED_ORIGINS[0]
        contexts.append(browser.new_context(base_url=address, locale="en", reduced_motion="reduce", **options))
        contexts[-1].set_default_timeout(15_000)
        page = contexts[-1].new_page()
        give_password(page)
        return page

    yield open_door
    for context in contexts:
        context.close()


def give_password(page: Page) -> None:
    page.goto("/admin/login/")
    page.fill("[name=username]", "ann")
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")


def give_authenticator(page: Page) -> None:
    """What a laptop with a reader of fingers has."""
    protocol = page.context.new_cdp_session(page)
    protocol.send("WebAuthn.enable")
    protocol.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})


@pytest.mark.django_db(transaction=True)
def test_a_passkey_is_made_and_opens_the_door_once_for_each_time_it_is_asked(
    open_door: Callable[..., Page], ann: Any
) -> None:
    page = open_door()
    give_authenticator(page)
    page.get_by_role("link", name="Add a passkey").click()
    page.fill("[name=name]", "Laptop")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes").last).to_be_visible()
    assert [(kind, device.name) for kind, device in devices.of(ann)] == [("passkey", "Laptop")]

    page.context.clear_cookies()
    give_password(page)
    page.goto("/admin/images/")
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/admin/images/")

    answer = parse_qs(sent.value.post_data)["answer"][0]
    thief = Client(headers={"host": page.url.split("/")[2]})
    thief.post("/admin/login/", {"username": "ann", "password": PASSWORD})
    thief.get("/admin/second-step/")
    assert "work. Try again." in thief.post("/admin/second-step/", {"answer": answer}).content.decode()
    assert thief.get("/admin/").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_without_scripts_an_app_is_added_and_its_code_opens(open_door: Callable[..., Page], ann: Any) -> None:
    page = open_door(java_script_enabled=False)
    page.get_by_role("link", name="Add a passkey").click()
    expect(page.get_by_text("This browser makes no passkeys")).to_be_visible()
    page.get_by_role("link", name="Add an app").click()
    secret = page.inner_text(".door__secret")
    app = devices.CodeApp(user=ann, key=seed_of(ann, secret))
    page.fill("[name=code]", code(app))
    page.get_by_role("button", name="Add").click()
    page.get_by_role("button", name="Make new codes").click()
    made = page.locator(".door__codes code").first.inner_text()
    page.context.clear_cookies()
    give_password(page)
    page.fill("[name=code]", made)
    page.get_by_role("button", name="Continue").click()
    expect(page).to_have_title("Dashboard - Wagtail")


def seed_of(user: Any, secret: str) -> str:
    """The seed in a session whose secret is the shown one."""
    seeds = [session.get_decoded().get("door_app", "") for session in Session.objects.all()]
    return next(seed for seed in seeds if seed and devices.CodeApp(user=user, key=seed).secret == secret)


@pytest.mark.django_db
@pytest.mark.parametrize("answer", NONSENSE)
@pytest.mark.parametrize("address", ["/admin/second-step/", "/admin/account/devices/passkey/"])
def test_nonsense_instead_of_a_passkey_opens_nothing(halfway: Client, ann: Any, address: str, answer: str) -> None:
    if "second" in address:
        give_app(ann)
    session = halfway.session
    session[passkeys.ASKED] = {"challenge": "AAAA", "require_user_verification": False}
    session.save()
    host = site.OTP_WEBAUTHN_ALLOWED_ORIGINS[0].removeprefix("http://")
    page = halfway.post(address, {"answer": answer}, headers={"host": host})
    assert page.status_code == 200
    assert halfway.get("/admin/").status_code == 302
    assert not WebAuthnCredential.objects.exists()


@pytest.mark.django_db
def test_where_a_passkey_would_be_lost_none_is_offered(halfway: Client) -> None:
    assert "Passkeys work only where the address begins with" in halfway.get("/admin/account/devices/").content.decode()
    assert halfway.get("/admin/account/devices/passkey/").status_code == 302
