"""Which fields of a two-language form its user may write. No other is in it, so a forged field changes nothing."""

from collections.abc import Iterator
from typing import Any

from django.db import models

from pages.languages import CODES, columns
from pages.translations import roles

PLANS = frozenset({"go_live_at", "expire_at"})  # they move every language at once
CONTROLS = frozenset({"release", "although_unready"})  # of the draft; the form asks who may set them
OF_MANAGERS = frozenset({"languages"})  # which languages a site offers


def has_drafts(model: type[models.Model]) -> bool:
    """Whether `model` is public language by language; what isn't is public as soon as it is saved."""
    return any(field.name == "release" for field in model._meta.get_fields())


def may_write(user: Any, instance: Any, code: str) -> bool:
    """Whether `user` (None: code, not a person) may write the texts of `instance` in the language `code`."""
    if user is None:
        return True
    if code == instance.source_language:
        return roles.may_edit_source(user)
    return roles.may_translate(user, code) and (has_drafts(type(instance)) or roles.may_publish(user, code))


def sources(user: Any, instance: Any) -> list[str]:
    """The languages that `user` may declare to be the source: a new object's any, another's only one they may write."""
    if user is None or (not instance.pk and roles.may_edit_source(user)):
        return list(CODES)
    may_choose = roles.may_edit_source(user)
    return [
        code for code in CODES if code == instance.source_language or (may_choose and may_write(user, instance, code))
    ]


def closed(user: Any, instance: Any, offered: tuple[str, ...]) -> Iterator[str]:
    """The fields that the form leaves out: all of languages not `offered`, and what `user` may not write."""
    may_write_shared = user is None or roles.may_edit_source(user)
    per_base = columns(type(instance))
    yield from (
        name
        for names in per_base.values()
        for code, name in names.items()
        if code not in offered or not may_write(user, instance, code)
    )
    texts = {*per_base, *(name for names in per_base.values() for name in names.values()), *CONTROLS}
    for field in instance._meta.get_fields():
        if field.name not in texts and not (may_write_shared and may_set(user, instance, field.name)):
            yield field.name


def may_set(user: Any, instance: Any, name: str) -> bool:
    """Whether `user`, who writes the source, may set the shared field `name`."""
    if user is None:
        return True
    if name in PLANS:
        live = instance.live_languages() if instance.pk else []
        return all(roles.may_publish(user, code) for code in {instance.source_language, *live})
    return name not in OF_MANAGERS or roles.may_manage(user)
