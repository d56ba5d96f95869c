"""Roles: made by one command, kept by system checks."""

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Page
from wagtail.permissions import policy_registry

from pages.languages import CODES
from pages.models import CampaignImage
from pages.translations import roles
from pages.translations.checks import check_roles
from petition.models import Petition
from tests.pages.conftest import home as home

pytestmark = pytest.mark.django_db
ALL = {role.name for role in roles.all_roles()}


def told() -> list[str]:
    """The numbers of what the checks find."""
    return [message.id for message in check_roles(databases=["default"])]


def member(*names: str) -> object:
    """A user with these roles."""
    user = get_user_model().objects.create_user(f"member{get_user_model().objects.count()}")
    user.groups.set(Group.objects.filter(name__in=names))
    return user


@pytest.fixture
def made(db: None) -> None:
    call_command("make_roles", verbosity=0)


def test_there_are_two_roles_for_each_language_and_two_for_the_whole(made: None) -> None:
    assert len(ALL) == 2 + 2 * len(settings.LANGUAGES)
    assert set(Group.objects.values_list("name", flat=True)) >= ALL
    assert "Translators: French" in ALL


def test_making_them_again_changes_nothing_and_keeps_what_was_given_by_hand(made: None) -> None:
    group = Group.objects.get(name="Translators: French")
    extra = Permission.objects.get(codename="view_letter")
    group.permissions.add(extra)
    counted = (Group.objects.count(), GroupPagePermission.objects.count(), GroupCollectionPermission.objects.count())
    call_command("make_roles", verbosity=0)
    assert extra in group.permissions.all()
    assert counted == (
        Group.objects.count(),
        GroupPagePermission.objects.count(),
        GroupCollectionPermission.objects.count(),
    )


@pytest.mark.parametrize("code", CODES)
def test_a_translator_may_translate_one_language_and_publish_none(made: None, code: str) -> None:
    user = member(f"Translators: {dict(settings.LANGUAGES)[code]}")
    assert [known for known in CODES if roles.may_translate(user, known)] == [code]
    assert not any(roles.may_publish(user, known) for known in CODES)
    assert not any(may(user) for may in (roles.may_edit_source, roles.may_publish_unready, roles.may_manage))
    assert user.has_perm("wagtailadmin.access_admin")


@pytest.mark.parametrize("code", CODES)
def test_a_publisher_may_translate_and_publish_one_language(made: None, code: str) -> None:
    user = member(f"Publishers: {dict(settings.LANGUAGES)[code]}")
    assert [known for known in CODES if roles.may_publish(user, known)] == [code]
    assert [known for known in CODES if roles.may_translate(user, known)] == [code]
    assert not any(may(user) for may in (roles.may_edit_source, roles.may_publish_unready, roles.may_manage))


def test_an_editor_writes_the_source_and_publishes_nothing(made: None, home: Page) -> None:
    user = member("Editors")
    assert roles.may_edit_source(user)
    assert not any(roles.may_publish(user, code) or roles.may_translate(user, code) for code in CODES)
    permissions = home.permissions_for_user(user)
    assert permissions.can_edit()
    assert permissions.can_add_subpage()
    assert not permissions.can_publish()
    assert user.has_perm("petition.change_petition")
    assert not user.has_perm("petition.publish_petition")
    assert policy_registry.get_by_type(CampaignImage).user_has_permission(user, "add")


def test_a_manager_may_all_of_it(made: None, home: Page) -> None:
    user = member("Managers")
    assert all(roles.may_publish(user, code) and roles.may_translate(user, code) for code in CODES)
    assert roles.may_edit_source(user)
    assert roles.may_publish_unready(user)
    assert roles.may_manage(user)
    assert home.permissions_for_user(user).can_publish()
    assert policy_registry.get_by_type(Petition).user_has_permission(user, "publish")


def test_nobody_may_anything_without_a_role(db: None) -> None:
    assert not any(roles.may_translate(user, "fr") for user in (None, member()))


# Checks ---------------------------------------------------------------------------------------------------------------
def test_the_checks_are_content_with_roles_just_made(made: None) -> None:
    assert told() == []


def test_the_checks_look_at_no_database_that_isnt_named(made: None) -> None:
    Group.objects.get(name="Editors").delete()
    assert check_roles(databases=None) == []
    assert check_roles(databases=["other"]) == []


def test_without_any_role_the_checks_say_how_to_make_them(db: None) -> None:
    assert told() == ["pages.W001"]


def test_a_role_that_lacks_or_exceeds_its_language_is_told(made: None) -> None:
    group = Group.objects.get(name="Translators: French")
    group.permissions.remove(Permission.objects.get(codename="translate_fr"))
    assert told() == ["pages.W002"]
    group.permissions.add(Permission.objects.get(codename="publish_de"))
    assert sorted(told()) == ["pages.W002", "pages.W003"]


def test_a_role_whose_group_was_deleted_is_told(made: None) -> None:
    Group.objects.get(name="Publishers: French").delete()
    assert told() == ["pages.W002"]


def test_missing_rows_of_permissions_are_told_by_check_and_command(made: None) -> None:
    Permission.objects.get(codename="publish_fr").delete()
    assert told() == ["pages.E003"]
    with pytest.raises(CommandError, match="publish_fr"):
        call_command("make_roles", verbosity=0)


def test_the_checks_run_with_the_command_that_names_a_database(made: None, capsys: pytest.CaptureFixture[str]) -> None:
    Group.objects.get(name="Editors").delete()
    call_command("check", databases=["default"])
    assert "pages.W002" in capsys.readouterr().err
