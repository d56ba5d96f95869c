"""home.door.limits: guessing is slow, from one address and at one name; who guesses learns nothing."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from home.door import limits
from home.door.limits import Limit
from petition.models import Bucket
from tests.home.door.conftest import code, give_app

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("required")]
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
FEW = Limit("a test", 3, 10)


def refusals(page: str) -> list[str]:
    return re.findall(r"Too many attempts\. Try again in \d+ minutes?\.", page)


def tries(count: int, now: datetime = NOW, who: str = "x", limit: Limit = FEW) -> list[int]:
    return [limits.seconds_to_wait([(limit, who)], now) for _ in range(count)]


def test_after_the_last_try_one_waits_until_the_stretch_ends() -> None:
    assert tries(5) == [0, 0, 0, 600, 600]
    assert tries(1, NOW + timedelta(minutes=4)) == [360]
    assert tries(1, NOW + timedelta(minutes=10)) == [0]


def test_others_are_counted_apart() -> None:
    tries(5)
    assert tries(1, who="y") == [0]


def test_a_success_begins_anew_but_an_address_is_given_back_one_try() -> None:
    tries(3)
    limits.forgive(FEW, "x", NOW)
    assert tries(1) == [0]
    address = Limit("another test", 3, 10, clears=False)
    tries(3, limit=address)
    limits.forgive(address, "x", NOW)
    assert tries(2, limit=address) == [0, 600]


def test_no_name_and_no_address_is_kept_and_nothing_stays(client: Client, sign_in: Any) -> None:
    sign_in(client, "ann", "wrong", REMOTE_ADDR="203.0.113.7")
    kept = Bucket.objects.filter(key__startswith=limits.OURS)
    assert [re.fullmatch("door:[0-9a-f]{48}", bucket.key) is not None for bucket in kept] == [True, True]
    limits.seconds_to_wait([], kept.latest("ends_at").ends_at)
    assert not kept.all().exists()
    assert max(limit.minutes for limit in vars(limits).values() if isinstance(limit, Limit)) <= 48 * 60


@pytest.mark.parametrize("name", ["ann", "nobody", "ANN"])
def test_a_name_is_told_the_same_whether_it_exists_and_whether_the_password_was_right(
    client: Client, sign_in: Any, name: str
) -> None:
    pages = [sign_in(client, name, f"wrong {turn}", REMOTE_ADDR=f"203.0.113.{turn}") for turn in range(6)]
    assert not any(refusals(page.content.decode()) for page in pages[:5])
    (refusal,) = refusals(pages[5].content.decode())
    right = sign_in(client, name)
    assert refusals(right.content.decode()) == [refusal]
    assert "_auth_user_id" not in client.session


def test_an_address_that_tries_many_names_waits(client: Client, sign_in: Any) -> None:
    for turn in range(limits.ADDRESS.most):
        sign_in(client, f"name{turn}", "wrong")
    assert refusals(sign_in(client).content.decode())
    assert sign_in(client, REMOTE_ADDR="203.0.113.9").status_code == 302


def test_the_address_is_our_proxys_word_and_not_the_visitors(client: Client, sign_in: Any, settings: Any) -> None:
    settings.TRUSTED_PROXIES = 1
    for turn in range(limits.ADDRESS.most):
        sign_in(client, f"name{turn}", "wrong", headers={"X-Forwarded-For": f"198.51.100.{turn}, 203.0.113.5"})
    forged = sign_in(client, headers={"X-Forwarded-For": "198.51.100.250, 203.0.113.5"})
    assert refusals(forged.content.decode())


def test_many_who_sign_in_from_one_office_are_not_refused(sign_in: Any) -> None:
    assert {sign_in(Client()).status_code for _ in range(limits.ADDRESS.most + 5)} == {302}


def test_codes_are_limited_too_and_the_right_one_is_refused_meanwhile(halfway: Client, ann: Any) -> None:
    app = give_app(ann)
    for turn in range(limits.CODE.most):
        halfway.post("/admin/second-step/", {"code": f"00000{turn}"})
    page = halfway.post("/admin/second-step/", {"code": code(app)})
    assert refusals(page.content.decode())
    assert halfway.get("/admin/").status_code == 302


def test_letters_for_new_passwords_are_limited_by_mailbox(
    client: Client, ann: Any, settings: Any, mailoutbox: list[Any]
) -> None:
    settings.WAGTAIL_PASSWORD_RESET_ENABLED = True
    for email in (ann.email, "nobody@example.org"):
        pages = [client.post("/admin/password_reset/", {"email": email}) for _ in range(limits.MAILBOX.most + 1)]
        assert [page.status_code for page in pages] == [302, 302, 302, 200]
        assert refusals(pages[-1].content.decode())
    assert len(mailoutbox) == limits.MAILBOX.most


@pytest.mark.parametrize(
    ("seconds", "told"), [(1, "1 minute."), (61, "2 minutes."), (5_401, "2 hours."), (86_400, "24 hours.")]
)
def test_how_long_to_wait_is_told_in_whole_minutes_or_hours(seconds: int, told: str) -> None:
    assert limits.sentence(seconds) == f"Too many attempts. Try again in {told}"


@pytest.mark.django_db(transaction=True)
def test_requests_at_once_get_no_more_tries() -> None:
    def attempt(_turn: int) -> int:
        try:
            return limits.seconds_to_wait([(FEW, "x")], NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(attempt, range(16)))
    assert waits.count(0) == FEW.most


def test_who_waits_is_told_in_their_language(client: Client, sign_in: Any) -> None:
    for _ in range(limits.NAME.most):
        sign_in(client, "ann", "wrong")
    page = sign_in(client, headers={"Accept-Language": "ar"}).content.decode()
    assert 'dir="rtl"' in page
