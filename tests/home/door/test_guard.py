"""home.door.guard: before the second step nothing of the admin is served, whatever the address and the method."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from home.door.models import CodeApp
from tests.home.door.conftest import give_app

pytestmark = pytest.mark.django_db
SAMPLES = {"int": "1", "uuid": "00000000-0000-0000-0000-000000000000"}
DOOR = "/admin/second-step/"
OWN = re.compile(r"/admin/(second-step|account/devices|logout)/")
FOR_ANYBODY = re.compile(r"/admin/(login|password_reset|sprite|jsi18n)/")


def sample(pattern: Any) -> str:
    """A path that fits the pattern."""
    if isinstance(pattern, RoutePattern):
        return re.sub(r"<(?:(\w+):)?\w+>", lambda found: SAMPLES.get(found[1], "x"), str(pattern))
    return re.sub(r"\(.*?\)|\.\*", "1", str(pattern).strip("^$")).replace("\\", "").replace("?", "")


def addresses(resolver: Any, above: str = "/") -> Iterator[str]:
    """A path for each pattern below `resolver`."""
    for entry in resolver.url_patterns:
        path = above + sample(entry.pattern)
        if isinstance(entry, URLResolver) and path.startswith("/admin/"):
            yield from addresses(entry, path)
        elif isinstance(entry, URLPattern) and path.startswith("/admin/"):
            yield path


@pytest.fixture(scope="module")
def admin() -> list[str]:
    found = sorted(set(addresses(get_resolver())))
    assert len(found) > 250
    return found


def test_every_address_of_the_admin_is_found(admin: list[str]) -> None:
    known = {"/admin/", "/admin/images/1/", "/admin/documents/edit/1/", "/admin/pages/1/edit/preview/", "/admin/users/"}
    assert known <= set(admin)
    assert any(path.startswith("/admin/translations/") for path in admin)


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_served_nothing_but_the_way_in(
    client: Client, required: None, admin: list[str], method: str
) -> None:
    served = [path for path in admin if getattr(client, method)(path).status_code == 200]
    assert [path for path in served if not FOR_ANYBODY.match(path)] == []


@pytest.mark.parametrize("has_device", [True, False])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_password_alone_opens_only_the_second_step(
    halfway: Client, ann: Any, admin: list[str], method: str, has_device: bool
) -> None:
    if has_device:
        give_app(ann)
    closed = [path for path in admin if not OWN.match(path) and not FOR_ANYBODY.match(path)]
    assert len(closed) > 250
    answers = {path: getattr(halfway, method)(path) for path in closed}
    assert {path: answer for path, answer in answers.items() if answer.status_code != 302} == {}
    assert {path for path, answer in answers.items() if not answer.headers["Location"].startswith(DOOR)} == set()


@pytest.mark.parametrize("method", ["head", "options", "put", "patch", "delete"])
def test_no_method_gets_by(halfway: Client, ann: Any, admin: list[str], method: str) -> None:
    give_app(ann)
    closed = [path for path in admin if not OWN.match(path) and not FOR_ANYBODY.match(path)]
    assert {path for path in closed if getattr(halfway, method)(path).status_code != 302} == set()


@pytest.mark.parametrize(
    "path",
    ["//admin/images/", "/admin//images/", "/admin/./images/", "/ADMIN/images/", "/admin/images", "/en/admin/images/"],
)
def test_no_spelling_gets_by(halfway: Client, path: str) -> None:
    answer = halfway.get(path, headers={"host": "localhost"})
    assert answer.status_code in {301, 302, 404}
    assert "Images" not in answer.content.decode()


def test_a_script_in_a_page_is_refused_and_not_led_elsewhere(halfway: Client) -> None:
    answer = halfway.get("/admin/pages/1/", headers={"X-Requested-With": "XMLHttpRequest"})
    assert answer.status_code == 403


def test_outside_the_admin_a_password_alone_makes_nobody(halfway: Client) -> None:
    halfway.cookies["sessionid"]["path"] = "/"
    assert halfway.get("/documents/1/x.pdf").wsgi_request.user.is_anonymous


def test_after_the_second_step_the_admin_is_served(through: Client) -> None:
    for path in ["/admin/", "/admin/account/", "/admin/images/", "/admin/users/", "/admin/translations/"]:
        assert through.get(path).status_code == 200


def test_a_removed_device_closes_the_door_at_once(through: Client, ann: Any) -> None:
    CodeApp.objects.filter(user=ann).delete()
    assert through.get("/admin/").headers["Location"].startswith(DOOR)


def test_signing_out_is_possible_halfway(halfway: Client) -> None:
    halfway.post("/admin/logout/")
    assert "_auth_user_id" not in halfway.session


def test_where_it_is_not_asked_for_the_password_is_enough(client: Client, sign_in: Any) -> None:
    sign_in(client)
    assert client.get("/admin/").status_code == 200


def test_a_visitors_page_reads_no_session(client: Client, required: None) -> None:
    assert "Cookie" not in client.get("/-/live").headers.get("Vary", "")
