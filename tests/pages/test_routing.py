"""From an address to a page in a language."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote, unquote

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from home.models import HomePage
from pages.languages import column
from pages.models import Edition, OldPath, SiteSettings
from pages.routing import load
from tests.pages.conftest import add_page, draft_of, fields, fresh

pytestmark = pytest.mark.django_db
ORIGIN = settings.SITE_URL


@pytest.fixture
def campaigns(home: HomePage) -> Any:
    return add_page(
        home,
        ("en", "az"),
        heading={"en": "Campaigns", "az": "Kampaniyalar"},
        address={"az": "kampaniyalar"},
        slug="campaigns",
    )


@pytest.fixture
def rivers(campaigns: Any) -> Any:
    return add_page(
        campaigns, ("en", "az"), heading={"en": "Rivers", "az": "Çaylar"}, address={"az": "çaylar"}, slug="rivers"
    )


@pytest.fixture
def kura(rivers: Any) -> Any:
    """Public in English only."""
    return add_page(rivers, ("en",), heading={"en": "Kura"}, slug="kura")


@pytest.fixture
def save(kura: Any) -> Any:
    return add_page(
        kura, ("en", "az"), heading={"en": "Save", "az": "Xilas et"}, address={"az": "xilas-et"}, slug="save"
    )


def get(url: str, **headers: str) -> tuple[int, str]:
    """Status, and where it leads."""
    answer = Client().get(quote(url), headers=headers)
    return answer.status_code, unquote(answer.get("Location", ""))


def change(page: Any, publish: list[str], **texts: Any) -> None:
    draft = draft_of(page)
    for name, value in fields(**texts).items():
        setattr(draft, name, value)
    draft.save_revision(clean=False)
    if publish:
        fresh(page).publish_languages(publish)


def path(page: Any, code: str) -> str:
    return Edition.objects.get(page_id=page.pk, language=code).path


def test_each_language_has_its_own_address_through_the_whole_branch(save: Any) -> None:
    assert path(save, "en") == "campaigns/rivers/kura/save/"
    assert path(save, "az") == "kampaniyalar/çaylar/kura/xilas-et/"
    assert get("/az/kampaniyalar/çaylar/kura/xilas-et/") == (200, "")


def test_an_address_of_another_language_leads_to_the_own_one(save: Any) -> None:
    assert get("/az/campaigns/rivers/kura/save/") == (301, "/az/kampaniyalar/çaylar/kura/xilas-et/")
    assert get("/en/kampaniyalar/çaylar/kura/xilas-et/") == (301, "/en/campaigns/rivers/kura/save/")


def test_a_page_not_live_in_a_language_answers_in_the_nearest_under_a_notice(kura: Any) -> None:
    answer = Client().get("/az/campaigns/rivers/kura/")
    assert answer.status_code == 200
    assert answer.context["shown"].code == "en"
    assert answer.context["is_fallback"]
    html = answer.content.decode()
    assert '<html lang="az"' in html
    assert "noindex" in html
    assert f'href="{ORIGIN}/en/campaigns/rivers/kura/"' in html
    assert 'hreflang="en"' not in html.split("</head>")[0]


def test_an_address_that_never_was_answers_404_in_its_language(home: HomePage) -> None:
    answer = Client().get("/az/nothing-here/")
    assert answer.status_code == 404
    assert '<html lang="az"' in answer.content.decode()


def test_a_drafted_address_changes_nothing(campaigns: Any) -> None:
    change(campaigns, [], address={"az": "aksiyalar"})
    assert get("/az/kampaniyalar/") == (200, "")


def test_former_addresses_of_a_branch_lead_to_the_new_ones_in_one_step(save: Any, campaigns: Any) -> None:
    old = path(save, "az")
    change(campaigns, ["az"], address={"az": "aksiyalar"})
    assert get("/az/kampaniyalar/") == (301, "/az/aksiyalar/")
    assert get(f"/az/{old}") == (301, "/az/aksiyalar/çaylar/kura/xilas-et/")
    assert get("/en/campaigns/rivers/kura/save/") == (200, "")
    change(campaigns, ["az"], address={"az": "hərəkatlar"})
    assert get(f"/az/{old}") == (301, "/az/hərəkatlar/çaylar/kura/xilas-et/")


def test_a_changed_shared_address_moves_only_the_languages_without_their_own(save: Any, rivers: Any) -> None:
    change(rivers, ["en"], slug="streams")
    assert get("/en/campaigns/rivers/kura/save/") == (301, "/en/campaigns/streams/kura/save/")
    assert get("/az/kampaniyalar/çaylar/kura/xilas-et/") == (200, "")


def test_moving_a_page_moves_every_language_of_its_branch(
    save: Any, rivers: Any, home: HomePage, admin_in: Any
) -> None:
    move = reverse("wagtailadmin_pages:move_confirm", args=(rivers.pk, home.pk))
    assert admin_in("en").post(move, {}).status_code == 302
    assert get("/en/campaigns/rivers/kura/save/") == (301, "/en/rivers/kura/save/")
    assert get("/az/kampaniyalar/çaylar/kura/xilas-et/") == (301, "/az/çaylar/kura/xilas-et/")


def test_a_withdrawn_language_answers_at_its_address_with_the_nearest_one(campaigns: Any) -> None:
    campaigns.withdraw(["az"])
    answer = Client().get("/az/kampaniyalar/")
    assert answer.status_code == 200
    assert answer.context["shown"].code == "en"


def test_a_page_that_comes_back_answers_at_the_address_it_had(campaigns: Any) -> None:
    fresh(campaigns).unpublish()
    assert get("/az/kampaniyalar/")[0] == 404
    change(campaigns, ["en"], slug="actions")
    assert get("/en/campaigns/") == (301, "/en/actions/")
    assert get("/az/kampaniyalar/")[0] == 200


def test_an_address_taken_over_and_given_up_again_leads_back_to_its_first_page(campaigns: Any, home: HomePage) -> None:
    change(campaigns, ["en"], slug="actions")
    second = add_page(home, ("en",), heading={"en": "Campaigns"}, slug="campaigns")
    assert get("/en/campaigns/") == (200, "")
    fresh(second).delete()
    assert get("/en/campaigns/") == (301, "/en/actions/")


def test_two_pages_with_one_address_both_stay_reachable(campaigns: Any, home: HomePage) -> None:
    twin = add_page(
        home, ("en", "az"), heading={"en": "Twin", "az": "Əkiz"}, address={"az": "kampaniyalar"}, slug="twin"
    )
    assert path(twin, "az") == "kampaniyalar-2/"
    assert getattr(fresh(twin), column("address", "az")) == "kampaniyalar-2"
    assert get("/az/kampaniyalar/") == (200, "")


def test_another_root_of_the_site_moves_every_page_below_it(save: Any, campaigns: Any) -> None:
    site = Site.objects.get()
    site.root_page = campaigns
    site.save()
    assert path(save, "en") == "rivers/kura/save/"
    assert get("/en/campaigns/rivers/kura/save/") == (301, "/en/rivers/kura/save/")


def test_rebuilding_takes_down_what_is_no_longer_live(save: Any) -> None:
    type(save).objects.filter(pk=save.pk).update(live=False)
    call_command("rebuild_editions", verbosity=0)
    assert not Edition.objects.filter(page_id=save.pk).exists()


def test_editions_can_be_rebuilt_from_the_live_rows(save: Any) -> None:
    before = list(
        Edition.objects.order_by("page_id", "language").values_list("page_id", "language", "path", "heading", "words")
    )
    Edition.objects.all().delete()
    call_command("rebuild_editions", verbosity=0)
    assert before == list(
        Edition.objects.order_by("page_id", "language").values_list("page_id", "language", "path", "heading", "words")
    )


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("az,en;q=0.5", "/az/kampaniyalar/"),
        ("en-GB", "/en/campaigns/"),
        ("ar,fr;q=0.9", "/en/campaigns/"),
        ("tr", "/az/kampaniyalar/"),
        ("", "/en/campaigns/"),
    ],
)
def test_an_address_without_a_language_leads_to_the_best_live_one(campaigns: Any, accept: str, expected: str) -> None:
    answer = Client().get("/campaigns", headers={"accept-language": accept})
    assert (answer.status_code, answer["Location"]) == (302, expected)
    assert "Accept-Language" in answer["Vary"]
    assert not answer.cookies


def test_the_root_leads_to_the_front_page_in_the_best_language(home: HomePage) -> None:
    assert get("/", accept_language="az") == (302, "/az/")
    assert get("/", accept_language="zh-CN") == (302, "/en/")


def test_an_address_keeps_its_query_on_the_way_to_its_language(campaigns: Any) -> None:
    assert unquote(Client().get("/campaigns?ref=print")["Location"]) == "/en/campaigns/?ref=print"


def test_a_missing_slash_is_added(campaigns: Any) -> None:
    assert get("/en/campaigns") == (301, "/en/campaigns/")


def test_an_address_without_a_language_that_never_was_is_404(home: HomePage) -> None:
    assert get("/nothing-here") == (404, "")
    assert get("/wp-login.php")[0] == 404
    assert get("/\x00")[0] == 404


def test_a_language_that_the_site_does_not_offer_is_not_public(campaigns: Any) -> None:
    SiteSettings.objects.update(languages=["en"])
    assert get("/az/kampaniyalar/") == (302, "/en/campaigns/")
    assert get("/campaigns", accept_language="az") == (302, "/en/campaigns/")
    assert "kampaniyalar" not in Client().get("/sitemap.xml").content.decode()


def test_what_is_no_page_leads_out_of_a_language_that_the_site_does_not_offer(campaigns: Any) -> None:
    SiteSettings.objects.update(languages=["en"])
    assert get("/az/search/") == (302, "/en/search/")
    assert Client().get("/az/search/?q=x")["Location"] == "/en/search/?q=x"
    assert get("/en/search/") == (200, "")


def test_the_head_names_every_language_of_a_page_and_the_neutral_address(campaigns: Any) -> None:
    head = Client().get("/en/campaigns/").content.decode().split("</head>")[0]
    assert f'<link rel="alternate" hreflang="az" href="{ORIGIN}/az/kampaniyalar/">' in head
    assert f'<link rel="alternate" hreflang="en" href="{ORIGIN}/en/campaigns/">' in head
    assert f'<link rel="alternate" hreflang="x-default" href="{ORIGIN}/campaigns/">' in head
    assert f'<link rel="canonical" href="{ORIGIN}/en/campaigns/">' in head


def test_the_sitemap_lists_each_language_with_its_alternates_in_one_query_more_than_a_site(
    save: Any, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    with django_assert_max_num_queries(3):
        xml = Client().get("/sitemap.xml").content.decode()
    assert f"<loc>{ORIGIN}/az/kampaniyalar/%C3%A7aylar/kura/xilas-et/</loc>" in xml
    assert xml.count("<loc>") == Edition.objects.count()


def test_a_visitors_page_sets_no_cookie_and_varies_on_nothing(
    campaigns: Any, admin_in: Callable[[str], Client]
) -> None:
    answer = Client().get("/en/campaigns/")
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert answer.content == admin_in("az").get("/en/campaigns/").content


def test_a_page_deep_in_the_tree_costs_no_more_queries_than_one_near_the_root(
    save: Any, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    Client().get("/en/campaigns/rivers/kura/save/")
    with django_assert_max_num_queries(10):
        Client().get("/en/campaigns/rivers/kura/save/")


def test_old_paths_are_remembered_once_for_each_page(campaigns: Any) -> None:
    for slug in ("one", "campaigns", "two", "campaigns"):
        change(campaigns, ["en"], slug=slug)
    assert OldPath.objects.filter(path="one/").count() == 1
    assert get("/en/two/") == (301, "/en/campaigns/")


def test_a_page_comes_without_its_texts_in_other_languages(save: Any) -> None:
    edition = save.editions_by_language["en"]
    page = load(edition, "en")
    assert page.heading_en == save.heading_en
    assert {"heading_az", "body_az", "body_ar"} <= page.get_deferred_fields()
    assert not {"heading_en", "body_en", "title", "source_language"} & page.get_deferred_fields()


def test_a_page_shown_in_another_language_than_asked_for_comes_whole(save: Any) -> None:
    assert not load(save.editions_by_language["en"], None).get_deferred_fields()
