"""Puts the demo campaign into the database as an editor would: drafts first, then each language published."""

from collections.abc import Callable
from typing import Any

from django.db import models, transaction
from django.utils import translation
from wagtail.fields import RichTextField
from wagtail.models import Page, Site

from home.demo.campaign import Campaign, Part, blank, merged
from home.demo.filling import Rows, stream
from home.demo.prose import prose
from home.demo.rows import SOURCE, put_rows
from home.models import HomePage
from pages.fields import StreamField
from pages.languages import CODES, column, columns
from pages.models import SiteSettings
from pages.models.translation import UnitState
from pages.translations import leaves
from pages.translations.drafting import Change
from pages.translations.publishing import TranslatedContent
from pages.translations.units import Origin

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


# Words ----------------------------------------------------------------------------------------------------------------
def write(part: Part, content: TranslatedContent, rows: Rows, say: Say) -> None:
    """Fill the draft of `content` in every language that has words, and publish those that are done.

    Where the source was edited, what stood there before comes first, so that its translations are stale in earnest.
    """
    fill_shared(part, content, rows)
    if before := part.words_before(SOURCE):
        save(part, content, before, rows)
        content = type(content).objects.get(pk=content.pk).get_latest_revision_as_object()
    save(part, content, part.words, rows)
    drafts = [code for code in part.words if "heading" in part.words[code] and code not in part.published]
    what = f"{content._meta.verbose_name} {part.key}: published in {', '.join(part.published)}"
    say(what + (f"; draft in {', '.join(drafts)}" if drafts else ""))


def save(part: Part, content: TranslatedContent, words: dict[str, dict[str, Any]], rows: Rows) -> None:
    """Save a draft with `words` ({language: words}), and publish those of its languages that are done."""
    for code, texts in words.items():
        fill_language(part, content, code, texts, rows)
    content.change = Change(origins={code: begun(content, code) for code in part.drafts if code in words})
    content.save_revision()
    content.publish_languages([code for code in part.published if code in words])


def begun(content: TranslatedContent, code: str) -> Origin:
    """A language that somebody is still at: its headings and labels are done, its paragraphs are drafts."""
    paragraphs = [path for path, leaf in leaves.of(content, code).items() if leaf.is_rich]
    return Origin(states=dict.fromkeys(paragraphs, UnitState.DRAFT))


def fill_shared(part: Part, content: models.Model, rows: Rows) -> None:
    """Set what all languages share."""
    for name in part.shared.keys() - columns(type(content)).keys() - TREE_FIELDS:
        field, value = content._meta.get_field(name), part.shared[name]
        if isinstance(field, models.ForeignKey):
            setattr(content, field.attname, rows[field.remote_field.model][value])
        else:
            setattr(content, name, value)


def fill_language(part: Part, content: models.Model, code: str, words: dict[str, Any], rows: Rows) -> None:
    """Set the columns of one language."""
    for base in words.keys() & columns(type(content)).keys():
        match field := content._meta.get_field(base):
            case StreamField():
                whole = merged(blank(part.words[SOURCE][base]), words[base])
                value = stream(field.stream_block, f"{part.key}/{base}", part.shared[base], whole, rows)
            case RichTextField():
                value = prose(words[base], rows[Page])
            case _:
                value = words[base]
        setattr(content, column(base, code), value)


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
    for name, text in part.columns.items():
        setattr(site, name, text)
    site.languages = list(CODES)
    site.save()
    say(f"site settings: {', '.join(site.languages)}")
