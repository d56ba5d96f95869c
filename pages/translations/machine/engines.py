"""The services that translate. `settings.MACHINE_TRANSLATION` says which one; none by default."""

from collections.abc import Callable
from typing import Protocol

from django.conf import settings

from pages.translations.machine.asking import Unavailable
from pages.translations.machine.deepl import DeepL
from pages.translations.machine.libretranslate import LibreTranslate

__all__ = ["Engine", "Unavailable", "engine"]


class Engine(Protocol):
    """A service. Texts carry numbered tags (pages.translations.exchange.markup) and come back with the same."""

    name: str  # in tools: "machine:deepl"
    label: str

    def translate(self, texts: list[str], source: str, target: str) -> list[str]:
        """The texts in the language `target`, in their order; Unavailable says why not."""
        ...


KINDS: dict[str, Callable[[str, str], Engine]] = {"deepl": DeepL, "libretranslate": LibreTranslate}


def engine() -> Engine | None:
    """The service that is configured, if one is."""
    chosen = settings.MACHINE_TRANSLATION
    return KINDS[chosen["service"]](chosen["url"], chosen["key"]) if chosen else None
