"""What an editor sees and presses in the admin."""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from playwright.sync_api import Locator, Page, expect

NAME, PASSWORD = "editor", "a-password-for-the-stories"


def add_editor() -> None:
    """Somebody who may sign in."""
    get_user_model().objects.create_superuser(NAME, "editor@example.org", PASSWORD)


def sign_in(page: Page) -> None:
    """Pass the admin's door, on which `page` is."""
    page.get_by_label("Username").fill(NAME)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/")


@dataclass(frozen=True)
class PageForm:
    """The form of a page, in its source language and another."""

    page: Page

    def write_heading(self, language: str, heading: str) -> None:
        """Write the heading in a language that the form has boxes for."""
        self.page.get_by_label(f"Heading · {language}").fill(heading)

    def add_petition_form(self, code: str, petition: str) -> None:
        """Put the block into the body of the language `code` and choose the petition whose title is `petition`."""
        body = self.page.locator(f"[data-contentpath=body_{code}]")
        body.get_by_role("button", name="Insert a block").first.click()
        self.page.get_by_role("option", name="Petition form").click()
        body.get_by_role("button", name="Choose petition").click()
        self.page.get_by_role("dialog").get_by_role("link", name=petition).click()
        self.expect_petition_form(code, petition)

    def expect_petition_form(self, code: str, petition: str) -> None:
        """The body of the language `code` has the block with the petition whose title is `petition`."""
        body = self.page.locator(f"[data-contentpath=body_{code}]")
        expect(body.locator("[data-chooser-title]").get_by_text(petition)).to_be_visible()

    def work_in(self, code: str) -> None:
        """Keep the draft and go on in the language `code`."""
        self.page.locator(f"button[name=work_in][value={code}]").click()
        expect(self.page.locator(f"[name=heading_{code}]")).to_be_visible()

    def release(self, code: str) -> Locator:
        """The box that says whether the next publish makes the language `code` public."""
        return self.page.locator(f"input[name=release][value={code}]")

    def expect_state(self, language: str, state: str) -> None:
        """The line of `language` says that it is in `state`."""
        line = self.page.get_by_role("listitem").filter(has=self.page.get_by_text(language, exact=True))
        expect(line).to_contain_text(state, ignore_case=True)

    def save(self) -> None:
        """Keep the draft."""
        self.page.get_by_role("button", name="Save draft").first.click()
        expect(self.page.locator(".messages .success")).to_be_visible()

    def publish(self) -> None:
        """Make the ticked languages public."""
        self.page.locator("footer").get_by_role("button", name="More actions").click()
        self.page.get_by_role("button", name="Publish").click()
        expect(self.page.locator(".messages .success")).to_contain_text("published")
