"""The matrix: how far everything translated is in each language of the site, most wanted first."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button, HeaderButton

from pages import languages
from pages.languages import Language
from pages.models.site_settings import SiteSettings
from pages.models.translation import TranslationSheet
from pages.translations import cells, demand, desk, overview, roles

ROWS_A_PAGE = 50
ANY_CODE = "-"  # stands in an address for the language that is put there


@dataclass(frozen=True)
class Column:
    """One language of the matrix."""

    language: Language
    is_open: bool
    asked: int


@dataclass(frozen=True)
class Line:
    """One subject of the matrix with a cell for each column."""

    row: overview.Row
    kind: str
    cells: list[cells.Cell]


class FilterForm(forms.Form):
    """What to show. An address that was tampered with shows everything."""

    q = forms.CharField(label=_("Title"), required=False, max_length=100)
    language = forms.ChoiceField(label=_("Language"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    order = forms.ChoiceField(label=_("Sorted by"), required=False, choices=list(overview.ORDER_LABELS.items()))

    def __init__(self, data: Any, codes: list[str], kinds: dict[int, str]) -> None:
        super().__init__(data)
        every = ("", _("All"))
        self.fields["language"].choices = [every, *((code, languages.language(code).name) for code in codes)]
        self.fields["state"].choices = [every, *overview.STATE_LABELS.items()]
        self.fields["kind"].choices = [every, *sorted(kinds.items(), key=lambda kind: kind[1])]

    def wanted(self) -> overview.Wanted:
        """What was chosen; what is none of the choices counts as not chosen."""
        self.is_valid()
        data = self.cleaned_data
        return overview.Wanted(
            language=data.get("language", ""),
            state=data.get("state", ""),
            kind=int(data.get("kind") or 0),
            words=data.get("q", "").replace("\x00", "").strip(),
            order=data.get("order") or "demand",
        )


def languages_of(user: Any, codes: list[str]) -> list[str]:
    """Those of `codes` that `user` works in."""
    return [code for code in codes if roles.may_translate(user, code) or roles.may_publish(user, code)]


class MatrixView(WagtailAdminTemplateMixin, TemplateView):
    """Everything translated × the languages of the site."""

    template_name = "pages/translations/matrix.html"
    page_title = _("Translations")
    header_icon = "globe"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.settings = SiteSettings.for_request(request)
        self.own = languages_of(request.user, self.settings.enabled)
        if not (self.own or roles.may_edit_source(request.user) or roles.may_manage(request.user)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    @cached_property
    def header_buttons(self) -> list[Button]:
        """The ways on."""
        user = self.request.user
        found = []
        if roles.may_manage(user):
            found.append(HeaderButton(_("Languages"), url=reverse("translations:languages"), icon_name="globe"))
        if self.own:
            found.append(
                HeaderButton(_("Export and import"), url=reverse("translations:exchange"), icon_name="download")
            )
        if roles.may_manage(user) or any(roles.may_translate(user, code) for code in self.own):
            found.append(
                HeaderButton(
                    _("Supporters’ suggestions"), url=reverse("translations:suggestion_index"), icon_name="group"
                )
            )
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kinds = {number: capfirst(str(model._meta.verbose_name)) for number, model in desk.subject_types().items()}
        form = FilterForm(self.request.GET, self.settings.enabled, kinds)
        wanted = form.wanted()
        columns = self.columns(wanted)
        codes = [column.language.code for column in columns]
        page = self.page(wanted, codes)
        found = [overview.Row(*values) for values in page.object_list]
        return {
            **super().get_context_data(**kwargs),
            "form": form,
            "is_filtered": any((wanted.language, wanted.state, wanted.kind, wanted.words)),
            "columns": columns,
            "lines": lines(found, codes, kinds),
            "page": page,
            "page_numbers": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
            "window": demand.WINDOW.days,
        }

    def columns(self, wanted: overview.Wanted) -> list[Column]:
        """The source, one's own languages, then what is asked for most; a chosen language only beside the source."""
        asked: Counter[str] = demand.by_language(self.since)
        first, own = self.settings.source_language, set(self.own)
        codes = sorted(
            self.settings.enabled,
            key=lambda code: (code != first, code not in own, -asked[code], languages.CODES.index(code)),
        )
        if wanted.language:
            codes = list(dict.fromkeys([first, wanted.language]))
        return [Column(languages.language(code), code in self.settings.codes, asked[code]) for code in codes]

    @property
    def since(self) -> Any:
        """The first day of the demand that counts."""
        return timezone.localdate() - demand.WINDOW

    def page(self, wanted: overview.Wanted, codes: list[str]) -> Page[Any]:
        """The page of rows that was asked for, else the nearest that there is."""
        paginator = Paginator(overview.rows(wanted, codes, self.since), ROWS_A_PAGE)
        paginator.count = overview.count(wanted, codes)
        return paginator.get_page(self.request.GET.get("p"))


def lines(found: list[overview.Row], codes: list[str], kinds: dict[int, str]) -> list[Line]:
    """The rows with their cells."""
    sheets = overview.sheets_of(found, codes)
    return [Line(row, kinds[row.kind], cells_of(row, codes, sheets.get((row.kind, row.number), {}))) for row in found]


def cells_of(row: overview.Row, codes: list[str], sheets: dict[str, TranslationSheet]) -> list[cells.Cell]:
    """A cell for each of `codes`: the source leads to its form, every other to the translator's view."""
    try:
        before, after = reverse("translations:sheet", args=[row.kind, row.number, ANY_CODE]).split(f"/{ANY_CODE}/")
    except NoReverseMatch:
        before = after = ""
    screen = languages.current()
    found = []
    for code in codes:
        sheet = sheets.get(code)
        url = row.edit_url if sheet and sheet.is_source else f"{before}/{code}/{after}"
        found.append(cells.cell(sheet, url, screen))
    return found


show = MatrixView.as_view()
