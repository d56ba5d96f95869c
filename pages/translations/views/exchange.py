"""Translations as files: the page with both forms, the report of an import, and the word to write what it accepts."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from pages import languages
from pages.translations.exchange import importing, judging, keeping
from pages.translations.exchange.formats import of_file
from pages.translations.exchange.judging import Report, Verdict
from pages.translations.exchange.keeping import Kept
from pages.translations.exchange.parts import Unreadable
from pages.translations.views import exchange_files
from pages.translations.views.exchange_forms import ExportForm, ImportForm, to_export, to_import

SHOWN = 500  # lines of a report on the page; the file has them all


class ExchangeView(WagtailAdminTemplateMixin, TemplateView):
    """Both forms on GET; a file posted is kept for an hour and answered with its report."""

    template_name = "pages/translations/exchange.html"
    page_title = _("Export and import translations")
    header_icon = "download"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not to_export(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def may_import(self) -> bool:
        """Whether this person translates into any language."""
        return bool(to_import(self.request.user))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("translations:matrix"), "label": _("Translations")},
            {"url": reverse("translations:exchange"), "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return {
            **super().get_context_data(**kwargs),
            "export_form": kwargs.get("export_form") or ExportForm(user=user, initial=self.request.GET.dict()),
            "import_form": kwargs.get("import_form") or ImportForm(user=user),
        }

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The forms; with `format` in the address, the file."""
        if "format" not in request.GET:
            return super().get(request, *args, **kwargs)
        form = ExportForm(request.GET, user=request.user)
        if form.is_valid():
            data = form.cleaned_data
            answer = exchange_files.answer(
                form.found(), data["language"], data["format"], languages.current(), data["only_open"]
            )
            if answer is not None:
                return answer
            form.add_error("language", _("In these languages there is nothing to translate."))
        return self.render_to_response(self.get_context_data(export_form=form), status=400)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A file that came back, or the word to import the one that is kept."""
        if not self.may_import:
            raise PermissionDenied
        token = request.POST.get("token", "")
        try:
            return self.decided(token) if token else self.uploaded()
        except Unreadable as wrong:
            return self.refused(wrong.sentence)

    def uploaded(self) -> HttpResponse:
        """The report of a new file."""
        form = ImportForm(self.request.POST, self.request.FILES, user=self.request.user)
        if not form.is_valid():
            return self.refused("", form)
        file = form.cleaned_data["file"]
        return self.report(Kept(file.name, file.read(), form.cleaned_data["language"]))

    def refused(self, sentence: Any, form: ImportForm | None = None) -> HttpResponse:
        """The forms again, with what was wrong."""
        return self.render_to_response(self.get_context_data(import_form=form, refusal=sentence), status=400)

    def report(self, file: Kept) -> HttpResponse:
        """What importing the file would do."""
        found = of_file(file.name, file.content).read(file.content)
        report = judging.report(found, self.request.user, file.language)
        return self.shown(report, token=keeping.keep(file, self.request.user), file=file)

    def decided(self, token: str) -> HttpResponse:
        """The whole report as a file, or the import itself: the file is read and judged again."""
        user = self.request.user
        file = keeping.fetch(token, user)
        kind = of_file(file.name, file.content)
        found = kind.read(file.content)
        if "report" in self.request.POST:
            return exchange_files.report_file(judging.report(found, user, file.language), file.name)
        keeps_stale = bool(self.request.POST.get("keep_stale"))
        report = importing.apply(found, user, kind.tool, file.language, keeps_stale=keeps_stale)
        keeping.drop(token)
        return self.shown(report, is_done=True, keeps_stale=keeps_stale, file=file)

    def shown(self, report: Report, **more: Any) -> HttpResponse:
        """A report on a page; what somebody has to look at comes first."""
        lines = sorted(report.lines, key=lambda line: (not line.is_fault, line.verdict != Verdict.ACCEPTED))
        context = {
            "report": report,
            "lines": lines[:SHOWN],
            "rest": max(0, len(lines) - SHOWN),
            "accepted": report.count(Verdict.ACCEPTED),
            "stale": report.count(Verdict.STALE),
        }
        template = "pages/translations/exchange_report.html"
        return TemplateResponse(self.request, template, {**self.get_context_data(), **context, **more})


show = ExchangeView.as_view()
