"""Takes the pictures of the documentation from a site that runs with the demo campaign.

make run PORT=8250 VAR=/tmp/site     and beside it
VAR=/tmp/site python -m tests.journeys.pictures docs/pictures http://127.0.0.1:8250
"""

import io
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests import chromium
from tests.journeys import desk_pictures

PASSWORD = Path(os.environ.get("VAR", "var")) / "demo-editor.txt"
QUALITY = 82  # of WebP: letters stay sharp, a picture stays below 60 KB


def nothing(page: Page) -> None:
    """A picture of the page as it opens."""


def open_switcher(page: Page) -> None:
    """The list of languages."""
    page.locator("summary").first.click()


def open_campaign(page: Page) -> None:
    """The list of the campaign's pages."""
    page.get_by_role("link", name="Explore child pages of 'Justice for Khojaly'").click()
    page.wait_for_url("**/admin/pages/*/")


def open_petition_page(page: Page) -> None:
    """The form of the page with the petition, in English and Azerbaijani."""
    open_campaign(page)
    page.get_by_role("table").get_by_role("link", name="Petition", exact=True).click()
    page.get_by_label("Heading · English").wait_for()


@dataclass(frozen=True)
class Picture:
    """One picture: its name, what it shows, how large; `part`: the selector of what is shown, if not the window."""

    name: str
    path: str
    width: int
    height: int
    prepare: Callable[[Page], None] = nothing
    part: str = ""


VISITORS = (
    Picture("home", "/en/", 1200, 680),
    Picture("home-ar", "/ar/", 1200, 680),
    Picture("petition-phone", "/az/petition/", 360, 780),
    Picture("fallback", "/zh-hans/petition/", 1200, 560),
    Picture("switcher", "/en/", 640, 330, open_switcher),
)
EDITORS = (
    Picture("dashboard", "/admin/", 1280, 620),
    Picture("desk", "/admin/pages/", 1280, 620, open_campaign),
    Picture("form", "/admin/pages/", 1360, 900, open_petition_page),
    Picture("languages", "/admin/pages/", 1280, 800, open_petition_page, part=".translated-languages"),
    Picture("petitions", "/admin/petitions/", 1280, 480),
    Picture("signatures", "/admin/signatures/", 1280, 620),
    Picture("matrix", "/admin/translations/", 1540, 800, desk_pictures.look_at_what_is_open),
    Picture("translate", "/admin/translations/", 1280, 800, desk_pictures.translate_persian),
    Picture("stale", "/admin/translations/", 1280, 640, desk_pictures.look_at_what_is_stale),
    Picture("supporters", "/admin/translations/", 1100, 780, desk_pictures.meet_as_a_supporter),
    Picture("suggestions", "/admin/translations/", 1280, 760, desk_pictures.decide),
    Picture("desk-languages", "/admin/translations/languages/", 1280, 700),
)


def sign_in(page: Page, address: str) -> None:
    """Enter the admin as the demo editor."""
    page.goto(f"{address}/admin/login/")
    page.locator("[name=username]").fill("editor")
    page.locator("[name=password]").fill(PASSWORD.read_text(encoding="ascii").strip())
    page.locator("form [type=submit]").click()
    page.wait_for_url("**/admin/")


def take(page: Page, picture: Picture, address: str, folder: Path) -> Path:
    """Take one picture; where it lies."""
    page.set_viewport_size({"width": picture.width, "height": picture.height})
    page.goto(address + picture.path)
    picture.prepare(page)
    page.wait_for_load_state("networkidle")
    file = folder / f"{picture.name}.webp"
    shown = page.locator(picture.part) if picture.part else page
    with Image.open(io.BytesIO(shown.screenshot(animations="disabled"))) as taken:
        taken.save(file, quality=QUALITY, method=6)
    return file


def take_all(browser: Browser, folder: Path, address: str) -> list[Path]:
    """Take every picture: first as a visitor, then as the demo editor."""
    visitor = browser.new_context(reduced_motion="reduce", color_scheme="light").new_page()
    taken = [take(visitor, picture, address, folder) for picture in VISITORS]
    editor = browser.new_context(reduced_motion="reduce", color_scheme="light", locale="en").new_page()
    sign_in(editor, address)
    return [*taken, *(take(editor, picture, address, folder) for picture in EDITORS)]


def main(folder: Path, address: str) -> None:
    """Take the pictures into `folder` and say where they lie."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        path = chromium.find(playwright)
        if path is None:
            raise SystemExit(chromium.MISSING)
        browser = chromium.start(playwright, path)
        for file in take_all(browser, folder, address.rstrip("/")):
            sys.stdout.write(f"{file}\n")
        browser.close()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]), sys.argv[2])
