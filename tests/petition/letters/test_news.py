"""The letter of news: headers by which mail programs stop it, links that do no more than they say, no name."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client

from home.models import HomePage
from pages.models import NewsIndexPage, NewsPage
from petition import letters, lifecycle, tokens
from petition.letters.news import Unfolded
from petition.models import Letter, PetitionText, Signature
from petition.models.letter import Kind
from petition.tokens import Purpose
from tests.pages.conftest import add_page
from tests.petition.conftest import NOW, confirmed, link_of

pytestmark = pytest.mark.usefixtures("home")  # before a petition asks for the settings of the site


@pytest.fixture
def page(home: HomePage) -> NewsPage:
    index = add_page(home, ("en",), NewsIndexPage, heading={"en": "News"}, slug="news")
    heading = {"en": "A thousand % trees", "ar": "ألف شجرة"}
    return add_page(
        index, ("en", "ar"), NewsPage, heading=heading, slug="thousand", meta_description={"en": "Planted."}
    )


@pytest.fixture
def signature(text: PetitionText) -> Signature:
    return confirmed(text, NOW, name="Zorro", comment="Zorro", wants_news=True)


def wired(signature: Signature, page: NewsPage) -> bytes:
    """The letter as it goes over the wire."""
    lifecycle.plan_news(signature.petition, page.pk, None, NOW)
    lifecycle.announce(NOW)
    letter = Letter.objects.select_related("signature__petition", "signature__text").get(kind=Kind.NEWS)
    return bytes(letters.compose(letter).message().as_bytes())


def written(signature: Signature, page: NewsPage) -> EmailMessage:
    """The letter as a mail program reads it."""
    return message_from_bytes(wired(signature, page), policy=policy.default)


def bodies(email: EmailMessage) -> list[str]:
    """Text and HTML."""
    return [part.get_content() for kind in ("plain", "html") if (part := email.get_body((kind,)))]


def test_it_tells_of_the_page_and_names_nobody(signature: Signature, page: NewsPage) -> None:
    email = written(signature, page)
    assert email["Subject"] == "A thousand % trees"
    for body in bodies(email):
        assert "A thousand % trees" in body
        assert "Planted." in body
        assert f"{settings.SITE_URL}/en/news/thousand/" in body
    assert "Zorro" not in str(email)


def test_mail_programs_find_how_to_stop_it(signature: Signature, page: NewsPage) -> None:
    raw = wired(signature, page)
    email = message_from_bytes(raw, policy=policy.default)
    token = tokens.make(Purpose.NEWS, link_of(signature))
    address = f"{settings.SITE_URL}/en/signatures/{token}/news/"
    assert email["List-Unsubscribe"].strip() == f"<{address}>"
    assert f"<{address}>\n" in raw.decode()  # in one piece, not in encoded words
    assert all(len(line) < 998 for line in raw.splitlines())  # RFC 5322, 2.1.1
    assert email["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert email["List-Id"] == "<trees.news.127.0.0.1>"
    assert email["Precedence"] == "bulk"
    assert all(address in body for body in bodies(email))
    assert Client().post(urlsplit(address).path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Signature.objects.get().wants_news


def test_newer_ways_of_python_to_write_a_letter_keep_the_address_in_one_piece() -> None:
    address = Unfolded(f"<https://example.org/{'A' * 150}/>")
    for kind in (policy.default, policy.SMTP):
        email = EmailMessage(policy=kind)
        email["List-Unsubscribe"] = address
        assert email.as_bytes().split(kind.linesep.encode())[0] == f"List-Unsubscribe: {address}".encode()


def test_other_letters_are_no_list(signature: Signature) -> None:
    letter = Letter(signature=signature, kind=Kind.RECEIPT, language="en", message_id="<x@example.org>", queued_at=NOW)
    assert not {"List-Unsubscribe", "List-Id", "Precedence"} & {*letters.compose(letter).message().keys()}


@pytest.mark.parametrize("language", ["en", "ar", "az"])
def test_the_test_letter_says_that_it_is_one_and_has_no_link_of_a_signatory(
    text: PetitionText, page: NewsPage, language: str
) -> None:
    told = letters.edition_for(page.pk, language, "en")
    assert told is not None
    email = message_from_bytes(
        letters.sample(text.petition, told, "editor@example.org").message().as_bytes(), policy=policy.default
    )
    assert email["To"] == "editor@example.org"
    assert email["Content-Language"] == {"az": "en"}.get(language, language)
    assert email["List-Unsubscribe"] is None
    for body in bodies(email):
        assert "/signatures/" not in body
    if language == "en":
        assert all("This is a test." in body for body in bodies(email))
