"""pages.security_headers: each kind of answer says what it may do, and files of editors may do nothing."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from PIL import Image as Drawing
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction

from home.models import HomePage
from pages import security_headers
from pages.blocks import players

SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"


def directives(answer: Any) -> dict[str, str]:
    """{directive: what it allows} of an answer's policy."""
    parts = (part.strip().partition(" ") for part in answer.headers["Content-Security-Policy"].split(";"))
    return {name: allowed for name, _space, allowed in parts}


@pytest.fixture
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


def test_a_page_runs_only_scripts_of_the_site_and_frames_only_players(client: Client, db: None) -> None:
    found = directives(client.get("/en/search/"))
    assert found["default-src"] == "'none'"
    assert found["script-src"] == found["style-src"] == found["connect-src"] == found["worker-src"] == "'self'"
    assert found["frame-src"].split() == list(players.HOSTS)
    assert found["base-uri"] == found["object-src"] == found["frame-ancestors"] == "'none'"
    assert found["form-action"] == "'self'"


def test_the_admin_runs_no_inline_script_either(admin_client: Client) -> None:
    answer = admin_client.get("/admin/")
    assert directives(answer)["script-src"] == "'self'"
    assert directives(answer)["frame-ancestors"] == "'none'"
    assert "publickey-credentials-get=(self)" in answer.headers["Permissions-Policy"]


def test_only_a_preview_may_be_framed_and_only_by_the_site(demo: None, admin_client: Client) -> None:
    page = HomePage.objects.get()
    answer = admin_client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert directives(answer)["frame-ancestors"] == "'self'"
    assert directives(answer)["script-src"] == "'self'"
    live = admin_client.get("/en/")
    assert directives(live)["frame-ancestors"] == "'none'"
    assert live.headers["X-Frame-Options"] == "DENY"


def test_visitors_pages_may_use_none_of_the_devices_abilities(client: Client, db: None) -> None:
    told = client.get("/en/search/").headers["Permissions-Policy"]
    assert "camera=()" in told
    assert "publickey-credentials-create=()" in told


def test_https_is_kept_for_a_year_once_it_was_used(client: Client, settings: Any, db: None) -> None:
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    kept = "max-age=31536000; includeSubDomains; preload"
    assert client.get("/-/live", secure=True).headers["Strict-Transport-Security"] == kept
    assert "Strict-Transport-Security" not in client.get("/-/live").headers


def test_a_picture_is_data_that_other_sites_may_show(client: Client, media: Path, db: None) -> None:
    drawn = BytesIO()
    Drawing.new("RGB", (8, 8)).save(drawn, "PNG")
    (media / "picture.png").write_bytes(drawn.getvalue())
    answer = client.get("/media/picture.png")
    assert answer.status_code == 200
    assert answer.headers["Content-Security-Policy"] == SANDBOX
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    answer.close()


@pytest.mark.parametrize(
    "name", ["page.html", "drawing.svg", "documents/demand.pdf", "script.js", "wagtail_uploads/x.txt"]
)
def test_no_other_file_is_found_among_the_pictures(client: Client, media: Path, db: None, name: str) -> None:
    (media / name).parent.mkdir(exist_ok=True)
    (media / name).write_text("<script>alert(1)</script>")
    assert client.get(f"/media/{name}").status_code == 404


@pytest.mark.parametrize("name", ["demand.pdf", "demand.txt", "demand.docx"])
def test_a_document_is_saved_and_never_run(client: Client, media: Path, db: None, name: str) -> None:
    document = Document.objects.create(title="The demand", file=ContentFile(b"<script>alert(1)</script>", name=name))
    answer = client.get(document.url)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"] == SANDBOX
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    answer.close()


@pytest.mark.parametrize("kind", ["password", "login"])
def test_a_private_document_is_nobodys_here(client: Client, media: Path, db: None, kind: str) -> None:
    collection = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type=kind, password="secret")
    document = Document.objects.create(title="x", file=ContentFile(b"x", name="x.txt"), collection=collection)
    assert client.get(document.url).status_code == 404


def test_what_an_answer_says_itself_stands(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(security_headers.PAGES, "script-src", "'none'")
    answer = client.get("/-/live")
    assert directives(answer)["script-src"] == "'none'"
