"""In a crowd a device computes by itself, or its owner waits; both get through, and nothing that was typed is lost."""

import datetime as dt
import hashlib

import pytest
from playwright.sync_api import Page, expect
from wagtail.models import Site

from petition.models import Protection, Signature, SpentProof
from petition.throttle import rules
from tests.journeys.cast import CAST, said
from tests.journeys.conftest import Visit
from tests.journeys.screens import expect_heading, sign_form
from tests.journeys.test_accessibility import findings

NO_TIME, AN_AGE = dt.timedelta(), dt.timedelta(minutes=5)


@pytest.fixture
def everyone_proves(site: str) -> None:
    """The site's editors have tightened its protection."""
    Protection.objects.create(site=Site.objects.get(), everyone_proves=True)


def sign(page: Page, code: str) -> None:
    """Fill in the form as the person of the language and send it."""
    form = sign_form(page)
    form.fill(CAST[code])
    form.button.click()


@pytest.mark.parametrize(("code", "width"), [("en", 1280), ("ar", 360)])
@pytest.mark.usefixtures("everyone_proves")
def test_a_device_computes_and_sends_the_form_by_itself(visit: Visit, code: str, width: int) -> None:
    page = visit(f"/{code}/petition/", language=code, width=width)
    sign(page, code)
    expect_heading(page, "Check your mailbox", code)
    expect(page.get_by_text(CAST[code].email).first).to_be_visible()
    assert Signature.objects.get().language == code
    assert SpentProof.objects.count() == 1


@pytest.mark.usefixtures("everyone_proves")
def test_who_stops_the_device_can_wait_instead(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "EASIEST", 10**9)
    page = visit("/en/petition/")
    sign(page, "en")
    expect_heading(page, "Almost there", "en")
    expect(page.get_by_role("status")).to_have_text("Your device is computing …")
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("status")).to_have_text("Stopped. Nothing that you typed is lost.")
    expect(page.get_by_role("button", name="Let my device compute")).to_be_visible()
    assert findings(page) == []
    monkeypatch.setattr(rules, "SHORTEST_WAIT", NO_TIME)
    page.get_by_role("button", name="I have waited: sign").click()
    expect_heading(page, "Check your mailbox", "en")


@pytest.mark.usefixtures("everyone_proves")
def test_without_scripts_one_waits_and_pressing_early_loses_nothing(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "SHORTEST_WAIT", AN_AGE)
    page = visit("/ar/petition/", language="ar", width=360, javascript=False)
    sign(page, "ar")
    expect_heading(page, "Almost there", "ar")
    button = page.get_by_role("button", name=said("I have waited: sign", "ar"))
    button.click()
    expect(page.get_by_text(said("That was too early. Nothing that you typed is lost.", "ar"))).to_be_visible()
    assert not Signature.objects.exists()
    monkeypatch.setattr(rules, "SHORTEST_WAIT", NO_TIME)
    button.click()
    expect_heading(page, "Check your mailbox", "ar")
    assert Signature.objects.get().country == CAST["ar"].country


@pytest.mark.usefixtures("everyone_proves")
def test_the_worker_hashes_as_everybody_does_whatever_the_length_of_the_salt(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "EASIEST", 10**9)
    page = visit("/en/petition/")
    sign(page, "en")
    expect_heading(page, "Almost there", "en")
    tasks = [
        {"salt": salt, "maxnumber": 1_200, "challenge": hashlib.sha256(f"{salt}{number}".encode()).hexdigest()}
        for salt in ("x" * length for length in (0, 1, 51, 52, 53, 55, 56, 63, 64, 65, 119, 120, 128))
        for number in (0, 9, 10, 1_200)
    ]
    found = page.evaluate(
        """tasks => Promise.all(tasks.map(task => new Promise((done, fail) => {
            const worker = new Worker(document.querySelector("[data-worker]").dataset.worker);
            worker.onmessage = ({ data }) => { worker.terminate(); done(data.number); };
            worker.onerror = fail;
            worker.postMessage(task);
        })))""",
        tasks,
    )
    assert found == [0, 9, 10, 1_200] * 13
