"""The words signed: a version for each change that went public, and never a change of a version."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import ProtectedError

from petition.models import Petition, PetitionText
from tests.petition.conftest import add_petition, signed


def versions(petition: Petition) -> list[tuple[str, int]]:
    return list(petition.texts.order_by("language", "version").values_list("language", "version"))


def edit(petition: Petition, release: tuple[str, ...], **columns: str) -> None:
    """Save a draft with `columns` and publish the languages `release`."""
    draft = Petition.objects.get(pk=petition.pk).get_latest_revision_as_object()
    for name, value in columns.items():
        setattr(draft, name, value)
    draft.save_revision(clean=False)
    if release:
        Petition.objects.get(pk=petition.pk).publish_languages(release, although_unready=True)


def test_each_language_that_goes_live_gets_its_first_version(db: None) -> None:
    petition = add_petition(("en", "az"))
    assert versions(petition) == [("az", 1), ("en", 1)]


def test_a_draft_makes_no_version(petition: Petition) -> None:
    before = versions(petition)
    edit(petition, (), demand_en="<p>Other words</p>")
    assert versions(petition) == before


def test_publishing_changed_words_makes_a_version_in_that_language_alone(db: None) -> None:
    petition = add_petition(("en", "az"))
    edit(petition, ("en",), demand_en="<p>Other words</p>", demand_az="<p>Başqa sözlər</p>")
    assert versions(petition) == [("az", 1), ("en", 1), ("en", 2)]
    assert petition.texts.get(language="en", version=2).demand == "<p>Other words</p>"


@pytest.mark.parametrize("column", ["heading_en", "demand_en", "consent_en"])
def test_heading_demand_and_consent_are_what_is_signed(db: None, column: str) -> None:
    petition = add_petition(("en",))
    edit(petition, ("en",), **{column: "Other"})
    assert versions(petition) == [("en", 1), ("en", 2)]


@pytest.mark.parametrize("column", ["thanks_en", "share_text_en", "news_consent_en"])
def test_other_words_are_not(db: None, column: str) -> None:
    petition = add_petition(("en",))
    edit(petition, ("en",), **{column: "Other"})
    assert versions(petition) == [("en", 1)]


def test_words_that_come_back_are_a_new_version(db: None) -> None:
    petition = add_petition(("en",))
    first = petition.texts.get()
    edit(petition, ("en",), demand_en="<p>Other</p>")
    edit(petition, ("en",), demand_en=first.demand)
    assert petition.texts.get(version=3).digest == first.digest


def test_the_newest_text_is_the_live_one_and_a_withdrawn_language_has_none(db: None) -> None:
    petition = add_petition(("en", "az"))
    edit(petition, ("en",), demand_en="<p>Other</p>")
    assert Petition.objects.get().live_texts["en"].version == 2
    Petition.objects.get().withdraw(["az"])
    assert list(Petition.objects.get().live_texts) == ["en"]


def test_the_database_refuses_to_change_a_text(text: PetitionText) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        PetitionText.objects.filter(pk=text.pk).update(demand="<p>Something else</p>")
    text.heading = "Something else"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        text.save()


def test_a_text_that_somebody_signed_cannot_go(text: PetitionText) -> None:
    signed(text)
    with pytest.raises(ProtectedError):
        text.delete()
    with pytest.raises(ProtectedError):
        text.petition.delete()


def test_one_version_stands_once(text: PetitionText) -> None:
    text.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        text.save(force_insert=True)
