"""What a story needs on the stage beyond the demo campaign, put there as an editor's work would be."""

import datetime as dt
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.models import Page

from home.models import HomePage
from pages.languages import CODES, column
from pages.models import StandardPage
from petition import integrity
from petition.integrity import COLUMNS
from petition.models import Petition
from tests.journeys.cast import SLUG

CHINESE = {
    "heading": "为霍贾利伸张正义",
    "demand": "<p>我们要求对这一罪行作出法律评价。</p>",
    "consent": "我支持这一诉求。",
    "news_consent": "请通过电子邮件告知我活动的消息。",
    "thanks": "<p>谢谢。您的签名已生效。</p>",
    "share_text": "我签了名。",
}


def write(content: Any, code: str, **words: Any) -> None:
    """Put `words` into the draft of `content` in the language `code` and publish that."""
    draft = content.get_latest_revision_as_object()
    for base, value in words.items():
        setattr(draft, column(base, code), value)
    draft.save_revision(clean=False)
    content.publish_languages([code])


def petition() -> Petition:
    """The demo's petition."""
    return Petition.objects.get(slug=SLUG)


def add_history() -> None:
    """What happened to the signatures of its last days, in numbers: large ones, small ones, and every event."""
    asked, today = petition(), timezone.now().date()
    columns = [(column.event, column.reason) for column in COLUMNS]
    integrity.add(
        {
            (asked.pk, today - dt.timedelta(days=days), code, country, event, reason): 12_345 >> (days + number)
            for days in range(3)
            for code, country in (("az", "AZ"), ("en", "VC"), ("ar", ""))
            for number, (event, reason) in enumerate(columns)
        }
    )


def petition_form() -> tuple[str, dict[str, Any]]:
    """A block with its form."""
    return "petition_form", {"petition": petition(), "shows_demand": True, "shows_count": True, "shows_goal": True}


def every_block() -> list[tuple[str, Any]]:
    """A body with one block of each kind, filled as the picker shows it."""
    Document.objects.create(title="The demand", file=ContentFile(b"The demand", name="demand.txt"))
    blocks = StandardPage._meta.get_field("body").stream_block.child_blocks
    return [(name, block.get_preview_value()) for name, block in blocks.items()]


def publish_in_chinese() -> None:
    """The demo leaves Chinese empty: bring the petition and its page into it."""
    write(petition(), "zh-hans", **CHINESE)
    page = StandardPage.objects.get(slug="petition")
    form = page.in_language("en").body[0].get_prep_value()
    write(page, "zh-hans", heading="请愿书", body=[form])


def add_page(slug: str, codes: list[str], body: list[tuple[str, Any]]) -> StandardPage:
    """A page below the front page with the same body in each of the languages `codes`."""
    page = StandardPage(slug=slug, live=False)
    for code in codes:
        setattr(page, column("heading", code), f"{slug} {code}")
        setattr(page, column("body", code), body)
    Page.objects.get(pk=HomePage.objects.get().pk).add_child(instance=page)
    page.save_revision(clean=False)
    page.publish_languages(codes)
    return StandardPage.objects.get(pk=page.pk)


def leave_only(slug: str, code: str) -> None:
    """Take the page `slug` off the public site in every language but `code`."""
    Page.objects.get(slug=slug, depth__gt=2).specific.withdraw([known for known in CODES if known != code])
