"""Our site with what the stock site shows: a petition, a menu of six pages, a page of twenty blocks with the form."""

import json
from typing import Any

BLOCKS = 20  # as many as the stock page has, in the same order
WORDS = "<p>In one night a town was wiped out, and nobody has been brought to justice for it.</p>" * 4


def fill() -> None:
    """A site with a petition, six pages in its menu and one with the form, in every language there is."""
    from wagtail.models import Locale, Page, Site

    from home.models import HomePage
    from pages.languages import CODES, column
    from pages.models import SiteSettings

    Locale.objects.create(language_code="en")
    headings = {column("heading", code): f"Home {code}" for code in CODES}
    home = Page.add_root(instance=Page(title="Root", slug="root")).add_child(instance=HomePage(slug="home", **headings))
    site = Site.objects.create(hostname="127.0.0.1", root_page=home, is_default_site=True)
    petition = fill_petition()
    others = [fill_page(home, f"page-{n}", []) for n in range(6)]
    menu = [{"type": "page", "value": page.pk} for page in others]
    menus = {column("main_menu", code): json.dumps(menu) for code in CODES}
    SiteSettings.objects.update_or_create(site=site, defaults=menus)
    fill_page(home, "campaign", body(petition, others))


def body(petition: Any, others: list[Any]) -> list[dict[str, Any]]:
    """What the stock page says, block by block, and the form."""
    from benchmarks.yardsticks.stock import fill as yardstick

    links = [f'<p>{yardstick.WORDS} <a linktype="page" id="{page.pk}">More</a></p>' for page in others]
    blocks = [
        {"type": "text", "value": links[n % 6]}
        if n % 3
        else {"type": "heading", "value": {"text": f"Part {n}", "level": "h2"}}
        for n in range(BLOCKS)
    ]
    return [*blocks, {"type": "petition_form", "value": {"petition": petition.pk}}]


def fill_page(home: Any, slug: str, blocks: list[dict[str, Any]]) -> Any:
    """A page below `home`."""
    from pages.languages import CODES, column
    from pages.models import StandardPage

    texts = {"heading": slug.title(), "body": json.dumps(blocks)}
    page = StandardPage(live=False, slug=slug, **{column(base, code): texts[base] for base in texts for code in CODES})
    type(home).objects.get(pk=home.pk).add_child(instance=page)
    page.save_revision(clean=False)
    page.publish_languages(CODES, although_unready=True)
    return page


def fill_petition() -> Any:
    """A petition."""
    from django.utils import timezone

    from pages.languages import CODES, column
    from petition.models import Petition

    texts = {"heading": "Plant more trees", "demand": WORDS, "consent": "I agree.", "thanks": WORDS}
    columns = {column(base, code): text for base, text in texts.items() for code in CODES}
    petition = Petition(live=False, slug="trees", opens_at=timezone.now(), source_language="en", **columns)
    petition.save()
    petition.save_revision(clean=False)
    petition.publish_languages(CODES, although_unready=True)
    return petition
