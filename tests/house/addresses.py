"""Every address of the site, from its resolver: with something in each place that its pattern accepts."""

import re
from collections.abc import Iterator
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.regex_helper import normalize
from django.utils.translation import override

from tests.journeys.cast import SLUG

# What is put into a place of a pattern, by its name or where it fits: things of the demo first, then things of no one.
NAMED = {"slug": SLUG, "language_code": "en", "tag": "a", "path": "nothing/", "document_filename": "demand.txt"}
FITTING = ("1", "petition", "en", str(UUID(int=1)), "nothing/", "a" * 40, "MQ")


def every(language: str) -> Iterator[tuple[str, str]]:
    """(address, full name) of every pattern, in `language` where the address has one."""
    with override(language):
        for regex, name in patterns(get_resolver(), "", ""):
            if address := fill(regex):
                yield address, name


def patterns(resolver: URLResolver, before: str, space: str) -> Iterator[tuple[str, str]]:
    """(regular expression of the whole address, full name) of all below `resolver`."""
    for each in resolver.url_patterns:
        regex = before + each.pattern.regex.pattern.removeprefix("^")
        if isinstance(each, URLPattern):
            yield regex, space + (each.name or each.lookup_str)
        else:
            yield from patterns(each, regex, f"{space}{each.namespace}:" if each.namespace else space)


def fill(regex: str) -> str:
    """An address that `regex` accepts; "" where nothing of what is at hand fits."""
    template, places = normalize(regex)[0]
    for anything in FITTING:
        address = template % {place: NAMED.get(place, anything) for place in places}
        if re.fullmatch(regex, address):
            return f"/{address}"
        address = template % dict.fromkeys(places, anything)
        if re.fullmatch(regex, address):
            return f"/{address}"
    return ""
