"""The library's images: what a picture shows and says is told in each language."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Filter

from pages import languages
from pages.languages import CODES, Language, column
from pages.translations.rows import TranslatedRow


@dataclass(frozen=True)
class Words:
    """A picture's text and the language that it stands in."""

    text: str
    language: Language


class CampaignImage(TranslatedRow, AbstractImage):
    """An image with an alt text and a caption in each language."""

    alt_text = models.CharField(
        _("alt text"),
        max_length=255,
        blank=True,
        help_text=_("What the picture shows, for people who do not see it. One sentence."),
    )
    caption = models.CharField(_("caption"), max_length=500, blank=True, help_text=_("Shown below the picture."))

    # The languages' columns, so that one form holds what a picture says everywhere.
    admin_form_fields = (
        "title",
        "file",
        "collection",
        "tags",
        *(column(base, code) for code in CODES for base in ("alt_text", "caption")),
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]

    def words_in(self, base: str, code: str) -> Words | None:
        """`alt_text` or `caption` in the language `code`, else in the nearest that it is written in."""
        written = {known: text for known in CODES if (text := getattr(self, column(base, known)))}
        found = languages.nearest(code, written, settings.LANGUAGE_CODE)
        return Words(written[found], languages.language(found)) if found else None

    def generate_rendition_file(self, *args: Any, **kwargs: Any) -> ContentFile:
        """Wagtail's, held in memory: nobody would close its temporary file."""
        with super().generate_rendition_file(*args, **kwargs) as made:
            made.seek(0)
            return ContentFile(made.read(), name=made.name)

    def create_rendition(self, filter: Filter) -> AbstractRendition:
        return closed(super().create_rendition(filter))

    def create_renditions(self, *filters: Filter) -> dict[Filter, AbstractRendition]:
        return {filter: closed(rendition) for filter, rendition in super().create_renditions(*filters).items()}

    @property
    def default_alt_text(self) -> str:
        """What Wagtail shows where no language is asked for."""
        words = self.words_in("alt_text", languages.current())
        return words.text if words else self.title


class CampaignRendition(AbstractRendition):
    """An image in one size and format."""

    image = models.ForeignKey(CampaignImage, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="rendition_once_an_image"),
        ]


def closed(rendition: AbstractRendition) -> AbstractRendition:
    """`rendition` without the temporary file that it was drawn into, which Wagtail leaves open."""
    rendition.file.close()
    return rendition
