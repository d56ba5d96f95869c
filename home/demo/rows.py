"""The rows that the demo campaign stands on: pictures, empty drafts of its pages and its petition, the site."""

from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.core.files import File
from wagtail.models import Page, Site

from home.demo.campaign import Campaign, Part, picture_file
from home.demo.filling import Rows
from pages.languages import column
from pages.models import CampaignImage
from pages.pictures import CARD, SPECS
from pages.translations.publishing import TranslatedContent
from petition.models import Petition

SOURCE = "en"
PORTS = {"http": 80, "https": 443}


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
        new.append((campaign.petition, petition))  # after the page of privacy, which a signatory must find
    page_ids = {key: page.pk for key, page in pages.items()}
    return {CampaignImage: pictures, Page: page_ids, Petition: {petition.slug: petition.pk}}, new


def put_picture(part: Part) -> CampaignImage:
    """The picture, put into the library unless it is there."""
    title = part.shared["title"]
    found = CampaignImage.objects.filter(title=title).first()
    if found:
        return found
    image = CampaignImage(title=title, **part.columns)
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
