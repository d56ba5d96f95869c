"""The front page of the admin says how the petitions and their letters stand."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from petition import counting
from petition.models import Letter, PetitionText
from tests.petition.conftest import add_petition, confirmed
from tests.petition.viewsets.conftest import url

pytestmark = pytest.mark.django_db
HOME = "/admin/"


def test_it_shows_counts_of_today_and_how_letters_go(text: PetitionText, admin_in: Any) -> None:
    now = timezone.now()
    confirmed(text, now - dt.timedelta(days=2))
    today = confirmed(text, now, email="b@example.org")
    counting.fold(now)
    Letter.objects.filter(signature=today).update(failed_at=now)
    for screen in ("en", "az", "ar"):
        answer = admin_in(screen).get(HOME)
        panel = next(panel for panel in answer.context["panels"] if panel.name == "petition_summary")
        summary = panel.get_context_data({})["summary"]
        assert [(petition.pk, count, today) for petition, count, today in summary.petitions] == [
            (text.petition_id, 2, 1)
        ]
        assert (summary.waiting, summary.failed) == (1, 1)
        assert url("counts", text.petition_id) in answer.content.decode()


def test_its_queries_do_not_grow_with_the_petitions(
    text: PetitionText, admin_in: Any, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    client = admin_in("en")
    client.get(HOME)
    with django_assert_max_num_queries(100) as before:
        client.get(HOME)
    for number in range(3):
        add_petition(slug=f"more-{number}")
    with django_assert_num_queries(len(before)):
        client.get(HOME)


def test_it_is_not_shown_to_those_who_have_nothing_to_do_with_petitions(
    text: PetitionText, client_who_may: Callable[..., Client]
) -> None:
    html = client_who_may().get(HOME).content.decode()
    assert "petition-summary" not in html
    assert url("list") not in html


def test_who_writes_petitions_sees_counts_and_no_way_to_signatures(
    text: PetitionText, client_who_may: Callable[..., Client]
) -> None:
    Letter.objects.update(failed_at=timezone.now())
    client = client_who_may("change_petition")
    html = client.get(HOME).content.decode()
    assert "petition-summary" in html
    assert reverse("petition_failed_letters:index") not in html
    assert reverse("petition_signatures:index") not in client.get(url("edit", text.petition_id)).content.decode()
