"""Ways to share: plain addresses that hold the petition's, whatever the words are."""

from urllib.parse import parse_qs, unquote, urlsplit

from petition.sharing import share_links

ADDRESS = "https://example.org/az/petitions/trees/?a=1&b=2"
WORDS = "Ağac əkin & ”oxuyun” #1?"


def test_every_way_holds_the_whole_address_and_the_words() -> None:
    for link in share_links(ADDRESS, WORDS, "Subject & more"):
        assert ADDRESS in unquote(link.url.replace("+", " "))
        parts = urlsplit(link.url)
        assert parts.scheme in {"https", "mailto"}
        values = [value for found in parse_qs(parts.query).values() for value in found]
        assert any(ADDRESS in value for value in values)


def test_the_mail_has_a_subject_and_a_body() -> None:
    mail = next(link for link in share_links(ADDRESS, WORDS, "Subject & more") if link.url.startswith("mailto:"))
    assert parse_qs(urlsplit(mail.url).query) == {"subject": ["Subject & more"], "body": [f"{WORDS} {ADDRESS}"]}
