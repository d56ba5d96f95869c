"""DeepL (developers.deepl.com/docs): tags as XML, words in <k> are left alone."""

from typing import Any

from pages.translations.machine.asking import ask, each_a_text, portions
from pages.translations.machine.elements import Elements, read

FREE, PAID = "https://api-free.deepl.com", "https://api.deepl.com"
# DeepL names what it translates from by the language alone, and what it translates into more narrowly
SOURCES = {"zh-hans": "ZH"}
TARGETS = {"en": "EN-GB", "pt": "PT-PT", "zh-hans": "ZH-HANS"}
ELEMENTS = Elements(pair="x", alone='<x id="{}"/>', kept="k")


class DeepL:
    """The service of DeepL; keys of its free plan end in ":fx" and have a server of their own."""

    name = "deepl"
    label = "DeepL"

    def __init__(self, url: str, key: str) -> None:
        self.url = url or (FREE if key.endswith(":fx") else PAID)
        self.key = key

    def translate(self, texts: list[str], source: str, target: str) -> list[str]:
        """See Engine."""
        return [text for portion in portions(texts) for text in self.portion(portion, source, target)]

    def portion(self, texts: list[str], source: str, target: str) -> list[str]:
        """As many as go at once."""
        body = {
            "text": [ELEMENTS.written(text) for text in texts],
            "source_lang": SOURCES.get(source, source.upper()),
            "target_lang": TARGETS.get(target, target.upper()),
            "tag_handling": "xml",
            "ignore_tags": [ELEMENTS.kept],
            "preserve_formatting": True,
        }
        headers = {"Authorization": f"DeepL-Auth-Key {self.key}"}
        answer = ask(self.label, f"{self.url}/v2/translate", body, headers)
        return [read(text) for text in each_a_text(self.label, texts_in(answer), len(texts))]


def texts_in(answer: Any) -> Any:
    """The texts of an answer; None where it holds none."""
    found = answer.get("translations") if isinstance(answer, dict) else None
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        return None
    return [one.get("text") for one in found]
