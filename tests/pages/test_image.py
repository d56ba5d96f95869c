"""Pictures: their words in each language, and their sizes."""

from io import BytesIO
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.core.files.images import ImageFile
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from PIL import Image as Drawing

from pages.languages import column
from pages.models import CampaignImage
from pages.pictures import CARD, WIDTHS


def add_image(title: str = "candle", width: int = 1600, **words: str) -> CampaignImage:
    """An image of the library; `words` by column: alt_text_en="…"."""
    drawn = BytesIO()
    Drawing.new("RGB", (width, width * 9 // 16), "navy").save(drawn, "PNG")
    return CampaignImage.objects.create(title=title, file=ImageFile(drawn, name=f"{title}.png"), **words)


def picture(image: CampaignImage | None, arguments: str = "code") -> BeautifulSoup:
    template = Template("{% load pages_tags %}{% picture image " + arguments + " %}")
    return BeautifulSoup(template.render(Context({"image": image, "code": "ar"})), "html.parser")


def img(image: CampaignImage, arguments: str = "code") -> Tag:
    found = picture(image, arguments).img
    assert found is not None
    return found


@pytest.fixture
def candle(db: None) -> CampaignImage:
    return add_image(alt_text_en="A candle", alt_text_ar="شمعة", caption_en="In memory")


def test_an_image_speaks_the_language_asked_for(candle: CampaignImage) -> None:
    words = candle.words_in("alt_text", "ar")
    assert words is not None
    assert (words.text, words.language.code) == ("شمعة", "ar")


def test_an_image_without_words_in_a_language_says_in_which_it_speaks(candle: CampaignImage) -> None:
    words = candle.words_in("caption", "ar")
    assert words is not None
    assert (words.text, words.language.code) == ("In memory", "en")


def test_an_image_without_words_says_nothing(db: None) -> None:
    assert add_image().words_in("caption", "en") is None


def test_columns_hold_no_null(db: None) -> None:
    image = CampaignImage.objects.get(pk=add_image().pk)
    assert {getattr(image, column("alt_text", code)) for code in ("en", "az", "zh-hans")} == {""}


def test_a_picture_comes_in_three_widths_with_its_size(candle: CampaignImage) -> None:
    soup = picture(candle)
    widths = [part.split()[1] for part in soup.source["srcset"].split(", ")]
    assert widths == [f"{width}w" for width in WIDTHS]
    assert soup.source["type"] == "image/webp"
    assert (soup.img["width"], soup.img["height"]) == ("960", "540")
    assert soup.img["loading"] == "lazy"


def test_a_small_picture_is_not_offered_twice_in_one_size(db: None) -> None:
    widths = [part.split()[1] for part in picture(add_image(width=600)).source["srcset"].split(", ")]
    assert widths == ["480w", "600w"]


def test_the_alt_text_is_the_language_s(candle: CampaignImage) -> None:
    assert img(candle)["alt"] == "شمعة"
    assert "lang" not in img(candle).attrs


def test_an_alt_text_of_another_language_says_so(db: None) -> None:
    found = img(add_image(alt_text_en="A candle"))
    assert (found["alt"], found["lang"], found["dir"]) == ("A candle", "en", "ltr")


def test_what_the_block_says_stands_first(candle: CampaignImage) -> None:
    assert img(candle, 'code alt="ضوء"')["alt"] == "ضوء"


def test_decoration_is_passed_by(candle: CampaignImage) -> None:
    assert img(candle, 'code alt="ضوء" decorative=True')["alt"] == ""


def test_no_picture_is_no_element(db: None) -> None:
    assert not picture(None).find(True)


def test_hostile_words_stay_words(db: None) -> None:
    found = img(add_image(alt_text_ar='"><script>alert(1)</script>'))
    assert found["alt"] == '"><script>alert(1)</script>'


def test_a_card_has_the_shape_that_networks_show(candle: CampaignImage) -> None:
    card = candle.get_rendition(CARD)
    assert (card.width, card.height) == (1200, 630)


def test_an_editor_writes_the_words_of_each_language(admin_in: Any, candle: CampaignImage, client: Client) -> None:
    form = admin_in("en").get(reverse("wagtailimages:edit", args=[candle.pk])).text
    for code in ("en", "az", "zh-hans"):
        assert f'name="{column("alt_text", code)}"' in form
        assert f'name="{column("caption", code)}"' in form
