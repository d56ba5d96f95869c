"""News: once a page to each who wanted it and counts, in the nearest language, never before other letters."""

import datetime as dt
from pathlib import Path

import pytest
from django.core.exceptions import ObjectDoesNotExist

from home.models import HomePage
from pages.models import NewsIndexPage, NewsPage
from petition import lifecycle, outbox
from petition.lifecycle import announcing
from petition.models import Announcement, Letter, Petition, PetitionText, Signature
from petition.models.letter import Kind
from tests.pages.conftest import add_page, fresh
from tests.petition.conftest import NOW, confirmed, link_of, post_all, read, signed

pytestmark = pytest.mark.usefixtures("home")  # before a petition asks for the settings of the site
LATER = NOW + dt.timedelta(hours=1)


@pytest.fixture
def page(home: HomePage) -> NewsPage:
    index = add_page(home, ("en", "az"), NewsIndexPage, heading={"en": "News", "az": "Xəbərlər"}, slug="news")
    heading = {"en": "A thousand trees", "az": "Min ağac", "de": "Tausend Bäume"}
    return add_page(index, ("en", "az"), NewsPage, heading=heading, slug="thousand")


def wanting(text: PetitionText, number: int, language: str = "en", **other: object) -> Signature:
    """A confirmed signature whose signatory wants news in `language`."""
    mine = confirmed(text, NOW, email=f"a{number}@example.org", **{"wants_news": True, **other})
    Signature.objects.filter(pk=mine.pk).update(letter_language=language)
    return mine


def announced(now: dt.datetime = LATER) -> int:
    """Let the worker write until there is nothing to write; how many."""
    written = 0
    while found := lifecycle.announce(now):
        written += found
        post_all(now)
    return written


def news() -> list[tuple[int, str]]:
    """(signature, language) of every letter of news."""
    found = Letter.objects.filter(kind=Kind.NEWS).order_by("signature_id")
    return list(found.values_list("signature_id", "language"))


def test_only_those_who_want_news_and_count_get_them(text: PetitionText, page: NewsPage, letters: Path) -> None:
    wanted = wanting(text, 1)
    wanting(text, 2, wants_news=False)
    signed(text, NOW, email="pending@example.org", wants_news=True)
    lifecycle.withdraw(link_of(wanting(text, 3)), NOW)
    for number, moment in ((4, "held_at"), (5, "invalidated_at")):
        Signature.objects.filter(pk=wanting(text, number).pk).update(**{moment: NOW})
    lifecycle.erase(wanting(text, 6).pk, NOW)
    lifecycle.plan_news(text.petition, page.pk, None, LATER)
    assert announced() == 1
    assert news() == [(wanted.pk, "en")]
    planned = Announcement.objects.get()
    assert (planned.queued, planned.finished_at) == (1, LATER)


def test_the_language_is_the_reader_s_where_the_page_is_live_in_it_else_the_nearest(
    text: PetitionText, page: NewsPage, letters: Path
) -> None:
    languages = {"en": "en", "az": "az", "tr": "az", "de": "en", "ar": "en"}
    wanting_in = {wanting(text, number, code).pk: code for number, code in enumerate(languages)}
    assert lifecycle.readers_by_language(text.petition, page.pk) == {"en": 3, "az": 2}
    lifecycle.plan_news(text.petition, page.pk, None, LATER)
    assert announced() == 5
    assert news() == [(pk, languages[code]) for pk, code in wanting_in.items()]
    subjects = [str(each["Subject"]) for each in read(letters) if each["X-Letter"] == "news"]
    assert sorted(subjects) == ["A thousand trees"] * 3 + ["Min ağac"] * 2


def test_a_page_is_told_once_and_only_if_visitors_can_read_it(
    text: PetitionText, page: NewsPage, letters: Path
) -> None:
    wanting(text, 1)
    lifecycle.plan_news(text.petition, page.pk, None, LATER)
    announced()
    with pytest.raises(lifecycle.AlreadyTold):
        lifecycle.plan_news(text.petition, page.pk, None, LATER)
    assert announced() == 0
    draft = add_page(page.get_parent(), (), NewsPage, heading={"en": "Draft"}, slug="draft")
    with pytest.raises(lifecycle.NotLive):
        lifecycle.plan_news(text.petition, draft.pk, None, LATER)
    assert len(news()) == 1


def test_who_signs_afterwards_is_not_told(text: PetitionText, page: NewsPage, letters: Path) -> None:
    first = wanting(text, 1)
    lifecycle.plan_news(text.petition, page.pk, None, LATER)
    wanting(text, 2)
    announced()
    assert news() == [(first.pk, "en")]


def test_letters_are_written_a_few_at_a_time_so_that_others_need_not_wait(
    text: PetitionText, page: NewsPage, letters: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(announcing, "AHEAD", 3)
    for number in range(7):
        wanting(text, number)
    post_all(LATER)
    lifecycle.plan_news(text.petition, page.pk, None, LATER)
    assert lifecycle.announce(LATER) == 3
    assert lifecycle.announce(LATER) == 0
    assert Letter.objects.due(LATER).filter(kind=Kind.NEWS).count() == 3
    post_all(LATER)
    assert (lifecycle.announce(LATER), Announcement.objects.get().queued) == (3, 6)
    post_all(LATER)
    assert announced() == 1
    assert len(news()) == len(set(news())) == 7


def test_cancelling_keeps_back_what_is_not_out_for_good(
    text: PetitionText, page: NewsPage, letters: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(announcing, "AHEAD", 2)
    for number in range(6):
        wanting(text, number)
    post_all(LATER)
    planned = lifecycle.plan_news(text.petition, page.pk, None, LATER)
    lifecycle.announce(LATER)
    post_all(LATER)
    lifecycle.announce(LATER)
    assert lifecycle.cancel_news(planned.pk, LATER)
    assert announced() == 0
    assert len(news()) == Letter.objects.sent().filter(kind=Kind.NEWS).count() == 2
    assert not lifecycle.cancel_news(planned.pk, LATER)
    with pytest.raises(lifecycle.AlreadyTold):
        lifecycle.plan_news(text.petition, page.pk, None, LATER)
    with pytest.raises(ObjectDoesNotExist):
        lifecycle.cancel_news(0, LATER)


def test_who_changed_their_mind_before_the_letter_left_does_not_get_it(
    text: PetitionText, page: NewsPage, letters: Path
) -> None:
    stopped, held, kept = (wanting(text, number) for number in range(3))
    lifecycle.plan_news(text.petition, page.pk, None, LATER)
    lifecycle.announce(LATER)
    lifecycle.stop_news(link_of(stopped))
    Signature.objects.filter(pk=held.pk).update(held_at=NOW)
    post_all(LATER)
    assert news() == [(kept.pk, "en")]


def test_a_page_that_is_taken_down_is_told_no_further(text: PetitionText, page: NewsPage, letters: Path) -> None:
    wanting(text, 1)
    planned = lifecycle.plan_news(text.petition, page.pk, None, LATER)
    lifecycle.announce(LATER)
    fresh(page).unpublish()
    post_all(LATER)
    assert news() == []
    wanting(text, 2)
    Announcement.objects.filter(pk=planned.pk).update(finished_at=None, up_to=10**6)
    assert lifecycle.announce(LATER) == 0


def test_news_are_not_counted_among_the_letters_that_one_may_have(
    text: PetitionText, page: NewsPage, letters: Path
) -> None:
    mine = wanting(text, 1)
    for number in range(outbox.MOST_EVER + 1):
        outbox.write(mine, Kind.NEWS, "en", NOW, NOW, bucket=f"{number}")
    assert outbox.queue(mine, Kind.WITHDRAWN, "en", NOW)


def test_two_petitions_tell_the_same_page_each_to_their_own(
    text: PetitionText, petition: Petition, page: NewsPage, letters: Path
) -> None:
    mine = wanting(text, 1)
    other = Petition.objects.create(slug="other", source_language="en")
    lifecycle.plan_news(other, page.pk, None, LATER)
    lifecycle.plan_news(petition, page.pk, None, LATER)
    assert lifecycle.announce(LATER) == 0  # the first has nobody
    assert announced() == 1
    assert news() == [(mine.pk, "en")]
