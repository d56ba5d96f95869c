"""Signing: one mailbox, one signature; who signs again meets the same answer and another letter."""

import datetime as dt

import pytest

from petition import lifecycle, outbox, vault
from petition.models import Letter, Petition, PetitionText, Signature
from petition.vault import Person
from tests.petition.conftest import NOW, add_petition, confirmed, given, kinds, link_of, person_of, signed

SECOND = dt.timedelta(seconds=1)
MINUTE = dt.timedelta(minutes=1)


def test_signing_makes_a_pending_signature_of_the_words_seen_and_one_letter(text: PetitionText) -> None:
    signature = signed(text, comment="Because", shows_name=True, wants_news=True)
    assert signature.is_pending
    assert signature.text == text
    assert vault.unseal(signature.sealed) == Person("aygun@example.org", "Aygün Əliyeva", "Because")
    assert (signature.shows_name, signature.wants_news, signature.public_name) == (True, True, "")
    assert kinds(signature) == ["confirm"]


@pytest.mark.parametrize(("chosen", "shown"), [(True, "Aygün Əliyeva"), (False, "")])
def test_a_name_is_public_once_it_counts_and_only_if_its_owner_chose_so(
    text: PetitionText, chosen: bool, shown: str
) -> None:
    signature = signed(text, shows_name=chosen)
    lifecycle.prepare()
    assert Signature.objects.get().public_name == ""
    lifecycle.confirm(link_of(signature), NOW)
    lifecycle.prepare()
    assert Signature.objects.get().public_name == shown


@pytest.mark.parametrize("variant", ["AYGUN@Example.org", "aygun+trees@example.org", " aygun@EXAMPLE.org "])
def test_another_way_to_write_a_mailbox_is_the_same_signature(text: PetitionText, variant: str) -> None:
    signature = signed(text)
    signed(text, NOW + SECOND, email=variant)
    assert Signature.objects.get() == signature
    assert kinds(signature) == ["confirm"]


def test_a_mailbox_may_sign_another_petition(text: PetitionText) -> None:
    other = add_petition(slug="rivers").texts.get(language="en")
    assert signed(text).mailbox_key != signed(other).mailbox_key


def test_a_pending_signature_takes_what_was_given_last(text: PetitionText) -> None:
    signed(text, name="Aygun")
    signed(text, NOW + MINUTE, name="Aygün", country="TR")
    signature = Signature.objects.get()
    assert (person_of(signature).name, signature.country, signature.signed_at) == ("Aygün", "TR", NOW + MINUTE)
    assert kinds(signature) == ["confirm", "confirm"]


def test_an_impatient_second_click_brings_no_second_letter(text: PetitionText) -> None:
    signature = signed(text)
    signed(text, NOW + 59 * SECOND)
    assert kinds(signature) == ["confirm"]


def test_a_letter_asked_for_once_more_comes_at_once_but_not_without_end(text: PetitionText) -> None:
    signature = signed(text)
    for second in range(10):
        lifecycle.sign(text, given(), "en", NOW + second * SECOND, at_once=True)
    assert kinds(signature) == ["confirm"] * outbox.MOST_A_DAY
    for day in range(1, 10):
        lifecycle.sign(text, given(), "en", NOW + dt.timedelta(days=day), at_once=True)
    assert kinds(signature) == ["confirm"] * outbox.MOST_EVER


def test_signing_what_is_confirmed_changes_nothing_but_writes_that_it_is(text: PetitionText) -> None:
    before = confirmed(text)
    lifecycle.sign(text, given(name="Somebody else", email="Aygun@example.org"), "az", NOW + MINUTE)
    after = Signature.objects.get()
    assert (after.sealed, after.confirmed_at, after.language) == (before.sealed, before.confirmed_at, "en")
    assert kinds(after) == ["receipt", "already_signed"]
    assert Letter.objects.latest("pk").language == "az"


def test_who_withdrew_may_sign_again_at_once_and_the_links_of_before_are_void(text: PetitionText) -> None:
    link = link_of(confirmed(text))
    lifecycle.withdraw(link, NOW + SECOND)
    again = signed(text, NOW + 2 * SECOND, name="Aygün Ə.")
    assert again.pk == link.signature_id
    assert again.is_pending
    assert kinds(again)[-1] == "confirm"
    with pytest.raises(lifecycle.Expired):
        lifecycle.confirm(link, NOW + MINUTE)
    assert lifecycle.confirm(link_of(again), NOW + MINUTE).is_standing


def test_what_was_found_invalid_stays_so_when_it_is_signed_again(text: PetitionText) -> None:
    signature = signed(text)
    Signature.objects.filter(pk=signature.pk).update(invalidated_at=NOW)
    again = signed(text, NOW + MINUTE)
    assert again.invalidated_at is not None
    assert not lifecycle.confirm(link_of(again), NOW + 2 * MINUTE).is_counted


def test_three_letters_a_day_for_a_mailbox_over_all_petitions_then_the_next_day(text: PetitionText) -> None:
    others = [add_petition(slug=slug).texts.get(language="en") for slug in ("a", "b", "c")]
    for each in (text, *others):
        signed(each)
    assert list(Letter.objects.order_by("pk").values_list("due_at", flat=True)) == [NOW] * 3 + [
        NOW + dt.timedelta(hours=12)
    ]


@pytest.mark.parametrize(
    ("columns", "error"),
    [
        ({"opens_at": NOW + SECOND}, lifecycle.NotYetOpen),
        ({"closes_at": NOW}, lifecycle.Closed),
        ({"opens_at": NOW - 2 * MINUTE, "closes_at": NOW - MINUTE}, lifecycle.Closed),
    ],
)
def test_a_petition_can_be_signed_in_its_time_only(
    text: PetitionText, columns: dict[str, dt.datetime], error: type[Exception]
) -> None:
    Petition.objects.update(**columns)
    text.petition.refresh_from_db()
    with pytest.raises(error):
        signed(text)
    assert not Signature.objects.exists()


def test_a_signature_and_its_letter_are_stored_together_or_not_at_all(
    text: PetitionText, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox.queueing, "new_message_id", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        signed(text)
    assert not Signature.objects.exists()
