"""The roles as they stand in the database: made where they lack something, compared with what they should be."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import models, transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from pages.translations.roles import Role, all_roles, languages_permissions


class PermissionsMissing(LookupError):
    """The database has no rows for some permissions: its migrations have not been run."""


@transaction.atomic
def make() -> int:
    """Give every role its group and every group its permissions; how many groups are new. Takes nothing away."""
    known = ids(name for role in all_roles() for name in (role.everywhere | role.on_pages | role.on_library))
    return sum(make_one(role, known) for role in all_roles())


def make_one(role: Role, known: dict[str, int]) -> bool:
    """The same for one role; whether its group is new."""
    group, is_new = Group.objects.get_or_create(name=role.name)
    group.permissions.add(*(known[name] for name in role.everywhere))
    if role.on_pages:
        for root in Page.objects.filter(depth=1):
            for name in role.on_pages:
                GroupPagePermission.objects.get_or_create(group=group, page=root, permission_id=known[name])
    if role.on_library:
        for root in Collection.objects.filter(depth=1):
            for name in role.on_library:
                GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission_id=known[name])
    return is_new


def ids(names: Iterable[str]) -> dict[str, int]:
    """{"app.codename": the permission's number}; PermissionsMissing names those that are nowhere."""
    wanted = set(names)
    found = {name: pk for name, pk in labelled(Permission.objects.all()) if name in wanted}
    if missing := sorted(wanted - found.keys()):
        raise PermissionsMissing(", ".join(missing))
    return found


def labelled(permissions: models.QuerySet[Permission]) -> list[tuple[str, int]]:
    """("app.codename", number) of each."""
    rows = permissions.values_list("content_type__app_label", "codename", "pk")
    return [(f"{app}.{codename}", pk) for app, codename, pk in rows]


def faults() -> list[tuple[str, set[str], set[str]]]:
    """(role, permissions that its group lacks, permissions of other languages that it has) where either is any."""
    found = []
    about_languages = languages_permissions()
    for role in all_roles():
        group = Group.objects.filter(name=role.name).first()
        have = {name for name, _pk in labelled(group.permissions.all())} if group else set()
        lacks = {name for name in role.everywhere if name not in have}
        exceeds = (have & about_languages) - role.everywhere
        if group is None or lacks or exceeds:
            found.append((role.name, lacks, exceeds))
    return found
