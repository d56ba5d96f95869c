"""A page with every block there is, in two languages, and what no file format likes to carry."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.validators import RegexValidator
from django.test import Client
from wagtail.blocks import (
    BooleanBlock,
    ChoiceBlock,
    DateBlock,
    DecimalBlock,
    IntegerBlock,
    ListBlock,
    RichTextBlock,
    StructBlock,
    URLBlock,
)

from pages.blocks.body import body_blocks
from pages.translations.leaves import TEXTS
from tests.pages.conftest import add_page

CODE = "ar"
AWKWARD = (
    "  two spaces before,\ttab, “quotes” \"straight\" 'single' and two behind  ",
    "العربية and עברית mixed with English (\u2067isolated\u2069) \u202eoverridden\u202c \u200f",
    "👨‍👩‍👧‍👦 🏳️‍🌈 🇦🇿 é e\u0301 ﷺ 𝔘𝔫𝔦𝔠𝔬𝔡𝔢",
    "&amp; &lt;b&gt; &nbsp; &#8217; &unknown; ]]> <![CDATA[x]]> <!-- y -->",
    "first line\nsecond line\r\nthird\rfourth\u2028fifth\u0085sixth",
    "=1+1 ;=2 \t=3 '=4 -5 @6 ＝7\n-8",
    "<1>not a tag</1> <2/> <\\3> \\n \\\\ %s %(name)s {name} ${x}",
    "bell\x07 escape\x1b form\x0c vertical\x0b \ufffe \x7f \x9f",
)
RICH = (
    '<p data-block-key="k1">One <b>bold <i>both</i></b><br/>and <a linktype="page" id="3">a page</a> &amp; more</p>'
    '<ul><li data-block-key="k2">x &lt; y</li><li data-block-key="k3"><a href="https://example.org/?a=1&amp;b=2">web</a></li></ul>'
)
RICH_IN_OTHER_ORDER = (
    '<p data-block-key="t1"><a id="9" linktype="page">صفحة</a> &amp; <b>عريض <i>كلاهما</i></b><br/></p>'
    '<ul><li data-block-key="t2">س &lt; ص</li><li data-block-key="t3"><a href="https://example.org/ar">web</a></li></ul>'
)
OTHERS = {BooleanBlock: True, ChoiceBlock: "h2", DateBlock: "1992-02-26", DecimalBlock: "12", IntegerBlock: 5}


class Filler:
    """Gives each text of a tree another awkward text."""

    def __init__(self, is_translation: bool) -> None:
        self.is_translation = is_translation
        self.place = 0

    def text(self, is_rich: bool) -> str:
        """The next text."""
        self.place += 1
        line = AWKWARD[self.place % len(AWKWARD)]
        if is_rich:
            wording = RICH_IN_OTHER_ORDER if self.is_translation else RICH
            return wording + f"<p>{line.replace('&', '&amp;').replace('<', '&lt;')}</p>"
        return ("ترجمة " if self.is_translation else "") + line

    def value(self, block: Any, key: str) -> Any:
        """A stored value of `block`."""
        if isinstance(block, URLBlock):
            return "https://example.org/"
        if isinstance(block, TEXTS):
            is_free = not any(isinstance(check, RegexValidator) for check in block.field.validators)
            text = self.text(isinstance(block, RichTextBlock)) if is_free else "4:35"
            return text[: getattr(block.field, "max_length", None)]
        if isinstance(block, ListBlock):
            ids = [f"{key}-{number}" for number in (1, 2)]
            return [{"type": "item", "value": self.value(block.child_block, one), "id": one} for one in ids]
        if isinstance(block, StructBlock):
            return {name: self.value(child, f"{key}-{name}") for name, child in block.child_blocks.items()}
        return next((value for kind, value in OTHERS.items() if isinstance(block, kind)), None)


def body(is_translation: bool) -> list[dict[str, Any]]:
    """One block of every type."""
    filler = Filler(is_translation)
    return [{"type": name, "value": filler.value(block, name), "id": name} for name, block in body_blocks()]


def signed_in(*codenames: str) -> Client:
    """The client of somebody who may enter the admin, and what `codenames` say."""
    user = get_user_model().objects.create_user(f"user-{'-'.join(codenames)}")
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *codenames]))
    client = Client()
    client.force_login(user)
    return client


def whole_page(home: Any) -> Any:
    """A page that holds them all in English and Arabic."""
    return add_page(
        home,
        heading={"en": "All & <everything>", CODE: "الكل"},
        introduction={"en": AWKWARD[4], CODE: AWKWARD[1]},
        body={"en": body(False), CODE: body(True)},
        slug="all",
    )
