"""Files through the admin: a report first, nothing before it is wanted, nothing of a language that isn't one's own."""

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from home.models import HomePage
from pages.models.translation import TranslationUnit
from pages.translations import desk
from pages.translations.desk import sheet_url
from pages.translations.exchange import keeping
from pages.translations.exchange.formats import FORMATS
from pages.translations.units import Origin
from tests.pages.conftest import add_page, draft_of
from tests.pages.translations.exchange.cast import signed_in

pytestmark = pytest.mark.django_db

Ask = Callable[..., Any]


@pytest.fixture
def page(home: HomePage) -> Any:
    return add_page(
        home, heading={"en": "What happened", "fr": "Ce qui s’est passé"}, introduction={"en": "In short"}, slug="a"
    )


@pytest.fixture
def translator(page: Any) -> Client:
    return signed_in("translate_fr")


def address() -> str:
    return reverse("translations:exchange")


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def export(client: Client, name: str = "csv", **asked: Any) -> Any:
    return client.get(address(), {"format": name, "language": "fr", "what": "everything", **asked})


def upload(client: Client, content: bytes | str, name: str = "file.csv", **more: str) -> Any:
    raw = content.encode() if isinstance(content, str) else content
    return client.post(address(), {"file": SimpleUploadedFile(name, raw), **more})


def token(answer: Any) -> str:
    found = re.search(r'name="token" value="([^"]+)"', answer.content.decode())
    assert found
    return found[1]


def heading(page: Any) -> str:
    return str(draft_of(page).heading_fr)


def changed(client: Client, name: str = "csv") -> str:
    return body(export(client, name)).decode().replace("Ce qui s’est passé", "Les faits")


def test_one_language_is_one_file(translator: Client) -> None:
    answer = export(translator, "xliff")
    assert re.search(r'filename="translations-en-fr-[\d-]+\.xlf"', answer["Content-Disposition"])
    assert "Ce qui s’est passé" in body(answer).decode()


@pytest.mark.parametrize("name", FORMATS)
def test_several_languages_are_files_in_a_zip(page: Any, name: str) -> None:
    client = signed_in("translate_fr", "translate_de")
    archive = zipfile.ZipFile(io.BytesIO(body(export(client, name, language=["fr", "de"]))))
    assert [file[:18] for file in archive.namelist()] == ["translations-en-fr", "translations-en-de"]
    assert len(FORMATS[name].read(archive.read(archive.namelist()[1]))) == 3


def test_what_leaves_can_be_chosen(translator: Client, page: Any) -> None:
    def paths(**asked: Any) -> list[str]:
        return [f"{unit.subject} {unit.path}" for unit in FORMATS["csv"].read(body(export(translator, **asked)))]

    mine = f"pages.standardpage/{page.pk}"
    assert f"{mine} heading" in paths()
    assert len(paths()) > len(paths(what="pages.standardpage"))
    assert paths(what="chosen", subjects=[mine]) == [f"{mine} heading", f"{mine} introduction"]
    assert paths(what="chosen", subjects=[mine], only_open="on") == [f"{mine} introduction"]


def test_a_sheet_has_a_link_that_exports_it_alone(translator: Client, page: Any) -> None:
    content_type = sheet_url(page, "fr").split("/")[3]
    answer = translator.get(
        address(), {"content_type": content_type, "object_id": page.pk, "language": "fr", "format": "po"}
    )
    assert {unit.subject for unit in FORMATS["po"].read(body(answer))} == {f"pages.standardpage/{page.pk}"}


@pytest.mark.parametrize(
    "asked",
    [
        {"language": "de"},
        {"language": []},
        {"name": "exe"},
        {"what": "chosen"},
        {"what": "auth.user"},
        {"what": "chosen", "subjects": "auth.user/1"},
        {"content_type": 1, "object_id": 1},
        {"content_type": 10**30, "object_id": 10**30},
    ],
)
def test_what_cannot_leave_is_said(translator: Client, asked: dict[str, Any]) -> None:
    answer = export(translator, **asked)
    assert answer.status_code == 400
    assert "error-message" in answer.content.decode()


def test_a_report_comes_first_and_writes_nothing(translator: Client, page: Any) -> None:
    before = list(TranslationUnit.objects.order_by("pk").values())
    answer = upload(translator, changed(translator))
    text = answer.content.decode()
    assert "nothing is imported yet" in text
    assert "Les faits" in text
    assert "Import 1 text" in text
    assert heading(page) == "Ce qui s’est passé"
    assert list(TranslationUnit.objects.order_by("pk").values()) == before


def test_on_the_word_what_is_accepted_is_written(translator: Client, page: Any) -> None:
    answer = translator.post(address(), {"token": token(upload(translator, changed(translator)))})
    assert "Imported" in answer.content.decode()
    assert heading(page) == "Les faits"


def test_the_file_is_judged_again_when_it_is_imported(translator: Client, page: Any) -> None:
    key = token(upload(translator, changed(translator)))
    draft = draft_of(page)
    draft.heading_en = "Something else"
    draft.save_revision(clean=False)
    answer = translator.post(address(), {"token": key})
    assert "were left out" in answer.content.decode()
    assert heading(page) == "Ce qui s’est passé"


def test_what_is_stale_is_imported_as_a_draft_if_that_is_wanted(translator: Client, page: Any) -> None:
    content = changed(translator)
    draft = draft_of(page)
    draft.heading_en = "Something else"
    draft.save_revision(clean=False)
    report = upload(translator, content)
    assert "keep_stale" in report.content.decode()
    translator.post(address(), {"token": token(report), "keep_stale": "yes"})
    assert heading(page) == "Les faits"
    assert TranslationUnit.objects.of(page).get(path="heading", language="fr").state == "draft"


def test_the_report_can_be_taken_away_whole(translator: Client) -> None:
    key = token(upload(translator, changed(translator)))
    answer = translator.post(address(), {"token": key, "report": "csv"})
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == '"subject","path","place","verdict","remark","target"'
    assert any('"accepted","","Les faits"' in line for line in lines)


def test_a_kept_file_is_for_the_one_who_brought_it_and_for_once(translator: Client, page: Any) -> None:
    key = token(upload(translator, changed(translator)))
    other = signed_in("translate_fr", "translate_de")
    assert "no longer kept, or not for you" in other.post(address(), {"token": key}).content.decode()
    translator.post(address(), {"token": key})
    assert translator.post(address(), {"token": key}).status_code == 400


@pytest.mark.parametrize("forged", ["x", "a:b:c", "é"])
def test_a_forged_word_imports_nothing(translator: Client, forged: str) -> None:
    answer = translator.post(address(), {"token": forged})
    assert answer.status_code == 400
    assert "Upload it again" in answer.content.decode()


def test_kept_files_go_after_an_hour(translator: Client, monkeypatch: Any) -> None:
    key = token(upload(translator, changed(translator)))
    monkeypatch.setattr(keeping, "HOUR", -1)
    upload(translator, changed(translator))
    assert len(list(keeping.folder().iterdir())) == 1
    assert translator.post(address(), {"token": key}).status_code == 400


def test_a_language_of_others_cannot_be_imported(translator: Client, page: Any) -> None:
    content = changed(translator)
    stranger = signed_in("translate_de")
    report = upload(stranger, content)
    assert "you may not translate into this language" in report.content.decode()
    stranger.post(address(), {"token": token(report)})
    assert heading(page) == "Ce qui s’est passé"


def test_a_publisher_may_export_and_not_import(page: Any) -> None:
    client = signed_in("publish_fr")
    assert export(client).status_code == 200
    assert "Show the report" not in client.get(address()).content.decode()
    assert upload(client, "x").url == "/admin/"  # where Wagtail sends whoever may not


def test_who_has_no_language_sees_nothing(page: Any) -> None:
    assert signed_in("edit_source").get(address()).url == "/admin/"
    assert Client().get(address()).url.startswith("/admin/login/")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("x.xlf", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", "declares entities"),
        ("x.xlf", b"<xliff version='1.2'>", "damaged"),
        ("x.xlf", b"<html/>", "does not say that it is XLIFF"),
        ("x.po", b"msgid", "damaged"),
        ("x.po", b"\xff\xfe", "encoding"),
        ("x.csv", b"a,b\n1,2", "lacks these columns"),
        ("x.zip", b"PK\x03\x04", "Unpack it"),
        ("x.exe", b"MZ", "end in .xlf"),
        ("x.csv", b"", "empty"),
        ("x.csv", b" " * (10 * 1024 * 1024 + 1), "larger than 10"),
    ],
)
def test_a_file_that_is_none_of_ours_is_refused_in_words(
    translator: Client, name: str, content: bytes, sentence: str
) -> None:
    answer = upload(translator, content, name)
    assert answer.status_code == 400
    assert sentence in answer.content.decode()


def test_the_language_that_is_chosen_has_to_be_the_files(translator: Client, page: Any) -> None:
    client = signed_in("translate_fr", "translate_de")
    assert "wrong language" in upload(client, changed(translator), language="de").content.decode()
    without = changed(translator).replace(" [fr]", "")
    assert "wrong language" in upload(client, without).content.decode()
    assert "Import 1 text" in upload(client, without, language="fr").content.decode()


def test_what_a_locked_page_would_get_is_refused(translator: Client, page: Any, editor: Any) -> None:
    content = changed(translator)
    type(page).objects.filter(pk=page.pk).update(locked=True, locked_by=editor)
    assert "is locked" in upload(translator, content).content.decode()


def test_a_sheet_and_the_matrix_lead_to_the_export(translator: Client, page: Any) -> None:
    sheet = translator.get(sheet_url(page, "fr")).content.decode()
    found = re.search(r'href="([^"]+what=chosen[^"]+)"', sheet)
    assert found
    form = translator.get(found[1].replace("&amp;", "&")).content.decode()
    assert f'<option value="pages.standardpage/{page.pk}" selected>' in form
    assert re.search(r'value="fr"[^>]*checked', form)
    assert address() in translator.get(reverse("translations:matrix")).content.decode()


def test_a_sheet_offers_a_machine_only_where_one_is_and_something_is_missing(
    translator: Client, page: Any, settings: Any
) -> None:
    def offered() -> bool:
        return "DeepL translate" in translator.get(sheet_url(page, "fr")).content.decode()

    assert not offered()
    settings.MACHINE_TRANSLATION = {"service": "deepl", "key": "k", "url": ""}
    assert offered()
    desk.translate(page, "fr", {"introduction": "En bref"}, Origin())
    assert not offered()
