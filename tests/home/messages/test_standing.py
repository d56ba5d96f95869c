"""How complete the interface is in a language."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog

from home.messages import catalogues, standing


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    """A folder of catalogues in which two sentences are to be translated."""
    settings.LOCALE_PATHS = [tmp_path]
    put("en", {"Sign": "", "Share": ""})
    return tmp_path


def put(code: str, texts: dict[str, str]) -> None:
    catalogue = Catalog()
    for sentence, translation in texts.items():
        catalogue.add(sentence, translation)
    catalogues.put(catalogues.po_path(code), catalogues.written(code, catalogue))


def test_what_has_no_translation_is_counted(folder: Path) -> None:
    put("fr", {"Sign": "Signer", "Share": ""})
    assert standing.untranslated("fr") == 1


def test_a_language_without_a_catalogue_lacks_everything(folder: Path) -> None:
    assert standing.untranslated("fr") == 2


def test_the_language_of_the_sources_lacks_nothing(folder: Path) -> None:
    assert standing.untranslated("en") == 0


def test_a_catalogue_that_was_written_since_is_read_again(folder: Path) -> None:
    assert standing.untranslated("fr") == 2
    put("fr", {"Sign": "Signer", "Share": "Partager"})
    assert standing.untranslated("fr") == 0
    shutil.rmtree(folder / "fr")
    assert standing.untranslated("fr") == 2
