"""What the service of the tests does with texts: capitals outside of tags and of what is to be left alone."""

import json
import re
from collections.abc import Callable
from typing import Any

LEFT_ALONE = re.compile(r"(<(?:k|code)\b[^>]*>.*?</(?:k|code)>|<[^>]*>|&\w+;)")


def shout(text: str) -> str:
    """`text` in capitals."""
    return "".join(part if place % 2 else part.upper() for place, part in enumerate(LEFT_ALONE.split(text)))


class Service:
    """Answers in the way of the service `kind`; tests change `say`, `status` or the whole `answer`."""

    def __init__(self) -> None:
        self.kind = "deepl"
        self.url = ""
        self.status = 200
        self.say: Callable[[str], str] = shout
        self.whole: str | None = None
        self.asked: list[tuple[str, dict[str, str], Any]] = []

    def answer(self, body: Any) -> str:
        """The answer to one request."""
        if self.whole is not None:
            return self.whole
        texts = [self.say(text) for text in body["text" if self.kind == "deepl" else "q"]]
        if self.kind == "deepl":
            return json.dumps({"translations": [{"text": text} for text in texts]})
        return json.dumps({"translatedText": texts})
