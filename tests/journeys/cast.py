"""The people of the stories, one a language, and the sentences with which the site speaks to them."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext

SLUG = "justice-for-khojaly"


@dataclass(frozen=True)
class Person:
    """Somebody who signs."""

    name: str
    email: str
    country: str


CAST = {
    "en": Person("Mary-Kate O’Connor", "mary@example.org", "IE"),
    "ar": Person("ليلى عبد الرحمن", "layla@example.org", "EG"),
    "az": Person("Aygün Əliyeva", "aygun@example.org", "AZ"),
    "de": Person("Jörg Müller-Weiß", "joerg@example.org", "DE"),
    "zh-hans": Person("欧阳小明", "xiaoming@example.org", "CN"),
}


def said(sentence: str, code: str) -> str:
    """`sentence` of the interface as the site says it in the language `code`."""
    with translation.override(code):
        return gettext(sentence)
