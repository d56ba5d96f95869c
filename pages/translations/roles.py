"""Who may do what in which language: roles as groups, and what is asked on the server for every field and action."""

from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.conf import settings
from wagtail.contrib.settings.registry import registry as settings_of_sites
from wagtail.models import Page

APP = "pages"
ACCESS = "wagtailadmin.access_admin"
SOURCE = frozenset({f"{APP}.edit_source", f"{APP}.change_sitesettings", f"{APP}.view_glossaryterm"})
GLOSSARY = frozenset(f"{APP}.{verb}_glossaryterm" for verb in ("add", "change", "delete", "view"))
LIBRARY = frozenset({
    "wagtailimages.add_image", "wagtailimages.change_image", "wagtailimages.choose_image",
    "wagtaildocs.add_document", "wagtaildocs.change_document", "wagtaildocs.choose_document",
})  # fmt: skip


def permission(verb: str, code: str) -> str:
    """What `user.has_perm` is asked: "pages.translate_fr"."""
    return f"{APP}.{verb}_" + code


# What one may ---------------------------------------------------------------------------------------------------------
def may_translate(user: Any, code: str) -> bool:
    """Whether `user` may change drafts in the language `code`."""
    return bool(user and user.has_perm(permission("translate", code)))


def may_publish(user: Any, code: str) -> bool:
    """Whether `user` may make the language `code` public, or take it off."""
    return bool(user and user.has_perm(permission("publish", code)))


def may_edit_source(user: Any) -> bool:
    """Whether `user` may change what is translated from, and what all languages share."""
    return bool(user and user.has_perm(f"{APP}.edit_source"))


def may_publish_unready(user: Any) -> bool:
    """Whether `user` may make a language public that lacks something."""
    return bool(user and user.has_perm(f"{APP}.publish_unready"))


def may_manage(user: Any) -> bool:
    """Whether `user` may switch languages on and off, and invite supporters."""
    return bool(user and user.has_perm(f"{APP}.manage_languages"))


# Roles ----------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Role:
    """A group and the permissions that it needs, as "app.codename": everywhere, on all pages, on the whole library."""

    name: str
    everywhere: frozenset[str]
    on_pages: frozenset[str] = field(default=frozenset())
    on_library: frozenset[str] = field(default=frozenset())


def of_language(code: str, name: str) -> list[Role]:
    """The two roles of one language. Both work at the desk: no page is theirs to move, delete or unpublish."""
    translate = frozenset({ACCESS, permission("translate", code), f"{APP}.view_glossaryterm"})
    return [
        Role(f"Translators: {name}", translate),
        Role(f"Publishers: {name}", translate | {permission("publish", code)}),
    ]


def editors() -> Role:
    """Those who write the source and what all languages share; they make nothing public."""
    return Role(
        "Editors",
        SOURCE | {ACCESS} | of_subjects("add", "change", "view"),
        frozenset({"wagtailcore.add_page", "wagtailcore.change_page"}),
        LIBRARY,
    )


def managers() -> Role:
    """Those who may all of it, in every language."""
    every = of_languages()
    deeds = ("add", "change", "view", "publish", "delete", "lock", "unlock")
    return Role(
        "Managers",
        SOURCE
        | GLOSSARY
        | every
        | {ACCESS, f"{APP}.publish_unready", f"{APP}.manage_languages"}
        | of_settings()
        | of_subjects(*deeds),
        frozenset(f"wagtailcore.{verb}_page" for verb in ("add", "change", "publish", "lock", "unlock", "bulk_delete")),
        LIBRARY | {"wagtailimages.delete_image", "wagtaildocs.delete_document"},
    )


def of_subjects(*verbs: str) -> frozenset[str]:
    """The permissions `verbs` on what is public language by language and is no page: petitions."""
    found = [model._meta for model in apps.get_models() if hasattr(model, "publish_languages")]
    snippets = [options for options in found if not issubclass(options.model, Page)]
    return frozenset(f"{options.app_label}.{verb}_{options.model_name}" for options in snippets for verb in verbs)


def of_settings() -> frozenset[str]:
    """The permissions to change what is set once for a whole site, such as how its petitions are protected."""
    options = [model._meta for model in settings_of_sites]
    return frozenset(f"{each.app_label}.change_{each.model_name}" for each in options)


def all_roles() -> list[Role]:
    """Every role of this site."""
    return [editors(), managers(), *(role for code, name in settings.LANGUAGES for role in of_language(code, name))]


def languages_permissions() -> frozenset[str]:
    """The permissions that are about languages: no role may hold one that isn't its own."""
    decisions = {f"{APP}.{name}" for name in ("edit_source", "publish_unready", "manage_languages")}
    return of_languages() | decisions


def of_languages() -> frozenset[str]:
    """The permissions to translate into and to publish each language."""
    return frozenset(permission(verb, code) for code, _name in settings.LANGUAGES for verb in ("translate", "publish"))
