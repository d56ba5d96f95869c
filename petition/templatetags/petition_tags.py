"""What templates ask of a petition: its form, its count, its newest names, and ways to share it."""

import secrets
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from itertools import count as numbers
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from pages import languages, links, memory
from pages.formats import locale, number
from pages.languages import Language
from petition import counting, countries, forms, sharing
from petition.models import Petition, Signature

register = template.Library()

NAMES_AGE = timedelta(seconds=5)
FORM_ID = f"form-{secrets.token_hex(8)}"  # a place that nobody can write into a text


@register.inclusion_tag("petition/components/panel.html", takes_context=True)
def petition_form(
    context: Context,
    petition: Petition,
    heading: str = "",
    shows_count: bool = True,
    shows_goal: bool = True,
    shows_demand: bool = True,
) -> dict[str, Any]:
    """The form of `petition` in the reader's language, or what stands in its place before and after its time.

    The page around it may stand in another language, because it is not translated; and so may the petition's words.
    """
    reader = reader_of(context)
    code = shown_language(context, petition, reader.code)
    if code is None:
        return {"petition": None}
    now = timezone.now()
    for moment in (petition.opens_at, petition.closes_at):
        if moment and moment > now:
            memory.expires(moment)
    return {
        "petition": petition,
        "heading": heading,
        "shows_count": shows_count,
        "shows_goal": shows_goal,
        "shows_demand": shows_demand,
        "reader": reader,
        "around": languages.language(languages.current()),
        "text": petition.in_language(code),
        "language": languages.language(code),
        "form": form_here(context, petition, code),
        "is_open": petition.is_open_at(now),
        "is_closed": petition.is_closed_at(now),
        "privacy": links.for_page(petition.privacy_page_id, reader.code),
        "is_draft": is_previewed(context, petition),
    }


def reader_of(context: Context) -> Language:
    """The language of the reader's address, also where the page stands in another."""
    chrome = context.get("chrome")
    return chrome.language if chrome else languages.language(languages.current())


def is_previewed(context: Context, petition: Petition) -> bool:
    """Whether `petition` is the draft that an editor previews."""
    return bool(context.get("is_preview")) and context.get("petition") is petition


def shown_language(context: Context, petition: Petition, wanted: str) -> str | None:
    """The language that the petition's words are shown in; None where visitors can read it in none."""
    if is_previewed(context, petition):
        return wanted
    chrome = context.get("chrome")
    return petition.shown_language(wanted, chrome.settings.codes if chrome else languages.CODES)


def form_here(context: Context, petition: Petition, code: str) -> forms.SignatureForm:
    """The form as it was sent from this very place, else an empty one."""
    form_id = f"sign-{context.get('block_id') or next(places(context))}"
    sent = context.get("petition_form")
    if (
        sent is not None
        and sent.petition.pk == petition.pk
        and (sent.form_id == form_id or context.get("is_petition_page"))
    ):
        sent.was_shown = True
        return sent
    page, text = context.get("page"), petition.live_texts.get(code)
    return forms.SignatureForm(
        petition, form_id=form_id, page_id=page.pk if page else None, text_id=text.pk if text else None
    )


@register.simple_tag(takes_context=True)
def petition_fields(context: Context) -> SafeString:
    """What the form in `context` asks. Empty, it is the same wherever it stands in a language, but for its id."""
    form = context["form"]
    if form.is_bound or context["is_draft"]:
        return fields_of(context, form)
    petition, codes = context["petition"], [context[name].code for name in ("reader", "language")]
    blank = forms.SignatureForm(petition, form_id=FORM_ID)
    html = memory.shared(("petition fields", petition.pk, *codes), lambda: fields_of(context, blank))
    return SafeString(html.replace(FORM_ID, escape(form.form_id)))


def fields_of(context: Context, form: forms.SignatureForm) -> SafeString:
    """The fields of `form`, as they stand in `context`."""
    return render_to_string("petition/components/fields.html", {**context.flatten(), "form": form})


def places(context: Context) -> Iterator[int]:
    """1, 2, 3 … for the forms of one answer that stand outside a page's body."""
    request = context.get("request")
    found: Iterator[int] = getattr(request, "petition_places", None) or numbers(1)
    if request is not None:
        request.petition_places = found
    return found


@register.inclusion_tag("petition/components/count.html")
def petition_count(petition: Petition, shows_goal: bool = True, has_just_signed: bool = False) -> dict[str, Any]:
    """How many have signed, as folded last (or with the reader, who just has), and how far it is to the goal."""
    code = languages.current()
    if memory.is_rendering():
        name = f"count.{petition.pk}"
        count, count_in_words = memory.slot(name), memory.slot(name, f"number.{code}")
    else:
        found = (counting.shown_to_signatory if has_just_signed else counting.shown)(petition.pk)
        count, count_in_words = str(found), number(found, code)
    return {
        "count": count,
        "count_in_words": count_in_words,
        "goal": petition.goal if shows_goal else None,
        "slug": petition.slug,
        # The script writes numbers with the digits that the server has written them with
        "number_locale": f"{code}-u-nu-{locale(code).default_numbering_system}",
    }


@register.inclusion_tag("petition/components/signatories.html")
def signatories(petition: Petition, how_many: int = 20) -> dict[str, Any]:
    """The newest names of those who chose to show them; kept for a moment only, as they may be taken back."""
    memory.expires(timezone.now() + NAMES_AGE)
    newest = Signature.objects.filter(petition=petition).public().order_by("-confirmed_at")
    return {"signatories": newest.values("public_name", "country", "confirmed_at")[:how_many]}


@register.filter
def country_name(country: str) -> str:
    """ "AZ" → "Azerbaijan" in the active language."""
    return countries.name(country, languages.current()) if country else ""


@register.filter
def own_language(code: str) -> SafeString | str:
    """ "ar" → العربية as its readers write it; the code itself where the site speaks it no more."""
    if code not in languages.CODES:
        return code
    known = languages.language(code)
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', known.code, known.direction, known.name)


@register.simple_tag
def country_options(chosen: str) -> SafeString:
    """The `<option>` elements of every country, `chosen` selected."""
    options = all_country_options(languages.current())
    if chosen not in countries.CODES:
        return options
    return SafeString(options.replace(f'value="{chosen}"', f'value="{chosen}" selected', 1))


@cache
def all_country_options(code: str) -> SafeString:
    """The same, written once a language: rendering 249 of them takes 12 ms."""
    return format_html_join("", '<option value="{}">{}</option>', countries.choices(code))


@register.inclusion_tag("petition/components/share.html")
def share(petition: Petition, words: str, subject: str) -> dict[str, Any]:
    """Ways to share the petition's own page in the active language."""
    address = settings.SITE_URL + petition.url(languages.current())
    return {"address": address, "links": sharing.share_links(address, words, subject)}


@register.simple_tag
def describedby(bound: Any, hint: bool = False) -> str:
    """The attributes that tie a field to its hint and its error."""
    ids = [f"{bound.id_for_label}-{part}" for part, is_there in (("error", bound.errors), ("hint", hint)) if is_there]
    described = format_html(' aria-describedby="{}"', " ".join(ids)) if ids else ""
    return format_html("{}{}", described, SafeString(' aria-invalid="true"') if bound.errors else "")
