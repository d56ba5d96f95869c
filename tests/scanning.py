"""Mail scanners as they are met: they open links, run scripts, press buttons, send forms as they are, and tick nothing.

HTTP goes everywhere; a browser stays on each page as long as a page with a trick up its sleeve would need.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from django.test import Client
from playwright.sync_api import BrowserContext, Locator, TimeoutError

from petition import letters
from petition.models import Announcement, Letter, Signature
from petition.models.letter import Kind
from tests.journeys.post import Letter as Post

PREFETCH = {"Purpose": "prefetch", "Sec-Purpose": "prefetch"}
PATIENCE = 3_000  # milliseconds for a page that may not come, because a script looks at the form first
PRESS = "button => setTimeout(() => button.click())"
SUBMIT = "form => setTimeout(() => HTMLFormElement.prototype.submit.call(form))"
ALLOWED = {200, 404, 409, 410, 422}  # a page, a refusal in words; never a failure, never a redirect to a deed


def letter_to(signature: Signature, kind: Kind, language: str, announcement: Announcement | None = None) -> Post:
    """A letter of `kind` as it lies in the signatory's mailbox."""
    moments = {"queued_at": signature.signed_at, "due_at": signature.signed_at}
    letter = Letter(signature=signature, kind=kind, language=language, announcement=announcement, **moments)
    letter.message_id = f"<{kind}@example.org>"
    return Post.of(letters.compose(letter).message().as_bytes())


def state() -> list[list[dict[str, Any]]]:
    """Whatever a scanner must not change."""
    return [list(model.objects.order_by("pk").values()) for model in (Signature, Letter)]


# By HTTP --------------------------------------------------------------------------------------------------------------
class HttpScanner:
    """Opens every address, and every page of a signature that it finds there, and sends every form that it meets."""

    def __init__(self) -> None:
        self.client = Client()  # no browser: it says nothing of where a request comes from
        self.requests = 0
        self.known: set[str] = set()

    def scan(self, addresses: Iterable[str]) -> None:
        """Scan the links of a letter and all that they lead to."""
        waiting = [path_of(address) for address in sorted(addresses)]
        while waiting:
            path = waiting.pop()
            if path not in self.known:
                self.known.add(path)
                waiting += self.scan_page(path)

    def scan_page(self, path: str) -> list[str]:
        """Open one page in all ways, send its forms; the pages of signatures that it links to."""
        for ask in (self.client.head, self.client.options):
            self.note(ask(path, headers=PREFETCH))
        answer = self.note(self.client.get(path))
        if "html" not in answer.get("Content-Type", ""):
            return []
        html = BeautifulSoup(answer.content, "html.parser")
        for form in html.select("form"):
            for data in filled(form):
                self.send(form, path, data)
        self.note(self.client.post(path))
        links = [urljoin(path, str(link["href"])) for link in html.select("a[href]")]
        return [link for link in links if belongs_to(link, path)]

    def send(self, form: Tag, path: str, data: dict[str, str]) -> None:
        """Send a form as it is."""
        where = urljoin(path, str(form.get("action") or path)).partition("#")[0]
        if str(form.get("method")).lower() == "post":
            self.note(self.client.post(where, data))
        elif where not in self.known:  # the same search on every page
            self.known.add(where)
            self.note(self.client.get(where, data))

    def note(self, answer: Any) -> Any:
        """Count a request; its answer is none that a scanner could have caused something by."""
        self.requests += 1
        assert answer.status_code in ALLOWED | {405, 429}, (answer.status_code, answer.request["PATH_INFO"])
        return answer


def filled(form: Tag) -> Iterator[dict[str, str]]:
    """What a browser sends by each of the buttons when nothing is typed and nothing ticked."""
    data: dict[str, str] = {}
    for field in form.select("input[name], textarea[name]"):
        if field.get("type") not in {"checkbox", "radio", "submit"} or field.has_attr("checked"):
            data[str(field["name"])] = str(field.get("value") or field.string or "")
    for field in form.select("select[name]"):
        option = field.select_one("option[selected]") or field.select_one("option")
        data[str(field["name"])] = str(option.get("value") if option else "")
    for button in form.select("button, input[type=submit]") or [form]:
        yield data | ({str(button["name"]): str(button.get("value", ""))} if button.has_attr("name") else {})


def path_of(address: str) -> str:
    """An address without its host."""
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def belongs_to(link: str, page: str) -> bool:
    """Whether `link` leads to a signature's page in the language of `page`. The other languages are the same views."""
    return "/signatures/" in link and language_of(link) == language_of(page)


def language_of(address: str) -> str:
    """The first part of an address."""
    return urlsplit(address).path.split("/")[1]


# In a browser ---------------------------------------------------------------------------------------------------------
class BrowserScanner:
    """Stays on every page, then presses each of its buttons and sends each of its forms."""

    def __init__(self, visitor: BrowserContext, seconds: float) -> None:
        self.page, self.seconds = visitor.new_page(), seconds
        self.presses = 0
        self.known: set[str] = set()

    def scan(self, addresses: Iterable[str]) -> None:
        """Scan the links of a letter and the pages of signatures that they lead to."""
        waiting = sorted(addresses)
        while waiting:
            address = waiting.pop()
            if address not in self.known and not address.endswith(".json"):
                self.known.add(address)
                waiting += self.scan_page(address)

    def scan_page(self, address: str) -> list[str]:
        """Stay, press, send; the pages of this signature and language that it links to."""
        page = self.page
        page.goto(address)
        page.wait_for_timeout(self.seconds * 1_000)
        links = page.eval_on_selector_all("a[href*='/signatures/']", "links => links.map(link => link.href)")
        buttons, forms = page.locator("main button, main input[type=submit]"), page.locator("main form")
        deeds = [(buttons, buttons.count(), PRESS), (forms, forms.count(), SUBMIT)]
        for places, count, deed in deeds:
            for number in range(count):
                page.goto(address)
                self.act(places.nth(number), deed)
        return [link for link in links if belongs_to(link, address)]

    def act(self, place: Locator, deed: str) -> None:
        """Press or send, and wait for the page that follows, if any does."""
        self.presses += 1
        with suppress(TimeoutError), self.page.expect_navigation(timeout=PATIENCE):
            place.evaluate(deed)
