"""Letters that came back are listed where editors see them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from petition.models import Letter, PetitionText
from tests.petition.conftest import NOW, signed
from tests.petition.viewsets.conftest import signatures_url

pytestmark = pytest.mark.django_db


def test_only_letters_that_failed_are_listed_with_why(text: PetitionText, admin_in: Any) -> None:
    failed, sent = signed(text), signed(text, email="b@example.org")
    Letter.objects.filter(signature=failed).update(failed_at=NOW, error="SMTPRecipientsRefused 550 5.1.1")
    Letter.objects.filter(signature=sent).update(sent_at=NOW)
    for screen in ("en", "az", "ar"):
        html = admin_in(screen).get(reverse("petition_failed_letters:index")).content.decode()
        assert "550 5.1.1" in html
        assert signatures_url("inspect", failed.pk) in html
        assert signatures_url("inspect", sent.pk) not in html


def test_the_list_asks_few_queries(text: PetitionText, admin_in: Any, django_assert_max_num_queries: Any) -> None:
    for number in range(20):
        signed(text, email=f"person{number}@example.org")
    Letter.objects.update(failed_at=NOW)
    client = admin_in("en")
    client.get(reverse("petition_failed_letters:index"))
    with django_assert_max_num_queries(15):
        client.get(reverse("petition_failed_letters:index"))


def test_it_is_for_those_who_may_see_signatures(client_who_may: Callable[..., Client]) -> None:
    assert client_who_may("view_petition").get(reverse("petition_failed_letters:index")).status_code == 302
