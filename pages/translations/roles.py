"""Who may do what in which language. Asked on the server, for every field, unit and action."""

from typing import Any

APP = "pages"


def may_translate(user: Any, code: str) -> bool:
    """Whether `user` may change drafts in the language `code`."""
    return bool(user and user.has_perm(f"{APP}.translate_{code}"))


def may_publish(user: Any, code: str) -> bool:
    """Whether `user` may make the language `code` public, or take it off."""
    return bool(user and user.has_perm(f"{APP}.publish_{code}"))


def may_edit_source(user: Any) -> bool:
    """Whether `user` may change what is translated from, and what all languages share."""
    return bool(user and user.has_perm(f"{APP}.edit_source"))


def may_publish_unready(user: Any) -> bool:
    """Whether `user` may make a language public that lacks something."""
    return bool(user and user.has_perm(f"{APP}.publish_unready"))


def may_manage(user: Any) -> bool:
    """Whether `user` may switch languages on and off, and invite supporters."""
    return bool(user and user.has_perm(f"{APP}.manage_languages"))
