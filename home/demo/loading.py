"""Puts the demo campaign into the database as an editor would: drafts first, then each language published."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.core.files import File
from django.db import models, transaction
from django.utils import translation
from wagtail.fields import RichTextField
from wagtail.models import Page, Site

from home.demo.campaign import Campaign, Part, picture_file
from home.demo.filling import Rows, stream
from home.demo.prose import prose
from home.models import HomePage
from pages.fields import StreamField
from pages.languages import CODES, column, columns
from pages.models import CampaignImage, SiteSettings
from pages.pictures import CARD, SPECS
from pages.translations.publishing import TranslatedContent
from petition.models import Petition

SOURCE = "en"
PORTS = {"http": 80, "https": 443}
TREE_FIELDS = {"model", "parent", "slug"}

Say = Callable[[str], None]


class AnotherCampaign(Exception):
    """The database holds a campaign of its own."""


@transaction.atomic
def load(say: Say) -> None:
    """Put in what is missing of the demo campaign, and leave alone what is there. Raises AnotherCampaign."""
    campaign = Campaign()
    home_slug = campaign.pages[0].slug
    if other := HomePage.objects.exclude(slug=home_slug).first():
        raise AnotherCampaign(other.title)
    with translation.override(SOURCE):
        rows, new = put_rows(campaign)
        for part, content in new:
            write(part, content, rows, say)
        put_settings(campaign.site, rows, say)


# Rows -----------------------------------------------------------------------------------------------------------------
def put_rows(campaign: Campaign) -> tuple[Rows, list[tuple[Part, TranslatedContent]]]:
    """Everything as an empty draft, so that each can point to any other; with it, what was not there before."""
    pictures = {part.key: put_picture(part).pk for part in campaign.pictures}
    new: list[tuple[Part, TranslatedContent]] = []
    pages: dict[str, Any] = {}
    for part in campaign.pages:
        parent = pages.get(part.shared.get("parent", ""))
        pages[part.key] = find_page(part) or put_page(part, parent, new)
    put_site(pages["home"])
    petition = Petition.objects.filter(slug=campaign.petition.slug).first()
    if petition is None:
        petition = Petition(slug=campaign.petition.slug, source_language=SOURCE, live=False)
        petition.save()
        new.insert(0, (campaign.petition, petition))
    page_ids = {key: page.pk for key, page in pages.items()}
    return {CampaignImage: pictures, Page: page_ids, Petition: {petition.slug: petition.pk}}, new


def put_picture(part: Part) -> CampaignImage:
    """The picture, put into the library unless it is there."""
    title = part.shared["title"]
    found = CampaignImage.objects.filter(title=title).first()
    if found:
        return found
    image = CampaignImage(title=title, **flat(part.words))
    with picture_file(part.key).open("rb") as drawing:
        image.file.save(f"{part.key}.webp", File(drawing), save=False)
        image.save()
    image.get_renditions(*SPECS, CARD)  # now, so that no visitor waits for them
    return image


def find_page(part: Part) -> Page | None:
    """The page, wherever an editor has moved it."""
    return apps.get_model(part.shared["model"]).objects.filter(slug=part.slug).first()


def put_page(part: Part, parent: Page | None, new: list[tuple[Part, TranslatedContent]]) -> Page:
    """An empty draft of the page below `parent`, noted in `new`."""
    heading = {column("heading", SOURCE): part.words[SOURCE]["heading"]}
    page = apps.get_model(part.shared["model"])(slug=part.slug, source_language=SOURCE, live=False, **heading)
    # Read anew: the tree counts its children in the row
    (Page.objects.get(pk=parent.pk) if parent else Page.get_first_root_node()).add_child(instance=page)
    new.append((part, page))
    return page


def put_site(home: Page) -> None:
    """Let the default site begin at `home`, and remove Wagtail's page of welcome that stood there."""
    address = urlsplit(settings.SITE_URL)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    if site.root_page_id == home.pk:
        return
    before = site.root_page if site.root_page_id else None
    site.root_page, site.hostname = home, address.hostname
    site.port = address.port or PORTS[address.scheme]
    site.save()
    if before and before.specific_class is Page and not before.is_root() and not before.get_children().exists():
        Page.objects.get(pk=before.pk).delete()


# Words ----------------------------------------------------------------------------------------------------------------
def write(part: Part, content: TranslatedContent, rows: Rows, say: Say) -> None:
    """Fill the draft of `content` in every language that has words, and publish those that are done."""
    fill_shared(part, content, rows)
    for code, words in part.words.items():
        fill_language(part, content, code, words, rows)
    content.save_revision()
    content.publish_languages(part.published)
    drafts = [code for code in part.words if "heading" in part.words[code] and code not in part.published]
    say(f"{part.key}: published in {', '.join(part.published)}" + (f"; draft in {', '.join(drafts)}" if drafts else ""))


def fill_shared(part: Part, content: models.Model, rows: Rows) -> None:
    """Set what all languages share."""
    for name in part.shared.keys() - columns(type(content)).keys() - TREE_FIELDS:
        field = content._meta.get_field(name)
        value = part.shared[name]
        setattr(content, field.attname, rows[field.related_model][value] if field.is_relation else value)


def fill_language(part: Part, content: models.Model, code: str, words: dict[str, Any], rows: Rows) -> None:
    """Set the columns of one language."""
    for base in words.keys() & columns(type(content)).keys():
        match field := content._meta.get_field(base):
            case StreamField():
                value = stream(field.stream_block, f"{part.key}/{base}", part.shared[base], words[base], rows)
            case RichTextField():
                value = prose(words[base], rows[Page])
            case _:
                value = words[base]
        setattr(content, column(base, code), value)


def flat(words: dict[str, dict[str, str]]) -> dict[str, str]:
    """{"en": {"caption": "x"}} → {"caption_en": "x"}."""
    return {column(base, code): text for code, texts in words.items() for base, text in texts.items()}


# Settings -------------------------------------------------------------------------------------------------------------
def put_settings(part: Part, rows: Rows, say: Say) -> None:
    """Name the site in its languages, and fill its menus; unless an editor has named it."""
    site = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    if getattr(site, column("organisation", SOURCE)):
        return
    fill_shared(part, site, rows)
    for menu in ("main_menu", "footer_menu"):
        items = [("page", Page.objects.get(pk=rows[Page][key])) for key in part.shared[menu]]
        setattr(site, column(menu, SOURCE), items)
    for name, text in flat(part.words).items():
        setattr(site, name, text)
    site.languages = list(CODES)
    site.save()
    say(f"site settings: {', '.join(site.languages)}")
