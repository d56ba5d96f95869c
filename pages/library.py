"""The library's images as pages show them: all of a page with their sizes in two queries, and none a second time."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db import models
from wagtail.images import get_image_model

from pages import memory
from pages.pictures import CARD, SPECS


def pictures(image_ids: Iterable[int | None]) -> dict[int, Any]:
    """{id: image with the sizes that pages show} for the ids that are set and in the library."""
    return memory.shared_each("picture", {image_id for image_id in image_ids if image_id}, read)


def read(image_ids: set[int]) -> dict[int, Any]:
    """The same from the database; two queries."""
    found: dict[int, Any] = get_image_model().objects.prefetch_renditions(*SPECS, CARD).in_bulk(image_ids)
    return found


def hang(*rows: models.Model) -> None:
    """Put the images that `rows` refer to in their places, so that no template asks for them one by one."""
    places = [(row, field) for row in rows for field in image_fields(type(row))]
    found = pictures(getattr(row, field.attname) for row, field in places)
    for row, field in places:
        setattr(row, field.name, found.get(getattr(row, field.attname)))


@cache
def image_fields(model: type[models.Model]) -> list[Any]:
    """The fields of `model` that refer to an image."""
    return [field for field in model._meta.concrete_fields if field.related_model is get_image_model()]
