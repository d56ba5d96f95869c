"""What a publish releases: the languages chosen for it. Every other stays as it is live, and as it is drafted."""

from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.core import checks
from django.db import models, transaction
from django.utils import translation
from wagtail.log_actions import log
from wagtail.models import Revision

from pages import languages, memory
from pages.languages import CODES, columns
from pages.translations import drafting, gate, preview_units, sheets
from pages.translations.text import Text

P = ParamSpec("P")
R = TypeVar("R")

# Decided by Wagtail's actions or tied to the row: never taken from what was live before
ROW_STATE = frozenset({
    "id", "pk", "page_ptr", "path", "depth", "numchild", "url_path", "content_type", "locale",
    "translation_key", "alias_of", "owner", "title", "draft_title", "live", "has_unpublished_changes",
    "first_published_at", "last_published_at", "live_revision", "latest_revision",
    "latest_revision_created_at", "expired", "go_live_at", "expire_at", "locked", "locked_at", "locked_by",
    "release", "although_unready",
})  # fmt: skip
PUBLISH_STATE = ("live", "live_revision_id", "first_published_at", "last_published_at", "expired")


class NothingToPublish(ValueError):
    """A publish was asked for languages in which the draft has no heading."""


def in_source_language(method: Callable[P, R]) -> Callable[P, R]:
    """Run a method in the object's source language.

    modeltranslation writes the *active* language into the base column: without this, what is stored would depend on
    the language of the editor's screen.
    """

    @wraps(method)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        with translation.override(args[0].source_language):
            return method(*args, **kwargs)

    return wrapper


def column_default(model: type[models.Model], name: str) -> Any:
    """What an untouched column holds."""
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)  # noqa: S101
    return field.get_default()


class TranslatedContent(models.Model):
    """Something with drafts and a live state that is public language by language.

    One choke point holds the rule: every road to "live" (button, workflow, schedule, bulk action, code) ends in
    `save()` with a changed `live_revision` or `last_published_at`. There, each language that the revision does not
    release gets back what is live now. The draft stays the latest revision, so nothing of another language is lost.

    Fields translated must include `heading`: a language is live where the live row has one.
    """

    source_language = models.CharField(max_length=12, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    release = models.JSONField(default=list, blank=True)  # languages that this revision makes public
    although_unready = models.BooleanField(default=False, editable=False)  # somebody who may said so

    live: bool  # this and the next come with Wagtail's drafts
    expire_at: Any

    class Meta:
        abstract = True

    @in_source_language
    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> Any:
        whole = kwargs.get("update_fields") is None
        if whole:
            self.hold_back()
        result = super().save(*args, **kwargs)
        if whole:
            self.refresh_public()
            sheets.refresh_states(self)
            memory.changed()  # once more, after all that visitors read is written
        return result

    @classmethod
    def check(cls, **kwargs: Any) -> list[checks.CheckMessage]:
        """An unregistered subclass silently loses writes to the columns that it inherits."""
        found = super().check(**kwargs)
        if not cls._meta.abstract and "heading" not in columns(cls):
            found.append(
                checks.Error(f"{cls.__name__} is not registered with modeltranslation.", obj=cls, id="pages.E001")
            )
        if any(issubclass(parent, TranslatedContent) for parent in cls._meta.get_parent_list()):
            found.append(
                checks.Error(f"{cls.__name__} must not extend a concrete translated model.", obj=cls, id="pages.E002")
            )
        return found

    # Reading ----------------------------------------------------------------------------------------------------------
    def in_language(self, code: str) -> Text:
        """The text in the language `code`, as it stands on this instance."""
        return Text(self, code)

    def written_languages(self) -> list[str]:
        """The languages that have a heading on this instance, draft or live."""
        return [code for code in CODES if getattr(self, languages.column("heading", code))]

    def live_languages(self) -> list[str]:
        """The languages that visitors can read; right on the live row only, not on a draft."""
        return self.written_languages() if self.live else []

    # Revisions hold columns only, never the base names, which depend on the language that was active ------------------
    def serializable_data(self) -> dict[str, Any]:
        bases = columns(type(self))
        return {name: value for name, value in super().serializable_data().items() if name not in bases}

    def with_content_json(self, content: dict[str, Any]) -> "TranslatedContent":
        bases = columns(type(self))
        draft = super().with_content_json({name: value for name, value in content.items() if name not in bases})
        # A draft older than the first publish names no live revision: scheduling it would take the live page down
        draft.live_revision_id = self.live_revision_id
        draft.last_published_at = self.last_published_at
        return draft

    def get_latest_revision_as_object(self) -> "TranslatedContent":
        draft = super().get_latest_revision_as_object()
        if draft.latest_revision_id == draft.live_revision_id:
            draft.release = []  # the ticks of a publish that has happened don't come back
        draft.although_unready = False  # said of one revision, never of the next
        draft.drafted_from = drafting.base_of(draft)
        return draft

    @in_source_language
    @transaction.atomic
    def save_revision(self, user: Any = None, **kwargs: Any) -> Revision:
        sheets.follow_structure(self, drafting.merge(self, ROW_STATE))
        revision = super().save_revision(user=user, **kwargs)
        drafting.note(self, user, revision)
        return revision

    @in_source_language
    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        super().full_clean(*args, **kwargs)

    # Previews: one for each language ----------------------------------------------------------------------------------
    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        return [(known.code, known.name) for known in languages.all_languages()]

    @property
    def default_preview_mode(self) -> str:
        return self.source_language

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        with translation.override(mode_name):
            response = super().serve_preview(request, mode_name)
            answer = response.render() if hasattr(response, "render") else response
        return preview_units.attach(answer, self, mode_name, getattr(request, "user", None))

    # Publishing -------------------------------------------------------------------------------------------------------
    def publish_languages(
        self, codes: Iterable[str], user: Any = None, *, although_unready: bool = False, **kwargs: Any
    ) -> None:
        """Make the languages `codes` of the latest draft public, as the button does; NothingToPublish if none is.

        A language that lacks something stays as it is live, unless `although_unready`.
        """
        current = type(self).objects.get(pk=self.pk)
        draft = current.get_latest_revision_as_object()
        if not set(codes) & set(draft.written_languages()) and not set(codes) & set(current.live_languages()):
            raise NothingToPublish(f"{current} has no heading in {', '.join(codes)}.")
        draft.release, draft.although_unready = languages.ordered(codes), although_unready
        draft.save_revision(user=user, clean=False).publish(user=user, **kwargs)

    @transaction.atomic
    def withdraw(self, codes: Iterable[str], user: Any = None) -> None:
        """Take the languages `codes` off the public site; their text stays in the draft."""
        codes = languages.ordered(codes)
        gate.check_withdrawal(codes)
        current = type(self).objects.get(pk=self.pk)
        if not (current.has_unpublished_changes and current.latest_revision_id):
            current.save_revision(user=user, clean=False)
        live = type(self).objects.get(pk=self.pk)
        for name, _code, default in live.translated_columns(codes):
            setattr(live, name, default)
        live.has_unpublished_changes = True
        live.save()

    def refresh_public(self) -> None:
        """Bring what visitors are served in line with the row just saved. For the concrete class to say."""
        raise NotImplementedError

    def is_publishing(self, row: "TranslatedContent") -> bool:
        """Whether this save makes a revision live; `row` is what is stored now."""
        return bool(self.live and self.live_revision_id) and (row.live_revision_id, row.last_published_at) != (
            self.live_revision_id,
            self.last_published_at,
        )

    def hold_back(self) -> None:
        """On a publish, put back what is live now in every language that isn't released, or that isn't let through."""
        row = type(self).objects.select_for_update().filter(pk=self.pk).first() if self.pk else None
        if getattr(self, "alias_of_id", None):
            return
        if row is None:
            self.hold_back_copy()
        elif row.live and not self.live:
            gate.check_withdrawal(row.live_languages())
        elif self.is_publishing(row):
            self.let_through(row, gate.passed(self, set(self.release or [self.source_language])))

    def hold_back_copy(self) -> None:
        """A copy of what is live is live at once: but in no language that whoever copies may not publish."""
        not_theirs = gate.forbidden(self.written_languages()) if self.live else []
        for name, _code, default in self.translated_columns(not_theirs):
            setattr(self, name, default)
        self.live = self.live and not (not_theirs and not self.written_languages())

    def let_through(self, row: "TranslatedContent", released: set[str]) -> None:
        """Make `released` public and nothing else; where that is nothing, the row stays as it was."""
        was_live = bool(row.live and row.live_revision_id)
        held = self.put_back_languages(row if was_live else None, released)
        if was_live and self.source_language not in released:
            held |= self.put_back_shared(row)
            self.expire_at = row.expire_at
        if released:
            log(self, "translations.publish", data={"languages": languages.ordered(released)})
        else:
            held = True
            for name in PUBLISH_STATE:
                setattr(self, name, getattr(row, name))
        self.release, self.although_unready = [], False
        if held:
            self.has_unpublished_changes = True
        self.after_hold_back(row)

    def after_hold_back(self, row: "TranslatedContent") -> None:
        """Bring what is derived from the columns in line after `hold_back`. For the concrete class to say, if any."""

    def put_back_languages(self, row: "TranslatedContent | None", released: set[str]) -> bool:
        """Restore the columns of languages not in `released` from the live `row`; whether that changed anything."""
        held = False
        for name, _code, default in self.translated_columns(code for code in CODES if code not in released):
            live = getattr(row, name) if row else default
            held |= sheets.plain(getattr(self, name)) != sheets.plain(live)
            setattr(self, name, live)
        return held

    def put_back_shared(self, row: "TranslatedContent") -> bool:
        """Restore what all languages share: it goes live with the source language; whether that changed anything."""
        held = False
        bases = columns(type(self))
        for field in self._meta.concrete_fields:
            if field.name in ROW_STATE or field.name in bases or hasattr(field, "translated_field"):
                continue
            held |= sheets.plain(getattr(self, field.attname)) != sheets.plain(getattr(row, field.attname))
            setattr(self, field.attname, getattr(row, field.attname))
        return held

    def translated_columns(self, codes: Iterable[str]) -> Iterator[tuple[str, str, Any]]:
        """(column, language, value of an untouched column) for every translated field in `codes`."""
        wanted = set(codes)
        for per_language in columns(type(self)).values():
            for code, name in per_language.items():
                if code in wanted:
                    yield name, code, column_default(type(self), name)
