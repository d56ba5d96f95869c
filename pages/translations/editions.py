"""Keeps editions and old paths in line with the live rows of pages."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Site

from pages import memory
from pages.languages import CODES, column
from pages.models.edition import Edition, OldPath
from pages.search import folded

UNIQUE_TRIES = 100


@dataclass(frozen=True)
class Place:
    """Where a page stands: its site and the path above it in each language."""

    site_id: int
    above: dict[str, str]


def site_at(tree_path: str) -> Site | None:
    """The site whose root lies deepest above `tree_path` or at it; None outside every site."""
    roots = [site for site in Site.objects.select_related("root_page") if tree_path.startswith(site.root_page.path)]
    return max(roots, key=lambda site: site.root_page.depth, default=None)


def place_of(page: Page) -> Place | None:
    """The place of `page`; None outside every site."""
    return place_at(page.path, page.depth)


def place_below(parent: Page) -> Place | None:
    """The place of a page that will stand below `parent`; None outside every site."""
    return place_at(parent.path + "0" * parent.steplen, parent.depth + 1)


def place_at(tree_path: str, depth: int) -> Place | None:
    """The place at `tree_path`: the ancestors' editions, or their shared slugs where they are not public."""
    site = site_at(tree_path)
    if site is None:
        return None
    paths = [tree_path[: level * Page.steplen] for level in range(site.root_page.depth + 1, depth)]
    between = list(Page.objects.filter(path__in=paths).order_by("depth"))
    known: dict[int, dict[str, str]] = {}
    for page_id, code, path in Edition.objects.filter(page__in=between).values_list("page_id", "language", "path"):
        known.setdefault(page_id, {})[code] = path
    above = dict.fromkeys(CODES, "")
    for ancestor in between:
        above = {code: known.get(ancestor.pk, {}).get(code, f"{above[code]}{ancestor.slug}/") for code in CODES}
    return Place(site.pk, above)


@transaction.atomic
def refresh(page: Any, *, whole_branch: bool = False) -> None:
    """Bring the editions of the live row `page` (specific) in line with it; its branch too if its address changed."""
    memory.changed()
    refresh_at(page, place_of(page), whole_branch)


def refresh_at(page: Any, place: Place | None, whole_branch: bool) -> None:
    """The same for a page of which is known where it stands."""
    if place is None:
        withdraw_all(page)
        return
    if not (refresh_one(page, place) or whole_branch):
        return
    below = place_under(page, place)
    for child in page.get_children().specific():
        if hasattr(child, "written_languages"):
            refresh_at(child, place_of(child) if child.is_site_root() else below, whole_branch=True)


def place_under(page: Any, place: Place) -> Place:
    """Where the children of `page` stand, which itself stands at `place`."""
    if page.is_site_root():
        return Place(place.site_id, dict.fromkeys(CODES, ""))
    known = dict(Edition.objects.filter(page_id=page.pk).values_list("language", "path"))
    return Place(place.site_id, {code: known.get(code, f"{place.above[code]}{page.slug}/") for code in CODES})


def rebuild() -> int:
    """Bring the editions of every page in line; how many pages that were.

    From the top of the tree down, so that each page finds its parent's address.
    """
    count = 0
    for page in Page.objects.filter(depth__gt=1).order_by("path").specific().iterator():
        if hasattr(page, "written_languages"):
            refresh(page)
            count += 1
    return count


def refresh_one(page: Any, place: Place) -> bool:
    """Bring the editions of this page alone in line; whether an address came, went or changed."""
    have = {edition.language: edition for edition in Edition.objects.filter(page_id=page.pk)}
    live = page.live_languages()
    gone = [edition for code, edition in have.items() if code not in live]
    leave(gone)
    if gone:
        Edition.objects.filter(pk__in=[edition.pk for edition in gone]).delete()
    moved = [write(page, code, place, have.get(code)) for code in live]
    return bool(gone) or any(moved)


def write(page: Any, code: str, place: Place, old: Edition | None) -> bool:
    """Write the edition of `page` in `code`; whether its address changed."""
    wanted = contents(page, code, place)
    if old and all(getattr(old, name) == value for name, value in wanted.items()):
        return False
    now = timezone.now()
    if old is None:
        Edition.objects.update_or_create(
            page_id=page.pk, language=code, defaults={**wanted, "changed_at": now, "live_at": now}
        )
        return True
    moved = (old.site_id, old.path) != (wanted["site_id"], wanted["path"])
    if moved:
        leave([old])
    Edition.objects.filter(pk=old.pk).update(**wanted, changed_at=now)
    return moved


def contents(page: Any, code: str, place: Place) -> dict[str, Any]:
    """What the edition of `page` in `code` holds."""
    text = page.in_language(code)
    return {
        "site_id": place.site_id,
        "path": free_path(page, code, place),
        "heading": text.heading,
        "description": text.meta_description,
        "words": folded(" ".join([text.heading, *searchable(page, code)])),
    }


def searchable(page: Any, code: str) -> Iterator[str]:
    """The sentences of `page` in `code` that search looks through."""
    for base in ("introduction", "body"):
        field = page._meta.get_field(column(base, code))
        value = getattr(page, field.name)
        if value:
            yield from field.get_searchable_content(value)


def free_path(page: Any, code: str, place: Place) -> str:
    """The path of `page` in `code`; where another page has it already, the address gets a number, in the row as well.

    An editor is told by the form; this is for roads without one (schedules, moves, two drafts with one address).
    """
    if page.is_site_root():
        return ""
    address = page.address_in(code)
    for attempt in range(1, UNIQUE_TRIES):
        candidate = address if attempt == 1 else f"{address}-{attempt}"
        if not is_taken(page, place, code, candidate):
            break
    if candidate != address:
        name = column("address", code)
        setattr(page, name, candidate)
        type(page).objects.filter(pk=page.pk).update(**{name: candidate})
    return f"{place.above[code]}{candidate}/"


def is_taken(page: Page, place: Place, code: str, address: str) -> bool:
    """Whether another page has the path that `address` gives `page` at `place`; two can't both be found there."""
    same = Edition.objects.filter(site_id=place.site_id, language=code, path=f"{place.above[code]}{address}/")
    return same.exclude(page_id=page.pk).exists()


def leave(gone: Iterable[Edition]) -> None:
    """Remember the addresses of editions that go or move."""
    now = timezone.now()
    paths = [
        OldPath(page_id=old.page_id, site_id=old.site_id, language=old.language, path=old.path, left_at=now)
        for old in gone
    ]
    unique = ["site", "language", "path", "page"]
    OldPath.objects.bulk_create(paths, update_conflicts=True, update_fields=["left_at"], unique_fields=unique)


def withdraw_all(page: Page) -> None:
    """Take every edition of a page that stands in no site."""
    editions = Edition.objects.filter(page_id=page.pk)
    leave(editions)
    editions.delete()
