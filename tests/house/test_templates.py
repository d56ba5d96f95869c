"""Templates: what they name exists, and public ones need neither inline style nor inline script."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.forms.renderers import get_default_renderer
from django.template.loader import get_template

from tests.house import rooms

NAMED = re.compile(r"""\{%\s*(?:include|extends)\s+["']([^"']+)["']""")
STATIC = re.compile(r"""\{%\s*static\s+["']([^"']+)["']""")
IN_CODE = re.compile(r"""["']((?:[\w-]+/)+[\w-]+\.(?:html|txt))["']""")
INLINE = {
    "a style": re.compile(r"<style|\sstyle\s*="),
    "a script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*\btype=\"application/(?:ld\+)?json\")"),
    "a handler": re.compile(r"\son\w+\s*=|javascript:"),
}


@pytest.mark.parametrize("path", rooms.templates(), ids=rooms.name)
def test_every_template_compiles_and_finds_what_it_names(path: Path) -> None:
    source, own_name = path.read_text(encoding="utf-8"), str(path).split("/templates/", 1)[1]
    # Widgets are rendered by the engine of Django's forms, which has templates of its own
    find = get_default_renderer().get_template if "/widgets/" in own_name else get_template
    for name in (own_name, *NAMED.findall(source)):
        find(name)
    assert not [name for name in STATIC.findall(source) if not finders.find(name)]


@pytest.mark.parametrize("path", rooms.code(), ids=rooms.name)
def test_every_template_that_the_code_names_exists(path: Path) -> None:
    for name in IN_CODE.findall(path.read_text(encoding="utf-8")):
        get_template(name)


@pytest.mark.parametrize("path", rooms.public_templates(), ids=rooms.name)
def test_public_templates_have_nothing_inline(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not [what for what, pattern in INLINE.items() if pattern.search(source)]
