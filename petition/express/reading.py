"""What stands in a form that somebody sends, read as petition.forms.SignatureForm reads it, without its machinery."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import parse_qsl

from django.conf import settings
from django.http import HttpRequest
from wagtail.models import Site

from pages import client_address, memory
from petition import forms, mailbox, names, throttle
from petition.express.terms import Terms
from petition.lifecycle import Arrival, Closed, Given, NotYetOpen, check_open
from petition.models import Petition
from petition.suspicion import Traces
from petition.throttle import Post, Rules
from petition.views.signing import number

UNTICKED = {"", "false"}  # what Django's checkboxes take for no, in any case of letters


class Unusual(Exception):
    """The form is not valid, or its petition can't be signed: the view says so in words."""


def fields(body: bytes) -> dict[str, str]:
    """The fields of a form, as django.http.QueryDict gives them: the last one of a name. Raises Unusual."""
    try:
        most = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
        return dict(parse_qsl(body.decode(), keep_blank_values=True, encoding="utf-8", max_num_fields=most))
    except ValueError:  # too many, or bytes that are no UTF-8: the view has its own way with them
        raise Unusual from None


def arrival(
    request: HttpRequest, host: str, post: Mapping[str, str], known: Terms, code: str, now: datetime
) -> Arrival:
    """The form `post` of `request` to `host` on its way in, in the interface's language `code`. Raises Unusual."""
    text = known.texts.get(number(post.get("text")) or 0)
    if text is None:
        raise Unusual
    try:
        check_open(text.petition, now)
    except (Closed, NotYetOpen):
        raise Unusual from None
    given = read(text.petition, post)
    address = client_address.of(request)
    trap, milliseconds = (post.get(name, "") for name in forms.TRACES)
    traces = Traces(given.email, address, trap, milliseconds)
    sender = throttle.known(*client_address.networks(address), now)
    way = Post(sender, text.petition_id, post.get("proof", ""), post.get("ticket", ""))
    found = Arrival(text, given, code, now, way, rules(request, host), traces, forms.door(number(post.get("page"))))
    _sealed = found.columns  # here and not where all wait for one
    return found


def read(petition: Petition, data: Mapping[str, str]) -> Given:
    """What a valid form says; Unusual where SignatureForm finds a fault."""
    asked = {name: data.get(name, "") for name in forms.asked_of(petition)}
    said = {name: value.strip() for name, value in asked.items()}
    comment = forms.tidy_comment(said.get("comment", ""))
    country = said.get("country", "").upper()
    if (
        any("\0" in asked[name] for name in asked.keys() - {"public", "news", "consent"})
        or asked["consent"].lower() in UNTICKED
        or ("country" in asked and not forms.is_country(petition, country))
        or len(comment) > forms.LONGEST_COMMENT
    ):
        raise Unusual
    try:
        name, email = names.tidy(asked["name"]), mailbox.tidy(asked["email"])
    except (names.NotAName, mailbox.NotAMailbox):
        raise Unusual from None
    ticked = {name: asked.get(name, "").lower() not in UNTICKED for name in ("public", "news")}
    return Given(name, email, country, comment, shows_name=ticked["public"], wants_news=ticked["news"])


def rules(request: HttpRequest, host: str) -> Rules:
    """The limits of the site that `request` asks by the name `host`."""

    def asked() -> int | None:
        site = Site.find_for_request(request)
        return site.pk if site else None

    return throttle.of_site(memory.remember(("petition.express site", host), asked))
