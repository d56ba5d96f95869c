"""Asks a service over HTTP and puts what goes wrong into words for a translator."""

from collections.abc import Iterator
from typing import Any

import requests
from django.utils.translation import gettext_lazy as _

PATIENCE = (5, 45)  # seconds to connect, and to wait for an answer
MOST_TEXTS = 40  # DeepL takes 50 texts and 128 KiB at once, LibreTranslate what its owner allows
MOST_LETTERS = 20_000

REFUSALS = {
    400: _("%(service)s does not take this text or one of the languages."),
    401: _("%(service)s refuses the key of this site."),
    403: _("%(service)s refuses the key of this site."),
    413: _("The text is too long for %(service)s."),
    429: _("%(service)s asks to wait: too many requests."),
    456: _("The allowance of this site at %(service)s is used up."),
}


class Unavailable(Exception):
    """No translation can be had from the service now; `sentence` says why."""

    def __init__(self, sentence: Any, service: str) -> None:
        self.sentence = sentence % {"service": service}
        super().__init__(str(self.sentence))


def ask(service: str, url: str, body: dict[str, Any], headers: dict[str, str]) -> Any:
    """The service's answer to `body`, both JSON."""
    try:
        answer = requests.post(url, json=body, headers=headers, timeout=PATIENCE, allow_redirects=False)
        if answer.status_code != 200:
            raise Unavailable(REFUSALS.get(answer.status_code, _("%(service)s reports an error.")), service)
        return answer.json()
    except requests.JSONDecodeError as wrong:
        raise Unavailable(_("%(service)s answers something that is no translation."), service) from wrong
    except requests.Timeout as wrong:
        raise Unavailable(_("%(service)s takes too long to answer."), service) from wrong
    except requests.RequestException as wrong:
        raise Unavailable(_("%(service)s can't be reached."), service) from wrong


def each_a_text(service: str, found: Any, wanted: int) -> list[str]:
    """`found` if it is `wanted` texts."""
    if not isinstance(found, list) or len(found) != wanted or not all(isinstance(text, str) for text in found):
        raise Unavailable(_("%(service)s answers something that is no translation."), service)
    return found


def portions(texts: list[str]) -> Iterator[list[str]]:
    """`texts` in lots that a service takes at once."""
    portion: list[str] = []
    for text in texts:
        if portion and (len(portion) == MOST_TEXTS or sum(map(len, portion)) + len(text) > MOST_LETTERS):
            yield portion
            portion = []
        portion.append(text)
    if portion:
        yield portion
