"""What stands on the site's pages, found by what outsiders may rely on and not by how it looks."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.journeys.cast import Person, said


@dataclass(frozen=True)
class SignForm:
    """A petition's form."""

    place: Locator

    @property
    def name(self) -> Locator:
        """Where one writes one's name."""
        return self.place.locator("[autocomplete=name]")

    @property
    def email(self) -> Locator:
        """Where one writes one's address."""
        return self.place.locator("[type=email]")

    @property
    def country(self) -> Locator:
        """Where one chooses a country."""
        return self.place.locator("[autocomplete=country]")

    @property
    def consent(self) -> Locator:
        """The box that has to be ticked."""
        return self.place.locator("[type=checkbox][required]")

    @property
    def button(self) -> Locator:
        """The only button."""
        return self.place.get_by_role("button")

    def fill(self, person: Person) -> None:
        """Write and tick what has to be."""
        self.name.fill(person.name)
        self.email.fill(person.email)
        self.country.select_option(person.country)
        self.consent.check()


def sign_form(page: Page, number: int = 0) -> SignForm:
    """The first form of a petition on `page`, or another one."""
    return SignForm(page.locator("form", has=page.locator("[autocomplete=name]")).nth(number))


def tally(page: Page) -> int:
    """The public count on `page`."""
    return int(page.locator("[data-tally]").first.get_attribute("data-tally") or "")


def expect_heading(page: Page, sentence: str, code: str) -> None:
    """The page is the one that begins with `sentence`, in the language `code`."""
    expect(page.get_by_role("heading", name=said(sentence, code), exact=True)).to_be_visible()
