"""pages.hooks_for_visitors: who serves visitors alone knows what pages and pictures ask for."""

from wagtail.images import image_operations, wagtail_hooks
from wagtail.rich_text.feature_registry import FeatureRegistry

from pages import hooks_for_visitors


def test_sizes_of_pictures_are_spelled_as_wagtail_spells_them() -> None:
    assert dict(hooks_for_visitors.draw_images()) == dict(wagtail_hooks.register_image_operations())
    assert dict(hooks_for_visitors.draw_images())["fill"] is image_operations.FillOperation


def test_rich_text_shows_all_that_editors_may_put_into_it() -> None:
    features = FeatureRegistry()
    features.has_scanned_for_features = True
    hooks_for_visitors.link_and_show(features)
    assert set(features.link_types) == {"page", "document"}
    assert set(features.embed_types) == {"image", "media"}
