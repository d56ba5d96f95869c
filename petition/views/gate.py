"""The gate before a signature: lets a form in, asks its sender for a proof, or for patience."""

import json
import math
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from wagtail.models import Site

from pages import client_address
from petition import throttle
from petition.forms import TRACES, SignatureForm
from petition.lifecycle import Arrival
from petition.models import PetitionText
from petition.suspicion import Traces

MOST_ROUNDS = 99


class Gate:
    """One valid form at the gate. Nothing here knows whether its mailbox has signed."""

    def __init__(self, request: HttpRequest, form: SignatureForm, now: datetime) -> None:
        self.request, self.form, self.now = request, form, now
        site = Site.find_for_request(request)
        self.rules = throttle.of_site(site.pk if site else None)

    @cached_property
    def post(self) -> throttle.Post:
        """The form as the limits see it."""
        host, network = client_address.networks(client_address.of(self.request))
        return throttle.Post(
            sender=throttle.known(host, network, self.now),
            petition=self.form.petition.pk,
            proof=self.request.POST.get("proof", ""),
            ticket=self.request.POST.get("ticket", ""),
        )

    def arrival(self, text: PetitionText, language: str) -> Arrival:
        """The form with all that limits and moderation may know of it."""
        address = client_address.of(self.request)
        trap, milliseconds = (self.request.POST.get(name, "") for name in TRACES)
        traces = Traces(self.form.given.email, address, trap, milliseconds)
        return Arrival(text, self.form.given, language, self.now, self.post, self.rules, traces, self.form.door)

    def helping(self, hindrance: throttle.NotYet, about: dict[str, Any]) -> HttpResponse:
        """The page that helps, with all that was typed, and `about` in its context.

        A task is answered with 200: nothing was refused, it is the next page of the form, for somebody who has perhaps
        done no more than share an address with a school. Where nothing helps but time it is 429 (RFC 6585).
        """
        helps = throttle.what_helps(self.post, self.rules, hindrance, self.now)
        seconds = math.ceil(helps.wait.total_seconds())
        context = {**about, "form": self.form, "seconds": seconds, "minutes": math.ceil(seconds / 60)}
        if isinstance(helps, throttle.Later):
            answer = TemplateResponse(self.request, "petition/later.html", context, status=429)
            answer["Retry-After"] = str(seconds)
            return answer
        context |= {"task": helps, "challenge": json.dumps(helps.challenge), "rounds": self.rounds}
        return TemplateResponse(self.request, "petition/proof.html", context)

    @property
    def rounds(self) -> int:
        """How many tasks in a row the sender was given with this one, as its page says."""
        said = self.request.POST.get("rounds", "")
        return min(int(said), MOST_ROUNDS) + 1 if said.isascii() and said.isdigit() and len(said) < 4 else 1
