"""What a role may make public and take off, on the roads that no form guards."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from wagtail.log_actions import LogContext, registry

from home.models import HomePage
from pages.translations import desk
from tests.pages.conftest import add_page, fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(home: HomePage) -> Any:
    call_command("make_roles", verbosity=0)
    return add_page(home, ("en", "de"), heading={"en": "River", "de": "Fluss", "fr": "Rivière"}, slug="river")


def member(role: str) -> Any:
    user = get_user_model().objects.create_user("member")
    user.groups.set([Group.objects.get(name=role)])
    return user


def test_a_publisher_needs_no_permission_of_wagtails_at_the_desk(page: Any) -> None:
    user = member("Publishers: French")
    with LogContext(user=user):
        desk.publish(page, ["fr"], user)
    assert fresh(page).live_languages() == ["en", "fr", "de"]


@pytest.mark.parametrize("role", ["Translators: French", "Publishers: German", "Editors"])
def test_others_are_held_back_and_the_history_says_so(page: Any, role: str) -> None:
    user = member(role)
    with LogContext(user=user):
        desk.publish(page, ["fr"], user)
    assert fresh(page).live_languages() == ["en", "de"]
    entry = registry.get_logs_for_instance(page).get(action="translations.refuse")
    assert (entry.data["languages"], entry.user) == (["fr"], user)


def test_nobody_withdraws_a_language_that_isnt_theirs(page: Any) -> None:
    with LogContext(user=member("Publishers: French")), pytest.raises(PermissionDenied):
        page.withdraw(["de"])
    assert fresh(page).live_languages() == ["en", "de"]
    page.withdraw(["de"])
    assert fresh(page).live_languages() == ["en"]
