"""Stopping the news: by a mail program's one click (RFC 8058), or by a box and a button."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from petition import lifecycle
from petition.forms import StopNewsForm
from petition.tokens import Link, Purpose
from petition.views.letter_links import about, letter_link, sent

ONE_CLICK = ("List-Unsubscribe", "One-Click")  # what a mail program sends, and no form of ours: RFC 8058, 3.1


@letter_link(Purpose.NEWS)
def news(request: HttpRequest, link: Link, token: str) -> HttpResponse:
    """Stop the news by one click or by the tick; anything else asks."""
    name, value = ONE_CLICK
    form = StopNewsForm(sent(request))
    is_wanted = request.POST.get(name) == value or form.is_valid()
    signature = lifecycle.stop_news(link) if is_wanted else lifecycle.find(link)
    context = about(request, signature, token)
    if not signature.wants_news:
        return TemplateResponse(request, "petition/news_stopped.html", context)
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, "petition/news.html", {**context, "form": form}, status=status)
