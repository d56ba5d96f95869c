"""The page from which an editor takes the list of signatures away."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.models import ModelLogEntry

from pages import languages, replica
from petition import export
from petition.admin_forms import ExportForm
from petition.export import Kind
from petition.models import Petition, Signature
from petition.viewsets import audit
from petition.viewsets.audit import Deed
from petition.viewsets.filters import SignatureFilters


class ExportView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """Asks on GET for whom and why; the POST answers with the file, row by row, and logs how many there were."""

    model = Signature
    permission_required = "export"
    form_class = ExportForm
    template_name = "petition/admin/export.html"
    page_title = _("Export signatures")
    header_icon = "download"

    @cached_property
    def filters(self) -> SignatureFilters:
        """What was chosen in the list, but for the petition, which is asked for here."""
        chosen = self.request.GET.copy()
        chosen.pop("petition", None)
        return SignatureFilters(chosen, Signature.objects.all(), request=self.request)

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "petition": self.request.GET.get("petition")}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("petition_signatures:index"), "label": _("Signatures")},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "chosen": self.chosen_in_words()}

    def chosen_in_words(self) -> list[tuple[Any, Any]]:
        """(filter, value) of what was chosen in the list."""
        form = self.filters.form
        names = [name for name in form.changed_data if name in form.cleaned_data] if form.is_valid() else []
        return [(form[name].label, in_words(form.fields[name], form.cleaned_data[name])) for name in names]

    def form_valid(self, form: ExportForm) -> HttpResponse:
        petition, kind = form.cleaned_data["petition"], Kind(form.cleaned_data["kind"])
        found = self.filters.qs.filter(petition=petition) if self.filters.is_valid() else Signature.objects.none()
        found = found.using(replica.alias())
        chosen = {str(label): str(value) for label, value in self.chosen_in_words()}
        entry = audit.record(
            Deed.EXPORT, self.request.user, petition, kind=kind.value, chosen=chosen, reason=form.cleaned_data["reason"]
        )
        pieces = logged(found, kind, languages.current(), entry)
        response = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{file_name(petition, kind)}"'
        response["Cache-Control"] = "no-store"
        return response


def logged(found: QuerySet[Signature], kind: Kind, code: str, entry: ModelLogEntry) -> Iterator[bytes]:
    """The file piece by piece; how many rows really left goes into the log `entry`, even if the reader hangs up."""
    rows = 0

    def count(number: int) -> None:
        nonlocal rows
        rows += number

    try:
        yield from export.file(found, kind, code, count)
    finally:
        entry.data["rows"] = rows
        entry.save(update_fields=["data"])


def in_words(field: Any, value: Any) -> Any:
    """What was chosen as its label says it."""
    if isinstance(value, slice):
        return " – ".join(f"{day:%Y-%m-%d}" if day else "…" for day in (value.start, value.stop))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return dict(getattr(field, "choices", ())).get(value, value)


def file_name(petition: Petition, kind: Kind) -> str:
    """ "justice-for-khojaly-addressees-2026-02-25.csv"."""
    return f"{petition.slug}-{kind}-{timezone.localdate():%Y-%m-%d}.csv"
