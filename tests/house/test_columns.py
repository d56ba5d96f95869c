"""Only pages/languages.py builds the name of a language's column; everybody else asks it."""

import re
from pathlib import Path

import pytest
from modeltranslation.translator import translator

from tests.house import rooms


def columns() -> set[str]:
    """Every column that holds one language."""
    return {
        field.name
        for model in translator.get_registered_models()
        for fields in translator.get_options_for_model(model).all_fields.values()
        for field in fields
    }


COLUMN = re.compile(rf"\b({'|'.join(sorted(columns()))})\b")
SUFFIX = re.compile(r"_\{(code|language|lang)(\.code)?\}")


@pytest.mark.parametrize("path", [*rooms.code(), *rooms.templates()], ids=rooms.name)
def test_nobody_else_names_a_column(path: Path) -> None:
    if rooms.name(path) == "pages/languages.py":
        pytest.skip("its very place")
    source = path.read_text(encoding="utf-8")
    assert not COLUMN.search(source)
    assert not SUFFIX.search(source)
