"""Sending news to a petition's signatories: choose a page, read the test letters, send, watch, cancel."""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.core import signing
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.models import Page

from pages import languages
from pages.models import Edition
from petition import letters, lifecycle, outbox
from petition.admin_forms import NewsForm, SendNewsForm
from petition.models import Announcement, Petition
from petition.reports import Line
from petition.viewsets import audit
from petition.viewsets.audit import Deed

SALT = "petition.news"
TEST_HOLDS = 24 * 60 * 60  # seconds: then it is to be read anew


class NewsView(PermissionCheckedMixin, BaseObjectMixin, WagtailAdminTemplateMixin, TemplateView):
    """GET shows what was sent and how far it is; a POST takes one of three steps."""

    model = Petition
    permission_required = "publish"
    template_name = "petition/admin/news.html"
    page_title = _("Send news")
    header_icon = "mail"
    index_url_name = edit_url_name = None

    def get_page_subtitle(self) -> str:
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": _("Petitions")},
            {"url": reverse(self.edit_url_name, args=[self.object.pk]), "label": str(self.object)},
            {"url": "", "label": self.page_title, "sublabel": str(self.object)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            "form": NewsForm(self.object),
            **super().get_context_data(**kwargs),
            "petition": self.object,
            "announcements": announcements_of(self.object),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        steps = {"test": self.test, "send": self.send, "cancel": self.cancel}
        step = steps.get(request.POST.get("step", ""))
        return step(request) if step else self.again()

    def again(self) -> HttpResponse:
        """The page as it stands now."""
        return redirect(self.request.path)

    # Steps ------------------------------------------------------------------------------------------------------------
    def test(self, request: HttpRequest) -> HttpResponse:
        """Send the letters to the editor first, one in each language; then ask for the tick."""
        form = NewsForm(self.object, request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        page_id = form.cleaned_data["page"].pk
        counts = lifecycle.readers_by_language(self.object, page_id)
        if not request.user.email:
            messages.error(request, _("Your account has no e-mail address, so no test letter can reach you."))
            return self.again()
        try:
            outbox.send_at_once(samples(self.object, page_id, list(counts), request.user.email))
        except OSError:
            messages.error(request, _("The mail server did not take the test letters. Please try again later."))
            return self.again()
        initial = {"page": page_id, "tested": proof(request.user, self.object, page_id)}
        return self.asking(form, SendNewsForm(initial=initial), page_id)

    def asking(self, form: NewsForm, sending: SendNewsForm, page_id: int) -> HttpResponse:
        """The page that asks for the tick and says how many letters go out."""
        counts = lifecycle.readers_by_language(self.object, page_id)
        return self.render_to_response(
            self.get_context_data(
                form=form,
                sending=sending,
                lines=[Line(code, languages.language(code), count) for code, count in counts.items()],
                total=sum(counts.values()),
                title=form.fields["page"].queryset.filter(pk=page_id).values_list("title", flat=True).first() or "",
            )
        )

    def send(self, request: HttpRequest) -> HttpResponse:
        """Give the page to the worker, if the editor had the test letters of what stands there now and ticks so."""
        form = SendNewsForm(request.POST)
        page_id = number(request.POST.get("page", ""))
        if not is_proof(request.POST.get("tested", ""), request.user, self.object, page_id):
            messages.error(request, _("The page has changed since the test letters. Please send them once more."))
            return self.again()
        if not form.is_valid():
            return self.asking(NewsForm(self.object, {"page": page_id}), form, page_id)
        try:
            lifecycle.plan_news(self.object, page_id, request.user.pk, timezone.now())
        except (lifecycle.AlreadyTold, lifecycle.NotLive):
            messages.error(request, _("This page was sent before, or is not live any more."))
            return self.again()
        audit.record(Deed.NEWS, request.user, self.object, page=page_id)
        messages.success(request, _("The letters are being written."))
        return self.again()

    def cancel(self, request: HttpRequest) -> HttpResponse:
        """Stop the letters that are not out yet."""
        asked = number(request.POST.get("announcement", ""))
        found = Announcement.objects.filter(petition=self.object, pk=asked).first()
        if found is not None and lifecycle.cancel_news(found.pk, timezone.now()):
            audit.record(Deed.CANCEL_NEWS, request.user, self.object, page=found.page_id)
            messages.success(request, _("No more letters of this news go out."))
        return self.again()


def refuse_to_delete(request: HttpRequest, pages: Iterable[Page]) -> HttpResponse | None:
    """The way back, with a sentence, where one of `pages` or one below it was sent: its letters are told by it."""
    for page in pages:
        told = Announcement.objects.filter(page__path__startswith=page.path).select_related("page").first()
        if told is not None:
            sentence = _("“%(page)s” can't be deleted: it was sent by e-mail. Unpublish it instead.")
            messages.error(request, sentence % {"page": told.page.title})
            return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


def samples(petition: Petition, page_id: int, codes: list[str], address: str) -> list[Any]:
    """The letter in each of the languages `codes`."""
    found = [letters.edition_for(page_id, code, petition.source_language) for code in codes]
    return [letters.sample(petition, told, address) for told in found if told]


def announcements_of(petition: Petition) -> QuerySet[Announcement]:
    """What was sent, newest first, each with `sent`, `failed` and `waiting` letters."""
    out, given_up = Q(letters__sent_at__isnull=False), Q(letters__failed_at__isnull=False)
    return (
        Announcement.objects.filter(petition=petition)
        .select_related("page", "created_by")
        .annotate(
            sent=Count("letters", filter=out),
            failed=Count("letters", filter=given_up),
            waiting=Count("letters", filter=~out & ~given_up & Q(letters__isnull=False)),
        )
        .order_by("-pk")
    )


def number(typed: str) -> int:
    """A positive whole number that the database can hold, or 0."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 16 else 0


def proof(user: Any, petition: Petition, page_id: int) -> str:
    """What shows that `user` had the test letters of the page as it stands now."""
    return signing.dumps([user.pk, petition.pk, page_id, fingerprint(page_id)], salt=SALT)


def is_proof(typed: str, user: Any, petition: Petition, page_id: int) -> bool:
    """Whether `typed` is such a proof and still holds."""
    try:
        said = signing.loads(typed, salt=SALT, max_age=TEST_HOLDS)
    except signing.BadSignature:
        return False
    return bool(said == [user.pk, petition.pk, page_id, fingerprint(page_id)])


def fingerprint(page_id: int) -> str:
    """Of what the letters tell of the page, in all languages."""
    told = Edition.objects.filter(page_id=page_id).order_by("language")
    words = repr(list(told.values_list("language", "heading", "description", "path")))
    return hashlib.sha256(words.encode()).hexdigest()
