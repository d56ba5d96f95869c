"""Only pages/languages.py builds the name of a language's column; everybody else asks it."""

import ast
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


def words(path: Path) -> str:
    """What the file says to the computer: of Python, all but remarks and docstrings."""
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return source
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node):
            node.body[0].value.value = ""
    return ast.unparse(tree)


@pytest.mark.parametrize("path", [*rooms.code(), *rooms.templates()], ids=rooms.name)
def test_nobody_else_names_a_column(path: Path) -> None:
    if rooms.name(path) != "pages/languages.py":
        assert not COLUMN.search(words(path))
        assert not SUFFIX.search(words(path))
