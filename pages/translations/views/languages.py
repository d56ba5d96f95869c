"""The languages of the site: what each lacks, and switching them on, open, closed and off."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import ModelLogEntry

from pages import languages
from pages.languages import Language
from pages.models.site_settings import SiteSettings
from pages.translations import demand, offering, roles
from pages.translations.readiness import Lack, NotReady

NEXT = {offering.OFF: ("prepare",), offering.PREPARED: ("open", "off"), offering.OPEN: ("close",)}
STATE_LABELS = {offering.OFF: _("off"), offering.PREPARED: _("in preparation"), offering.OPEN: _("open to visitors")}
DEED_LABELS = {
    "prepare": _("Switch on"),
    "open": _("Open to visitors"),
    "close": _("Close to visitors"),
    "off": _("Switch off"),
}
CONSEQUENCES = {
    "prepare": _(
        "It joins the desk, and people can be given the right to translate into it. Visitors don’t see it yet."
    ),
    "open": _("Visitors find it in the list of languages, and search engines in the site map."),
    "close": _("It vanishes from the list of languages. Its addresses lead to other languages, and all texts stay."),
    "off": _("It leaves the desk. All texts stay, and come back when it is switched on again."),
}
DONE = {
    "prepare": _("%(language)s is switched on. Visitors don’t see it yet."),
    "open": _("%(language)s is open to visitors."),
    "close": _("%(language)s is closed to visitors. Its texts are kept."),
    "off": _("%(language)s is switched off. Its texts are kept."),
}
ENTRIES = 10  # of the history


@dataclass(frozen=True)
class Deed:
    """Something that can be done with a language."""

    name: str
    label: Any
    url: str


@dataclass(frozen=True)
class Line:
    """One language of the list."""

    language: Language
    state: str
    label: Any
    untranslated: int
    pages: int
    others: list[tuple[int, int]]  # of petitions: public in it, public at all
    asked: int
    deeds: list[Deed]


class ManagersView(WagtailAdminTemplateMixin, TemplateView):
    """A page for those who may manage languages."""

    page_title = _("Languages of the site")
    header_icon = "globe"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not roles.may_manage(request.user):
            raise PermissionDenied
        self.site = SiteSettings.for_request(request)
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("translations:matrix"), "label": _("Translations")},
            {"url": reverse("translations:languages"), "label": _("Languages of the site")},
        ]


class LanguagesView(ManagersView):
    """Every language that the site is provisioned for."""

    template_name = "pages/translations/languages.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = demand.by_language(timezone.localdate() - demand.WINDOW)
        pages, others = offering.public_pages(self.site), offering.public_others()
        history = ModelLogEntry.objects.filter(
            content_type__app_label="pages", action__startswith="translations.language_", object_id=str(self.site.pk)
        )
        return {
            **super().get_context_data(**kwargs),
            "lines": [
                line(self.site, known, pages, list(others.values()), asked) for known in languages.all_languages()
            ],
            "pages": pages[""],
            "others": [capfirst(str(model._meta.verbose_name_plural)) for model in offering.others().values()],
            "window": demand.WINDOW.days,
            "strangers": [(code, times) for code, times in asked.most_common() if code not in languages.CODES][
                :ENTRIES
            ],
            "history": history.select_related("user").order_by("-timestamp", "-pk")[:ENTRIES],
        }


def line(
    site: SiteSettings, known: Language, pages: Counter[str], others: list[Counter[str]], asked: Counter[str]
) -> Line:
    """One language of the list."""
    code, state = known.code, offering.state(site, known.code)
    return Line(
        language=known,
        state=state,
        label=STATE_LABELS[state],
        untranslated=offering.untranslated(code),
        pages=pages[code],
        others=[(public[code], public[""]) for public in others],
        asked=asked[code],
        deeds=[
            Deed(name, DEED_LABELS[name], reverse("translations:language", args=[code, name])) for name in NEXT[state]
        ],
    )


class DeedView(ManagersView):
    """What a deed on one language will do and what the language lacks; done when it is sent."""

    template_name = "pages/translations/language_deed.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if kwargs["language"] not in languages.CODES or kwargs["deed"] not in offering.DEEDS:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> Any:
        return DEED_LABELS[self.kwargs["deed"]]

    def get_page_subtitle(self) -> str:
        return languages.language(self.kwargs["language"]).name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_subtitle()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        code, deed = self.kwargs["language"], self.kwargs["deed"]
        found: list[Lack] = offering.lacks(self.site, code) if deed in ("prepare", "open") else []
        is_last = deed == "close" and self.site.codes == [code]
        return {
            **super().get_context_data(**kwargs),
            "language": languages.language(code),
            "consequence": CONSEQUENCES[deed],
            "forbidding": [lack for lack in found if lack.is_blocking],
            "unfinished": [lack for lack in found if not lack.is_blocking],
            "is_first": deed == "close" and self.site.source_language == code and not is_last,
            "is_last": is_last,
            "is_refused": is_last or (deed == "open" and any(lack.is_blocking for lack in found)),
            "is_opening": deed == "open",
            "severity": "critical" if deed == "open" else "info",
            "label": DEED_LABELS[deed],
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it, or say why not."""
        code, deed = self.kwargs["language"], self.kwargs["deed"]
        try:
            offering.DEEDS[deed](self.site, code, request.user)
        except (NotReady, offering.LastLanguage):
            return self.render_to_response(self.get_context_data(), status=409)
        messages.success(request, DONE[deed] % {"language": languages.language(code).name})
        return redirect("translations:languages")


show = LanguagesView.as_view()
change = DeedView.as_view()
