"""A language is switched on, opened, closed and switched off by a manager, and no text is lost on the way."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry
from wagtail.test.utils.form_data import nested_form_data, streamfield

from home.models import HomePage
from pages.languages import CODES, column
from pages.models import SiteSettings
from pages.translations import offering
from pages.translations.readiness import NotReady
from petition.models import Petition
from tests.pages.conftest import add_page, fresh

pytestmark = pytest.mark.django_db
LIST = "/admin/translations/languages/"


@pytest.fixture
def site(home: HomePage) -> SiteSettings:
    """Open in English and Azerbaijani; the front page is public in both."""
    settings = SiteSettings.objects.get()
    settings.languages = ["en", "az"]
    settings.save()
    return settings


@pytest.fixture
def whole_interface(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every sentence of the interface is translated, whatever is being written just now."""
    monkeypatch.setattr(offering, "untranslated", lambda code: 0)


def state(code: str) -> str:
    return offering.state(SiteSettings.objects.get(), code)


def make_public(home: HomePage, code: str) -> None:
    draft = fresh(home).get_latest_revision_as_object()
    setattr(draft, column("heading", code), "Accueil")
    draft.save_revision(clean=False)
    fresh(home).publish_languages([code], although_unready=True)


def test_a_language_goes_from_off_to_open_and_back(site: SiteSettings, home: HomePage, whole_interface: None) -> None:
    assert state("fr") == "off"
    offering.prepare(site, "fr", None)
    assert state("fr") == "prepared"
    make_public(home, "fr")
    offering.open_to_visitors(site, "fr", None)
    assert SiteSettings.objects.get().codes == ["en", "az", "fr"]
    offering.close(site, "fr", None)
    assert state("fr") == "prepared"
    offering.switch_off(site, "fr", None)
    assert state("fr") == "off"
    assert fresh(home).heading_fr == "Accueil"


def test_a_language_without_a_public_page_is_not_opened_by_anybody(
    site: SiteSettings, editor: Any, whole_interface: None
) -> None:
    offering.prepare(site, "fr", editor)
    with pytest.raises(NotReady, match="No page is public in it"):
        offering.open_to_visitors(site, "fr", editor)
    assert state("fr") == "prepared"


def test_a_language_without_a_whole_interface_is_not_opened(
    site: SiteSettings, home: HomePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offering, "untranslated", lambda code: 3)
    make_public(home, "fr")
    with pytest.raises(NotReady, match="3 sentences of the interface"):
        offering.open_to_visitors(site, "fr", None)


def test_the_last_open_language_stays_open(site: SiteSettings) -> None:
    offering.close(site, "en", None)
    with pytest.raises(offering.LastLanguage):
        offering.close(site, "az", None)
    assert SiteSettings.objects.get().codes == ["az"]


def test_closing_one_of_a_site_that_never_chose_leaves_all_others_open(site: SiteSettings) -> None:
    SiteSettings.objects.update(languages=[])
    offering.close(site, "fr", None)
    assert SiteSettings.objects.get().codes == [code for code in CODES if code != "fr"]


def test_what_is_unfinished_is_told_and_forbids_nothing(
    site: SiteSettings, home: HomePage, whole_interface: None
) -> None:
    add_page(home, ("en",), heading={"en": "Rivers"}, slug="rivers")
    petition = Petition.objects.create(slug="trial", source_language="en", heading_en="Trial")
    petition.save_revision(clean=False)
    make_public(home, "fr")
    sentences = [lack.sentence for lack in offering.lacks(site, "fr") if not lack.is_blocking]
    assert "1 page is not public in it; visitors get it in another language." in sentences
    assert "“Trial” is not public in it." in sentences
    offering.open_to_visitors(site, "fr", None)


def test_the_history_names_each_deed_and_who_did_it(
    site: SiteSettings, home: HomePage, editor: Any, whole_interface: None
) -> None:
    make_public(home, "fr")
    for deed in ("prepare", "open", "close", "off"):
        offering.DEEDS[deed](site, "fr", editor)
    entries = ModelLogEntry.objects.filter(action__startswith="translations.language_").order_by("pk")
    assert [(entry.message, entry.user) for entry in entries] == [
        ("Switched on: Français", editor),
        ("Opened to visitors: Français", editor),
        ("Closed to visitors: Français", editor),
        ("Switched off: Français", editor),
    ]


# The pages of the admin -----------------------------------------------------------------------------------------------
def test_a_manager_opens_a_language_from_the_admin(
    site: SiteSettings, home: HomePage, admin_in: Any, whole_interface: None
) -> None:
    client = admin_in("en")
    assert f"{LIST}fr/prepare/" in client.get(LIST).content.decode()
    assert client.post(f"{LIST}fr/prepare/").status_code == 302
    refused = client.get(f"{LIST}fr/open/")
    assert refused.context["is_refused"]
    assert client.post(f"{LIST}fr/open/").status_code == 409
    make_public(home, "fr")
    assert client.post(f"{LIST}fr/open/").status_code == 302
    assert state("fr") == "open"
    html = client.get(LIST).content.decode()
    assert f"{LIST}fr/close/" in html
    assert "Opened to visitors: Français" in html


def test_asking_changes_nothing(site: SiteSettings, admin_in: Any) -> None:
    for deed in offering.DEEDS:
        assert admin_in("en").get(f"{LIST}az/{deed}/").status_code == 200
    assert SiteSettings.objects.get().codes == ["en", "az"]


@pytest.mark.parametrize("path", ["xx/open/", "fr/delete/"])
def test_there_is_no_other_language_and_no_other_deed(site: SiteSettings, admin_in: Any, path: str) -> None:
    assert admin_in("en").post(LIST + path).status_code == 404


def test_only_managers_may(site: SiteSettings) -> None:
    user = get_user_model().objects.create_user("t", "t@example.org", "t")
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", "translate_fr", "publish_fr"]))
    client = Client()
    client.force_login(user)
    for path in (LIST, f"{LIST}fr/prepare/"):
        assert client.post(path).status_code in (302, 403)
    assert state("fr") == "off"


def test_no_form_opens_a_language_by_a_side_door(site: SiteSettings, admin_in: Any) -> None:
    url = reverse("wagtailsettings:edit", args=("pages", "sitesettings", site.site_id))
    client = admin_in("en")
    assert LIST in client.get(url).content.decode()
    words = {
        column(base, code): "" for base in ("organisation", "tagline", "footer", "contact") for code in ("en", "az")
    }
    menus = {column(base, code): streamfield([]) for base in ("main_menu", "footer_menu") for code in ("en", "az")}
    sent = nested_form_data(words | menus | {"social_links": streamfield([]), "contact_email": ""})
    forged = {"working_language": "az", "languages": ["en", "az", "fr"], "prepared": '["fr"]'}
    assert client.post(url, sent | forged).status_code == 302
    assert (state("en"), state("fr")) == ("open", "off")


# Visitors -------------------------------------------------------------------------------------------------------------
def test_addresses_of_a_closed_language_lead_to_an_open_one(site: SiteSettings, home: HomePage) -> None:
    add_page(
        home, ("en", "az"), heading={"en": "Rivers", "az": "Çaylar"}, address={"az": "çaylar"}, slug="rivers"
    )  # fmt: skip
    offering.close(site, "az", None)
    client = Client()
    for path, leads in (("/az/", "/en/"), ("/az/çaylar/", "/en/rivers/"), ("/az/search/?q=a", "/en/search/?q=a")):
        answer = client.get(path)
        assert (answer.status_code, answer.headers.get("Location")) == (302, leads)
    assert "/az/" not in client.get("/en/").content.decode()
    assert "/az/" not in client.get("/sitemap.xml").content.decode()


def test_a_page_that_only_the_closed_language_has_leads_to_the_front_page(site: SiteSettings, home: HomePage) -> None:
    add_page(home, ("az",), source_language="az", heading={"az": "Çaylar"}, slug="caylar")
    offering.close(site, "az", None)
    answer = Client().get("/az/caylar/")
    assert (answer.status_code, answer.headers.get("Location")) == (302, "/en/")
    assert Client().get("/az/nothing/").status_code == 404


def test_opened_again_all_is_as_it_was(site: SiteSettings, home: HomePage, whole_interface: None) -> None:
    offering.close(site, "az", None)
    offering.open_to_visitors(site, "az", None)
    assert Client().get("/az/").status_code == 200
