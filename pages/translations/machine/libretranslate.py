"""LibreTranslate (docs.libretranslate.com), which anybody can run: tags as HTML, words in <code> are left alone."""

from typing import Any

from pages.translations.machine.asking import ask, each_a_text, portions
from pages.translations.machine.elements import Elements, read

CODES = {"zh-hans": "zh"}
ALONE = "img"  # an element without an end that no service breaks a sentence at
ELEMENTS = Elements(pair="span", alone='<img id="{}">', kept="code")


class LibreTranslate:
    """A server of LibreTranslate; `key` is "" where it asks for none."""

    name = "libretranslate"
    label = "LibreTranslate"

    def __init__(self, url: str, key: str) -> None:
        self.url, self.key = url, key

    def translate(self, texts: list[str], source: str, target: str) -> list[str]:
        """See Engine."""
        return [text for portion in portions(texts) for text in self.portion(portion, source, target)]

    def portion(self, texts: list[str], source: str, target: str) -> list[str]:
        """As many as go at once."""
        body: dict[str, Any] = {
            "q": [ELEMENTS.written(text) for text in texts],
            "source": CODES.get(source, source),
            "target": CODES.get(target, target),
            "format": "html",
        }
        if self.key:
            body["api_key"] = self.key
        answer = ask(self.label, f"{self.url}/translate", body, {})
        found = answer.get("translatedText") if isinstance(answer, dict) else None
        return [read(text, ALONE) for text in each_a_text(self.label, found, len(texts))]
