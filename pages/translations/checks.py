"""System checks: each role has the permissions of its language, and of no other."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import Group
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections

from pages.translations import role_groups
from pages.translations.roles import all_roles, editors

HINT = "Run `manage.py make_roles`."


@register(Tags.database)
def check_roles(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """What is wrong with the roles; runs where a database is named: `manage.py check --database default`."""
    if (
        "default" not in (databases or ())
        or Group._meta.db_table not in connections["default"].introspection.table_names()
    ):
        return []
    if not Group.objects.filter(name__in=ours()).exists():
        return [Warning("The roles of the translation desk are not made yet.", hint=HINT, id="pages.W001")]
    try:
        role_groups.ids(name for role in all_roles() for name in role.everywhere)
    except role_groups.PermissionsMissing as missing:
        return [Error(f"There are no such permissions: {missing}.", hint="Run `manage.py migrate`.", id="pages.E003")]
    return [message for role, lacks, exceeds in role_groups.faults() for message in told(role, lacks, exceeds)]


def ours() -> set[str]:
    """The names of the groups that nobody but `make_roles` makes: Wagtail has Editors of its own."""
    return {role.name for role in all_roles()} - {editors().name}


def told(role: str, lacks: set[str], exceeds: set[str]) -> list[CheckMessage]:
    """What to tell of one role."""
    messages: list[CheckMessage] = []
    if exceeds:
        sentence = f"“{role}” may do more than its role: {', '.join(sorted(exceeds))}."
        messages.append(Warning(sentence, hint="Take it away from the group.", id="pages.W003"))
    if lacks or not exceeds:
        what = ", ".join(sorted(lacks)) or "the group itself"
        messages.append(Warning(f"“{role}” lacks {what}.", hint=HINT, id="pages.W002"))
    return messages
