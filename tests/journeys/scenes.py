"""Every screen that a visitor can meet, and how one comes there: each function brings a new visitor to one."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import timezone
from playwright.sync_api import Page

from pages.models import Edition
from petition.models import Petition, Signature
from tests.journeys.cast import CAST, SLUG
from tests.journeys.conftest import Visit
from tests.journeys.post import Postman
from tests.journeys.scenery import add_history, add_page, every_block, leave_only
from tests.journeys.screens import sign_form


@dataclass(frozen=True)
class Stage:
    """Where a scene is played: a browser, letters, and the visitor's language."""

    visit: Visit
    postman: Postman
    code: str

    def open(self, path: str) -> Page:
        """A new visitor at an address below the language's own."""
        return self.visit(f"/{self.code}/{path}", language=self.code)

    def read(self, slug: str) -> Page:
        """A new visitor at the page `slug`."""
        edition = Edition.objects.get(page__slug=slug, page__depth__gt=2, language=self.code)
        return self.visit(edition.url, language=self.code)

    def sign(self) -> Page:
        """The person of the language has just signed."""
        page = self.open("petition/")
        form = sign_form(page)
        form.fill(CAST[self.code])
        form.button.click()
        page.wait_for_url("**/sign/**")
        return page

    def follow(self, purpose: str) -> Page:
        """The same person has opened a link of the newest letter."""
        page = self.sign() if not Signature.objects.exists() else self.open("")
        page.goto(self.postman.newest_to(CAST[self.code].email).link(purpose))
        return page

    def press(self, page: Page) -> Page:
        """Press the only button of `page`."""
        with page.expect_response(lambda response: response.request.method == "POST"):
            page.locator("main").get_by_role("button").click()
        page.wait_for_load_state()
        return page


Scene = Callable[[Stage], Page]


# Pages ----------------------------------------------------------------------------------------------------------------
def home(stage: Stage) -> Page:
    return stage.open("")


def standard_page(stage: Stage) -> Page:
    return stage.read("what-happened")


def news_index(stage: Stage) -> Page:
    return stage.read("news")


def article(stage: Stage) -> Page:
    return stage.read("signatures")


def page_with_the_form(stage: Stage) -> Page:
    return stage.open("petition/")


def page_with_every_block(stage: Stage) -> Page:
    add_page("blocks", [stage.code], every_block())
    return stage.open("blocks/")


def petition_itself(stage: Stage) -> Page:
    return stage.open(f"petitions/{SLUG}/")


def integrity(stage: Stage) -> Page:
    add_history()
    return stage.open(f"petitions/{SLUG}/integrity/")


def page_in_another_language(stage: Stage) -> Page:
    """A page that is only live in a language which runs the other way."""
    leave_only("contact", "ar" if stage.code != "ar" else "en")
    return stage.open("contact/")


def search(stage: Stage) -> Page:
    return stage.open("search/")


def search_with_results(stage: Stage) -> Page:
    return stage.open(f"search/?q={Edition.objects.get(page__slug='news', language=stage.code).heading}")


def search_without_results(stage: Stage) -> Page:
    return stage.open("search/?q=zzzz")


def not_found(stage: Stage) -> Page:
    return stage.open("nowhere/")


def server_error(stage: Stage) -> Page:
    page = stage.open("")
    broken = render_to_string("500.html")
    page.route("**/broken/", lambda route: route.fulfill(status=500, content_type="text/html", body=broken))
    page.goto(f"/{stage.code}/broken/")
    return page


# The journey ----------------------------------------------------------------------------------------------------------
def wrong_input(stage: Stage) -> Page:
    page = stage.open("petition/")
    sign_form(page).button.click()
    page.wait_for_url("**/sign/**")
    return page


def check_mailbox(stage: Stage) -> Page:
    return stage.sign()


def letter_sent_again(stage: Stage) -> Page:
    page = stage.sign()
    page.locator("form[action*=resend]").get_by_role("button").click()
    page.wait_for_url("**/resend/**")
    return page


def confirm(stage: Stage) -> Page:
    return stage.follow("confirm")


def confirm_without_the_tick(stage: Stage) -> Page:
    return stage.press(stage.follow("confirm"))


def thanks(stage: Stage) -> Page:
    page = stage.follow("confirm")
    page.get_by_role("checkbox").check()
    return stage.press(page)


def petition_with_names(stage: Stage) -> Page:
    thanks(stage)
    Signature.objects.update(shows_name=True, public_name=CAST["az"].name)
    return petition_itself(stage)


def withdraw(stage: Stage) -> Page:
    return stage.follow("withdraw")


def withdrawn(stage: Stage) -> Page:
    page = stage.follow("withdraw")
    page.get_by_role("checkbox").check()
    return stage.press(page)


# What no longer or not yet works --------------------------------------------------------------------------------------
def closed(stage: Stage) -> Page:
    Petition.objects.update(closes_at=timezone.now() - dt.timedelta(hours=1))
    return page_with_the_form(stage)


def closed_meanwhile(stage: Stage) -> Page:
    page = page_with_the_form(stage)
    Petition.objects.update(closes_at=timezone.now() - dt.timedelta(hours=1))
    sign_form(page).button.click()
    page.wait_for_url("**/sign/**")
    return page


def not_yet_open(stage: Stage) -> Page:
    Petition.objects.update(opens_at=timezone.now() + dt.timedelta(days=3))
    return page_with_the_form(stage)


def signed_too_early(stage: Stage) -> Page:
    page = page_with_the_form(stage)
    Petition.objects.update(opens_at=timezone.now() + dt.timedelta(days=3))
    sign_form(page).button.click()
    page.wait_for_url("**/sign/**")
    return page


def link_expired(stage: Stage) -> Page:
    stage.sign()
    link = stage.postman.newest_to(CAST[stage.code].email).link("confirm")
    Signature.objects.update(signed_at=timezone.now() - dt.timedelta(days=8))
    return stage.visit(link, language=stage.code)


def link_forged(stage: Stage) -> Page:
    return stage.open(f"signatures/{'A' * 112}/confirm/")


def link_of_a_withdrawn_signature(stage: Stage) -> Page:
    page = withdrawn(stage)
    page.goto(stage.postman.letters_to(CAST[stage.code].email)[0].link("confirm"))
    return page


PAGES: tuple[Scene, ...] = (
    home,
    standard_page,
    news_index,
    article,
    page_with_the_form,
    page_with_every_block,
    petition_itself,
    integrity,
    page_in_another_language,
    search,
    search_with_results,
    search_without_results,
    not_found,
    server_error,
)
JOURNEY: tuple[Scene, ...] = (
    wrong_input,
    check_mailbox,
    letter_sent_again,
    confirm,
    confirm_without_the_tick,
    thanks,
    petition_with_names,
    withdraw,
    withdrawn,
)
ENDS: tuple[Scene, ...] = (
    closed,
    closed_meanwhile,
    not_yet_open,
    signed_too_early,
    link_expired,
    link_forged,
    link_of_a_withdrawn_signature,
)
