"""The count: folded from the journal, shown, and compared with the signatures."""

import datetime as dt
from importlib import import_module

import pytest
from django.apps import apps

from petition import counting, integrity, lifecycle
from petition.models import Margin, Petition, PetitionText, Signature, Tally, TallyEntry, Total
from tests.petition.conftest import NOW, add_petition, confirmed, link_of, signed

DAY = dt.timedelta(days=1)


def test_what_is_folded_stands_under_language_country_and_day(text: PetitionText) -> None:
    confirmed(text, email="a@example.org")
    confirmed(text, email="b@example.org", country="TR")
    confirmed(text, NOW + DAY, email="c@example.org", country="")
    assert counting.fold(NOW + DAY) == 3
    lines = Tally.objects.order_by("day", "country").values_list("language", "country", "day", "count")
    assert list(lines) == [
        ("en", "AZ", NOW.date(), 1),
        ("en", "TR", NOW.date(), 1),
        ("en", "", (NOW + DAY).date(), 1),
    ]
    assert Total.objects.get().as_of == NOW + DAY


def test_folding_again_adds_nothing(text: PetitionText) -> None:
    confirmed(text)
    assert [counting.fold(NOW), counting.fold(NOW)] == [1, 0]
    assert counting.shown(text.petition_id) == 1


def test_pending_signatures_do_not_count(text: PetitionText) -> None:
    signed(text)
    counting.fold(NOW)
    assert counting.shown(text.petition_id) == 0
    with pytest.raises(ValueError, match="confirmed"):
        counting.add(Signature.objects.get(), NOW)


def test_petitions_are_counted_apart(text: PetitionText) -> None:
    other = add_petition(slug="rivers").texts.get(language="en")
    confirmed(text)
    confirmed(other)
    confirmed(other, email="b@example.org")
    counting.fold(NOW)
    assert [counting.shown(each.petition_id) for each in (text, other)] == [1, 2]


def test_languages_are_counted_into_one_number(petition: Petition) -> None:
    for text in PetitionText.objects.select_related("petition"):
        lifecycle.sign(text, lifecycle.Given("N", f"{text.language}@example.org"), text.language, NOW)
        lifecycle.confirm(link_of(Signature.objects.latest("pk")), NOW)
    counting.fold(NOW)
    assert counting.shown(petition.pk) == 4
    assert Tally.objects.filter(petition=petition).count() == 4


@pytest.mark.parametrize("model", [Tally, TallyEntry, Signature, Total, Margin])
def test_a_recount_finds_whatever_is_wrong(text: PetitionText, model: type) -> None:
    confirmed(text)
    counting.fold(NOW)
    assert counting.faults() == []
    if model is TallyEntry:
        TallyEntry.objects.all().delete()
    elif model is Signature:
        Signature.objects.update(confirmed_at=None)
    else:
        model.objects.update(count=7)  # type: ignore[attr-defined]
    assert counting.faults()


def test_a_recount_knows_what_waits_to_be_folded(text: PetitionText) -> None:
    confirmed(text)
    assert counting.faults() == []


def test_the_day_is_that_of_universal_time(text: PetitionText) -> None:
    late = dt.datetime(2026, 3, 1, 23, 30, tzinfo=dt.timezone(dt.timedelta(hours=-4)))
    confirmed(text, late)
    counting.fold(late)
    assert Tally.objects.get().day == dt.date(2026, 3, 2)
    assert counting.faults() == []


def test_what_was_counted_before_sums_were_kept_is_summed_up_once(text: PetitionText) -> None:
    confirmed(text)
    confirmed(text, email="b@example.org", country="")
    counting.fold(NOW)
    integrity.fold()
    keys = ("petition_id", "event", "reason", "by", "value", "count")
    kept = set(Margin.objects.values_list(*keys))
    Margin.objects.all().delete()
    import_module("petition.migrations.0008_margins_of_before").sum_up(apps, None)
    assert set(Margin.objects.values_list(*keys)) == kept
    assert ("counted", "text", str(text.pk), 2) in Margin.objects.values_list("event", "by", "value", "count")
