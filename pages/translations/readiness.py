"""What a language still lacks before it can go live."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

OTHERS = "*"  # in the settings: every model that has no entry of its own


@dataclass(frozen=True)
class Lack:
    """One thing that is missing: a sentence for the editor, where to mend it, whether it forbids publishing."""

    sentence: str
    url: str = ""
    is_blocking: bool = True
    path: str = ""  # of the piece of text that is missing, where it is one


class NotReady(ValueError):
    """A publish was asked for a language that lacks something; `lacks` says what, by language."""

    def __init__(self, lacks: dict[str, list[Lack]]) -> None:
        self.lacks = lacks
        super().__init__("; ".join(lack.sentence for found in lacks.values() for lack in found))


def lacks(draft: Any, code: str) -> list[Lack]:
    """What the language `code` of `draft` lacks, as `settings.READINESS` ({model: dotted path}) says."""
    path = settings.READINESS.get(draft._meta.label) or settings.READINESS.get(OTHERS)
    return list(import_string(path)(draft, code)) if path else []


def blocking(draft: Any, codes: Iterable[str]) -> dict[str, list[Lack]]:
    """{language: what forbids publishing it}, for those of `codes` that lack something."""
    found = {code: [lack for lack in lacks(draft, code) if lack.is_blocking] for code in codes}
    return {code: missing for code, missing in found.items() if missing}
