"""The gate before a signature: lets a form in, asks its sender for a proof, or for patience."""

import json
import math
from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from wagtail.models import Site

from pages import client_address
from petition import suspicion, throttle
from petition.forms import MILLISECONDS, TRAP, SignatureForm
from petition.lifecycle import Circumstances
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

    @property
    def circumstances(self) -> Circumstances:
        """What a signature keeps of how it came."""
        traces = Traces(
            mailbox=self.form.cleaned_data["email"],
            address=client_address.of(self.request),
            trap=self.request.POST.get(TRAP, ""),
            milliseconds=self.request.POST.get(MILLISECONDS, ""),
        )
        score = suspicion.of(traces, self.rules.suspicious_domains, self.now).score
        return Circumstances(self.post.sender.prefix_key, self.form.door, score, self.rules.holds(score))

    def let_in(self, sign: Callable[..., None]) -> None:
        """Take a place and `sign(circumstances=…)`, or neither. Raises throttle.NotYet and what `sign` raises."""
        post, circumstances = self.post, self.circumstances
        with transaction.atomic():
            throttle.admit(post, self.rules, self.now)
            sign(circumstances=circumstances)

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
