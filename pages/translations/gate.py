"""What a publish has to pass, on every road: who publishes may do so in the language, and the language is ready.

Asked where every road ends, so that a forged tick, a bulk action or an approval lets out no more than the button does.
Without a user (worker, command line) everything is allowed: whoever planned it was asked then.
"""

from collections.abc import Collection, Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext
from wagtail.log_actions import get_active_log_context, log

from pages import languages
from pages.translations import readiness, roles
from pages.translations.readiness import Lack


def user() -> Any:
    """Who is at work in the admin; None for the worker and the command line."""
    return get_active_log_context().user


def forbidden(codes: Iterable[str]) -> list[str]:
    """The languages of `codes` that whoever is at work may neither make public nor take off."""
    someone = user()
    return [code for code in languages.ordered(codes) if someone and not roles.may_publish(someone, code)]


def passed(draft: Any, codes: Collection[str]) -> set[str]:
    """The languages of `codes` that go live with `draft`; the history says why the others don't."""
    not_theirs = forbidden(codes)
    if not_theirs:
        refuse(draft, not_theirs, gettext("no permission to publish"))
    open_to_them = languages.ordered(set(codes) - set(not_theirs))
    missing = readiness.blocking(draft, open_to_them)
    if draft.although_unready and (user() is None or roles.may_publish_unready(user())):
        for code, lacks in missing.items():
            log(draft, "translations.override", data={"languages": [code], "lacks": sentences(lacks)})
        return set(open_to_them)
    for code, lacks in missing.items():
        refuse(draft, [code], sentences(lacks))
    return set(open_to_them) - missing.keys()


def refuse(draft: Any, codes: list[str], why: str) -> None:
    """Tell in the history that languages were held back."""
    log(draft, "translations.refuse", data={"languages": codes, "lacks": why})


def sentences(lacks: Iterable[Lack]) -> str:
    """What is missing, in a line."""
    return " ".join(str(lack.sentence) for lack in lacks)


def check_withdrawal(codes: Iterable[str]) -> None:
    """Raise PermissionDenied where whoever is at work takes a language off that isn't theirs."""
    if not_theirs := forbidden(codes):
        raise PermissionDenied(f"No permission to withdraw {', '.join(not_theirs)}.")


def check_plan(sender: Any, instance: Any, update_fields: Any = None, **kwargs: Any) -> None:
    """Before Wagtail stores when a revision goes live: the worker that will do it asks for no permission any more."""
    content = instance.content or {}
    if instance.approved_go_live_at and "approved_go_live_at" in (update_fields or ()) and "release" in content:
        check_withdrawal(content["release"] or [content["source_language"]])
