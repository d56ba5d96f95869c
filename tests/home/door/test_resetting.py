"""home.door.resetting: a colleague who lost everything begins anew, and it is written down."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.log_actions import registry

from home.door import devices
from tests.home.door.conftest import PASSWORD, code, give_app

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("required")]


@pytest.fixture
def ben(django_user_model: Any) -> Any:
    """A colleague who has lost his phone."""
    ben = django_user_model.objects.create_user("ben", password=PASSWORD)
    give_app(ben)
    return ben


def logged(user: Any) -> list[tuple[str, str | None]]:
    return [(entry.action, entry.user and entry.user.get_username()) for entry in registry.get_logs_for_instance(user)]


def test_a_colleague_resets_and_it_is_logged(through: Client, ben: Any) -> None:
    address = f"/admin/users/{ben.pk}/second-step/"
    assert address in through.get(f"/admin/users/edit/{ben.pk}/").content.decode()
    assert through.get(address).status_code == 200
    assert devices.has_any(ben)
    through.post(address)
    assert not devices.has_any(ben)
    assert ("door.reset", "ann") in logged(ben)


def test_the_command_resets_and_it_is_logged(ben: Any, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("reset_second_factor", "ben")
    assert not devices.has_any(ben)
    assert ("door.reset", None) in logged(ben)
    assert "1 devices of ben" in capsys.readouterr().out


def test_the_command_refuses_a_name_that_nobody_has() -> None:
    with pytest.raises(CommandError, match="Nobody signs in as 'nobody'"):
        call_command("reset_second_factor", "nobody")


def test_nobody_resets_oneself(through: Client, ann: Any) -> None:
    through.post(f"/admin/users/{ann.pk}/second-step/")
    assert devices.has_any(ann)


def test_who_may_change_accounts_opens_none_that_may_more(ben: Any, ann: Any, client: Client, sign_in: Any) -> None:
    managers = Group.objects.create(name="managers of accounts")
    managers.permissions.add(
        Permission.objects.get(codename="change_user"), Permission.objects.get(codename="access_admin")
    )
    ben.groups.add(managers)
    give_app(ann)
    sign_in(client, "ben")
    client.post("/admin/second-step/", {"code": code(devices.of(ben)[0][1])})
    assert client.get("/admin/users/").status_code == 200
    client.post(f"/admin/users/{ann.pk}/second-step/")
    assert devices.has_any(ann)


def test_who_is_reset_is_out_at_once(through: Client, ann: Any) -> None:
    call_command("reset_second_factor", "ann", verbosity=0)
    assert through.get("/admin/", follow=True).redirect_chain[-1][0] == "/admin/account/devices/"
