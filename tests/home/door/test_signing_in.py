"""Signing in: the password, the code, what is thrown away with a success, and what is told to nobody."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as site
from django.test import Client

from home.door import devices
from tests.home.door.conftest import PASSWORD, code, give_app

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("required")]
SECOND, DEVICES = "/admin/second-step/", "/admin/account/devices/"
WRONG = "The code is not right, or it was used before."

SignIn = Callable[..., Any]


def test_who_has_no_device_adds_one_before_all_else(client: Client, sign_in: SignIn) -> None:
    sign_in(client)
    assert client.get("/admin/", follow=True).redirect_chain[-1] == (DEVICES, 302)


def test_an_app_is_added_by_the_code_that_it_shows(halfway: Client, ann: Any) -> None:
    page = halfway.get(f"{DEVICES}app/")
    secret = page.context["secret"]
    assert halfway.get(f"{DEVICES}app/").context["secret"] == secret  # reloading changes nothing
    assert not devices.has_any(ann)
    refused = halfway.post(f"{DEVICES}app/", {"name": "Phone", "code": "000000"})
    assert "The app shows another code." in refused.content.decode()
    assert not devices.has_any(ann)
    shown = code(devices.CodeApp(user=ann, key=halfway.session["door_app"]))
    assert halfway.post(f"{DEVICES}app/", {"name": "Phone", "code": shown}).headers["Location"] == f"{DEVICES}codes/"
    assert halfway.get("/admin/").status_code == 200
    assert [device.name for _kind, device in devices.of(ann)] == ["Phone"]


def test_the_picture_of_the_secret_has_nothing_inline(halfway: Client) -> None:
    picture = str(halfway.get(f"{DEVICES}app/").context["picture"])
    assert picture.startswith("<svg")
    assert "style" not in picture
    assert "<script" not in picture


def test_a_password_adds_no_device_where_there_is_one(halfway: Client, ann: Any) -> None:
    halfway.get(f"{DEVICES}app/")
    app = give_app(ann)
    shown = code(devices.CodeApp(user=ann, key=halfway.session["door_app"]))
    answer = halfway.post(f"{DEVICES}app/", {"code": shown})
    assert answer.headers["Location"].startswith(SECOND)
    assert devices.of(ann) == [("app", app)]


def test_a_code_opens_and_leads_to_where_one_wanted_to_go(halfway: Client, ann: Any) -> None:
    app = give_app(ann)
    before = halfway.session.session_key
    answer = halfway.post(SECOND, {"code": code(app), "next": "/admin/images/"})
    assert answer.headers["Location"] == "/admin/images/"
    assert halfway.session.session_key != before
    assert halfway.get("/admin/images/").status_code == 200


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil.example"]
)
def test_nobody_is_led_to_another_site(halfway: Client, ann: Any, sign_in: SignIn, elsewhere: str) -> None:
    app = give_app(ann)
    assert halfway.post(SECOND, {"code": code(app), "next": elsewhere}).headers["Location"] == "/admin/"
    assert sign_in(Client(), data={"next": elsewhere}).headers["Location"] == "/admin/"


def test_a_code_works_once(halfway: Client, ann: Any, sign_in: SignIn) -> None:
    shown = code(give_app(ann))
    assert halfway.post(SECOND, {"code": shown}).status_code == 302
    other = Client()
    sign_in(other)
    assert WRONG in other.post(SECOND, {"code": shown}).content.decode()


def test_a_recovery_code_works_once_and_however_it_is_typed(halfway: Client, ann: Any, sign_in: SignIn) -> None:
    give_app(ann)
    made = devices.make_codes(ann)[0]
    assert halfway.post(SECOND, {"code": f" {made[:5].upper()}-{made[5:]} "}).status_code == 302
    assert halfway.get("/admin/").status_code == 200
    other = Client()
    sign_in(other)
    assert WRONG in other.post(SECOND, {"code": made}).content.decode()
    assert devices.codes_left(ann) == 9


def test_recovery_codes_are_shown_once(through: Client, ann: Any) -> None:
    codes = through.post(f"{DEVICES}codes/").context["codes"]
    assert len(codes) == 10
    again = through.get(f"{DEVICES}codes/").content.decode() + through.get(DEVICES).content.decode()
    assert not [made for made in codes if made[:5] in again]


def test_signing_in_gives_the_session_another_key_and_a_working_day(client: Client, sign_in: SignIn) -> None:
    client.get("/admin/login/")
    sign_in(client, password="wrong")
    answer = sign_in(client)
    cookie = answer.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/admin/")
    assert cookie["max-age"] == site.SESSION_COOKIE_AGE == 43_200


def test_every_cookie_stays_in_the_admin(client: Client, sign_in: SignIn) -> None:
    for answer in (client.get("/admin/login/"), sign_in(client), client.get(DEVICES)):
        assert {cookie["path"] for cookie in answer.cookies.values()} <= {"/admin/"}


def test_a_new_password_ends_the_sessions_of_the_old(through: Client, ann: Any) -> None:
    ann.set_password("another one for Ann")
    ann.save()
    assert through.get("/admin/").headers["Location"].startswith("/admin/login/")


def test_a_letter_for_a_new_password_goes_not_around_the_second_step(
    client: Client, ann: Any, settings: Any, mailoutbox: list[Any]
) -> None:
    settings.WAGTAIL_PASSWORD_RESET_ENABLED = True
    give_app(ann)
    client.post("/admin/password_reset/", {"email": ann.email})
    link = next(word for word in mailoutbox[0].body.split() if "/password_reset/confirm/" in word)
    form = client.get(link, follow=True)
    new = {"new_password1": "a quite new password", "new_password2": "a quite new password"}
    client.post(form.redirect_chain[-1][0], new)
    client.post("/admin/login/", {"username": "ann", "password": "a quite new password"})
    assert client.get("/admin/").headers["Location"].startswith(SECOND)


def test_the_last_device_stays_where_one_is_needed(through: Client, ann: Any, settings: Any) -> None:
    (_kind, app) = devices.of(ann)[0]
    remove = f"{DEVICES}app/{app.pk}/remove/"
    through.post(remove)
    assert devices.has_any(ann)
    give_app(ann, "New phone")
    through.post(remove)
    assert [device.name for _kind, device in devices.of(ann)] == ["New phone"]


def test_nobody_removes_the_device_of_another(through: Client, django_user_model: Any) -> None:
    ben = django_user_model.objects.create_user("ben", password=PASSWORD)
    give_app(ben)
    other = give_app(ben)
    assert through.post(f"{DEVICES}app/{other.pk}/remove/").status_code == 404
    assert len(devices.of(ben)) == 2


def test_the_account_tells_which_devices_there_are(through: Client) -> None:
    page = through.get("/admin/account/").content.decode()
    assert "Phone" in page
    assert DEVICES in page
