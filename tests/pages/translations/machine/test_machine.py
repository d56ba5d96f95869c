"""Machine translation: off by default, tags and kept words protected, nothing of a person's touched, nothing live."""

from typing import Any

import pytest
import requests
from django.urls import reverse

from home.models import HomePage
from pages.models.desk import GlossaryTerm
from pages.models.translation import TranslationSheet, TranslationUnit, UnitState
from pages.translations import desk, leaves, machine, sheets
from pages.translations.machine import Unavailable
from pages.translations.machine.deepl import DeepL
from pages.translations.machine.libretranslate import LibreTranslate
from pages.translations.units import Origin
from tests.pages.conftest import add_page, draft_of
from tests.pages.translations.exchange.cast import signed_in
from tests.pages.translations.machine.service import Service, shout

pytestmark = pytest.mark.django_db

RICH = '<p data-block-key="k">See <a id="3" linktype="page">the page</a><br/>of R&amp;D &lt;now&gt;</p>'


@pytest.fixture
def page(home: HomePage) -> Any:
    body = [{"type": "text", "value": RICH, "id": "one"}]
    return add_page(
        home, heading={"en": "A petition"}, introduction={"en": "Sign <1> & share"}, body={"en": body}, slug="a"
    )


def texts(page: Any, code: str = "fr") -> dict[str, str]:
    return {path: leaf.text for path, leaf in leaves.of(draft_of(page), code).items() if leaf.text}


def fill(page: Any, user: Any = None) -> machine.Filled:
    engine = machine.engine()
    assert engine is not None
    return machine.fill_missing(engine, page, "fr", user)


def translated(*wanted: str) -> list[str]:
    engine = machine.engine()
    assert engine is not None
    return engine.translate(list(wanted), "en", "fr")


def test_nothing_is_asked_of_anybody_unless_configured() -> None:
    assert machine.engine() is None


def test_what_is_missing_is_filled_with_its_tags_as_they_were(page: Any, configured: Service, editor: Any) -> None:
    assert fill(page, editor) == machine.Filled(made=3, broken=0)
    assert texts(page) == {
        "heading": "A PETITION",
        "introduction": "SIGN <1> & SHARE",
        "body.one": '<p data-block-key="k">SEE <a id="3" linktype="page">THE PAGE</a><br/>OF R&amp;D &lt;NOW&gt;</p>',
    }


def test_it_is_marked_as_made_by_a_machine_and_counts_as_open(page: Any, configured: Service, editor: Any) -> None:
    fill(page, editor)
    units = TranslationUnit.objects.of(page).filter(language="fr")
    assert {(unit.state, unit.tool, unit.by) for unit in units} == {
        (UnitState.MACHINE, f"machine:{configured.kind}", editor)
    }
    sheet = TranslationSheet.objects.of(page).get(language="fr")
    assert (sheet.machine, sheet.done, sheet.percent) == (3, 0, 0)


def test_nothing_of_it_is_live(page: Any, configured: Service) -> None:
    page.publish_languages(["en"])
    fill(page)
    assert type(page).objects.get(pk=page.pk).live_languages() == ["en"]
    assert type(page).objects.get(pk=page.pk).heading_fr == ""


def test_what_a_person_wrote_is_neither_sent_nor_changed(page: Any, configured: Service, editor: Any) -> None:
    desk.translate(page, "fr", {"heading": "Une pétition"}, Origin(user=editor, states={"heading": UnitState.DRAFT}))
    assert fill(page).made == 2
    assert texts(page)["heading"] == "Une pétition"
    assert "A petition" not in str(configured.asked)


def test_what_a_person_writes_while_the_machine_works_stays(page: Any, configured: Service, editor: Any) -> None:
    written = []

    def interrupted(text: str) -> str:
        if not written:
            written.append(desk.translate(page, "fr", {"heading": "Meanwhile"}, Origin(user=editor)))
        return shout(text)

    engine = machine.engine()
    assert engine is not None
    asked = engine.translate
    engine.translate = lambda wanted, *codes: [interrupted(""), asked(wanted, *codes)][1]
    assert machine.fill_missing(engine, page, "fr", editor).made == 2
    assert texts(page)["heading"] == "Meanwhile"


@pytest.mark.parametrize(
    "answer", ["", '<x id="1">lost', "no tags at all", "</x></x>", "<x id='7'/>", "<script>x</script>"]
)
def test_a_text_that_comes_back_broken_is_left_out(page: Any, configured: Service, answer: str) -> None:
    configured.say = lambda text: answer if "page" in text else shout(text)
    assert fill(page) == machine.Filled(made=2, broken=1)
    assert "body.one" not in texts(page)


def test_words_of_the_glossary_that_are_kept_come_back_as_they_were(page: Any, configured: Service) -> None:
    GlossaryTerm.objects.create(source_language="en", term="petition", is_kept=True)
    configured.say = lambda text: shout(text).replace(">petition<", ">requête<")
    fill(page)
    assert texts(page)["heading"] == "A petition"
    assert ("<k id=" in str(configured.asked)) == (configured.kind == "deepl")


def test_a_kept_word_that_is_lost_leaves_the_text_out(page: Any, configured: Service) -> None:
    GlossaryTerm.objects.create(source_language="en", term="petition", is_kept=True)
    configured.say = lambda text: "REQUÊTE" if "petition" in text else shout(text)
    assert fill(page) == machine.Filled(made=2, broken=1)


def test_a_text_too_long_for_its_place_is_left_out(page: Any, configured: Service) -> None:
    configured.say = lambda text: shout(text) if "<" in text else "long " * 100
    assert fill(page).broken >= 1
    assert "heading" not in texts(page)


def test_many_texts_go_in_lots(configured: Service) -> None:
    wanted = [f"text {number}" for number in range(100)]
    assert translated(*wanted) == [text.upper() for text in wanted]
    assert len(configured.asked) == 3


def test_deepl_is_asked_in_its_own_way(service: Service) -> None:
    DeepL(service.url, "secret").translate(["One <1>two</1>"], "zh-hans", "pt")
    path, headers, body = service.asked[0]
    assert (path, headers["Authorization"]) == ("/v2/translate", "DeepL-Auth-Key secret")
    assert (body["source_lang"], body["target_lang"], body["text"]) == ("ZH", "PT-PT", ['One <x id="1">two</x>'])
    assert DeepL("", "key:fx").url == "https://api-free.deepl.com"


def test_libretranslate_is_asked_in_its_own_way(service: Service) -> None:
    service.kind = "libretranslate"
    assert LibreTranslate(service.url, "").translate(["a <1/> b"], "en", "zh-hans") == ["A <1/> B"]
    path, _headers, body = service.asked[0]
    assert path == "/translate"
    assert body == {"q": ['a <img id="1"> b'], "source": "en", "target": "zh", "format": "html"}


@pytest.mark.parametrize(
    ("status", "whole", "sentence"),
    [
        (403, "", "refuses the key"),
        (429, "", "too many requests"),
        (456, "", "used up"),
        (400, "", "one of the languages"),
        (302, "", "reports an error"),
        (500, "<html>", "reports an error"),
        (200, "<html>", "no translation"),
        (200, "[]", "no translation"),
        (200, '{"translations": [], "translatedText": []}', "no translation"),
        (200, '{"translations": [{"text": 1}], "translatedText": [null]}', "no translation"),
    ],
)
def test_what_goes_wrong_is_said(configured: Service, status: int, whole: str, sentence: str) -> None:
    configured.status, configured.whole = status, whole
    with pytest.raises(Unavailable, match=sentence):
        translated("text")


@pytest.mark.parametrize(
    ("wrong", "sentence"), [(requests.Timeout, "too long to answer"), (requests.ConnectionError, "be reached")]
)
def test_a_silent_service_is_said(configured: Service, monkeypatch: Any, wrong: Any, sentence: str) -> None:
    def silent(*args: Any, **options: Any) -> None:
        raise wrong

    monkeypatch.setattr(requests, "post", silent)
    with pytest.raises(Unavailable, match=sentence):
        translated("text")


def test_what_goes_wrong_leaves_the_sheet_as_it_was(page: Any, configured: Service) -> None:
    configured.status = 500
    with pytest.raises(Unavailable):
        fill(page)
    assert texts(page) == {}


# The button -----------------------------------------------------------------------------------------------------------
def address(page: Any, code: str = "fr") -> str:
    return desk.sheet_url(page, code) + "machine/"


def test_the_button_fills_and_says_how_many(page: Any, configured: Service, admin_in: Any) -> None:
    client = admin_in()
    answer = client.post(address(page))
    assert (answer.status_code, answer.url) == (302, desk.sheet_url(page, "fr"))
    assert texts(page)["heading"] == "A PETITION"
    assert "3 pieces were translated by machine" in client.get(reverse("translations:exchange")).content.decode()


def test_the_button_says_why_it_could_not(page: Any, configured: Service, admin_in: Any) -> None:
    configured.status = 456
    client = admin_in()
    client.post(address(page))
    assert "used up" in client.get(reverse("translations:exchange")).content.decode()


def test_the_button_does_nothing_without_a_service(page: Any, admin_in: Any) -> None:
    client = admin_in()
    client.post(address(page))
    assert "no machine translation" in client.get(reverse("translations:exchange")).content.decode()
    assert texts(page) == {}


def test_a_link_fills_nothing(page: Any, configured: Service, admin_in: Any) -> None:
    assert admin_in().get(address(page)).status_code == 405
    assert not configured.asked


def test_who_translates_another_language_cannot_fill_this_one(page: Any, configured: Service) -> None:
    assert signed_in("translate_de").post(address(page)).status_code == 403
    assert not configured.asked
    assert sheets.of(page)["fr"].machine == 0
