"""Everything that is translated, and how far it is in each language: a few questions to the database for any number.

Titles come from the subjects' own tables, states and counts from their sheets, the order from what visitors ask for.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    Case,
    CharField,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.models import Page

from pages.languages import columns
from pages.models.desk import LanguageDemand
from pages.models.translation import SheetState, TranslationSheet
from pages.translations import desk
from pages.translations.publishing import TranslatedContent

LONG_AGO = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
IN_A_ROW = ("kind", "number", "name", "place", "rank", "views", "changed")
ORDERS = {
    "demand": ("-views", "rank", "name", "kind", "number"),
    "title": ("name", "kind", "number"),
    "changed": ("-changed", "name", "kind", "number"),
}
ORDER_LABELS = {"demand": _("most wanted"), "title": _("title"), "changed": _("last change")}
STATES = {
    "missing": Q(missing__gt=0),
    "machine": Q(machine__gt=0),
    "stale": Q(stale__gt=0),
    "draft": Q(state=SheetState.DRAFT) | Q(is_newer=True),
    "review": Q(state=SheetState.REVIEW),
    "live": Q(state=SheetState.LIVE),
    "withdrawn": Q(state=SheetState.WITHDRAWN),
    "planned": Q(go_live_at__isnull=False) | Q(withdraw_at__isnull=False),
    "approval": Q(needs_approval_at__isnull=False),
}
STATE_LABELS = {
    "missing": _("Something is missing"),
    "machine": _("Machine translation, unreviewed"),
    "stale": _("The source has changed since"),
    "draft": _("Draft, or newer draft"),
    "review": _("In review"),
    "live": _("Live"),
    "withdrawn": _("Withdrawn"),
    "planned": _("Planned"),
    "approval": _("Needs approval"),
}


@dataclass(frozen=True)
class Wanted:
    """What somebody wants to see. `kind`: a content type's number; `order`: a key of ORDERS, `state`: of STATES."""

    language: str = ""
    state: str = ""
    kind: int = 0
    words: str = ""
    order: str = "demand"


@dataclass(frozen=True)
class Row:
    """One subject: its content type and number, its name, how often it was shown in another language than asked."""

    kind: int
    number: int
    name: str
    place: int  # the site whose settings these are; 0 for what is no site's
    rank: int  # 0 for what is published by itself, 1 for what stands around it
    views: int
    changed: dt.datetime

    @property
    def edit_url(self) -> str:
        """Where Wagtail edits the subject."""
        model = ContentType.objects.get_for_id(self.kind).model_class()
        return desk.edit_url_of(model, self.number, self.place) if model else ""


# Rows -----------------------------------------------------------------------------------------------------------------
def rows(wanted: Wanted, codes: Collection[str], since: dt.date) -> QuerySet[Any, Any]:
    """The subjects that `wanted` asks for, as tuples for `Row`. `codes`: the languages shown; demand counts `since`."""
    found = [shaped(leg, wanted, codes, since) for leg in legs(wanted, codes)]
    return found[0].union(*found[1:], all=True).order_by(*ORDERS[wanted.order])


def count(wanted: Wanted, codes: Collection[str]) -> int:
    """How many they are."""
    found = [leg.values_list("kind", "number") for leg in legs(wanted, codes)]
    return found[0].union(*found[1:], all=True).count()


def legs(wanted: Wanted, codes: Collection[str]) -> list[QuerySet[Any]]:
    """The subjects, a query for each table: all pages stand in one. At least one, if only an empty one."""
    shown = {kind: model for kind, model in desk.subject_types().items() if wanted.kind in (0, kind)}
    of_pages = [kind for kind, model in shown.items() if issubclass(model, Page)]
    pages = Page.objects.filter(content_type__in=of_pages, alias_of=None)
    found = [
        pages.annotate(kind=F("content_type_id"), number=F("pk"), name=F("title"), place=number(0), rank=number(0))
    ]
    found.extend(leg(kind, model) for kind, model in shown.items() if kind not in of_pages)
    return [narrowed(one.order_by(), wanted, codes) for one in found]


def leg(kind: int, model: type[Model]) -> QuerySet[Any]:
    """The rows of `model`, which are no pages."""
    plain: QuerySet[Any] = QuerySet(model)  # modeltranslation's own puts values into an order of its own
    return plain.annotate(
        kind=number(kind),
        number=F("pk"),
        name=name_of(model),
        place=F("site_id") if issubclass(model, BaseSiteSetting) else number(0),
        rank=number(0 if issubclass(model, TranslatedContent) else 1),
    )


def number(value: int) -> Value:
    """A number for the database."""
    return Value(value, output_field=IntegerField())


def name_of(model: type[Model]) -> Any:
    """What rows of `model` are called, for the database: title, source heading, or what the model is."""
    if any(field.name == "title" for field in model._meta.get_fields()):
        return F("title")
    text = CharField()
    headings = {code: written(name) for code, name in columns(model).get("heading", {}).items()}
    if headings:
        of_source = Case(
            *(When(source_language=code, then=heading) for code, heading in headings.items()), output_field=text
        )
        return Coalesce(of_source, *headings.values(), Value(""), output_field=text)
    return Value(str(model._meta.verbose_name).capitalize(), output_field=text)


def written(name: str) -> Any:
    """The text of the column `name`, NULL where it is empty."""
    return NullIf(Cast(F(name), CharField()), Value(""))


def narrowed(leg: QuerySet[Any], wanted: Wanted, codes: Collection[str]) -> QuerySet[Any]:
    """Those of `leg` that have the words, and a language in the state that `wanted` asks for."""
    if wanted.words:
        words = wanted.words
        spellings = {words}
        if not words.isascii():  # SQLite knows the case of a to z alone
            spellings |= {words.lower(), words.upper(), words.title()}
        leg = leg.filter(*[Q(*[Q(name__icontains=spelling) for spelling in sorted(spellings)], _connector=Q.OR)])
    if wanted.state:
        sheets = TranslationSheet.objects.filter(content_type_id=OuterRef("kind"), object_id=OuterRef("pk"))
        looked_at = sheets.filter(language__in=[wanted.language] if wanted.language else codes, is_source=False)
        fits = Q(Exists(looked_at.filter(STATES[wanted.state])))
        leg = leg.filter(fits | ~Q(Exists(sheets)) if wanted.state == "missing" else fits)
    return leg


def shaped(leg: QuerySet[Any], wanted: Wanted, codes: Collection[str], since: dt.date) -> QuerySet[Any, Any]:
    """`leg` with what its rows are sorted by."""
    views: Any = number(0)
    changed: Any = Value(LONG_AGO, output_field=DateTimeField())
    if leg.model is Page:
        asked_for = LanguageDemand.objects.filter(page=OuterRef("pk"), day__gte=since)
        asked_for = asked_for.filter(language__in=[wanted.language] if wanted.language else codes)
        summed = asked_for.order_by().values("page").annotate(sum=Sum("fallback_views")).values("sum")
        views = Coalesce(Subquery(summed), 0, output_field=IntegerField())
    if wanted.order == "changed":
        sheets = TranslationSheet.objects.filter(content_type_id=OuterRef("kind"), object_id=OuterRef("pk"))
        newest = Subquery(sheets.order_by("-updated_at").values("updated_at")[:1])
        changed = Coalesce(newest, changed, output_field=DateTimeField())
    return leg.annotate(views=views, changed=changed).values_list(*IN_A_ROW)


# Sheets ---------------------------------------------------------------------------------------------------------------
def sheets_of(found: Iterable[Row], codes: Collection[str]) -> dict[tuple[int, int], dict[str, TranslationSheet]]:
    """{(content type's number, number): {language: sheet}} of the rows `found`, in one query."""
    by_kind: dict[int, list[int]] = {}
    for row in found:
        by_kind.setdefault(row.kind, []).append(row.number)
    if not by_kind:
        return {}
    which = Q(*(Q(content_type_id=kind, object_id__in=ids) for kind, ids in by_kind.items()), _connector=Q.OR)
    sheets: dict[tuple[int, int], dict[str, TranslationSheet]] = {}
    wanted = TranslationSheet.objects.filter(which, language__in=codes)
    for sheet in wanted.defer("known", "hidden", "own", "attic", "draft"):
        sheets.setdefault((sheet.content_type_id, sheet.object_id), {})[sheet.language] = sheet
    return sheets
