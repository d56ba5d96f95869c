"""home.door.devices: what is kept of secrets, and what counts once."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django_otp.plugins.otp_static.models import StaticToken
from hypothesis import given
from hypothesis import strategies as st

from home.door import devices
from home.door.models import CodeApp
from tests.home.door.conftest import code, give_app

pytestmark = pytest.mark.django_db


def test_the_database_alone_computes_no_code(ann: Any) -> None:
    app = give_app(ann)
    stolen = devices.CodeApp.__base__(key=app.key)
    assert stolen.bin_key != app.bin_key
    assert len(app.bin_key) == 20


def test_recovery_codes_are_kept_as_digests(ann: Any) -> None:
    codes = devices.make_codes(ann)
    kept = set(StaticToken.objects.values_list("token", flat=True))
    assert len(set(codes)) == len(kept) == 10
    assert not kept & {form for made in codes for form in (made, made.upper(), made[:16])}


def test_new_codes_void_the_former(ann: Any) -> None:
    former = devices.make_codes(ann)
    devices.make_codes(ann)
    assert devices.check(ann, former[0]) is None


def test_a_new_vault_key_breaks_neither_apps_nor_codes(ann: Any, settings: Any) -> None:
    app, recovery = give_app(ann), devices.make_codes(ann)
    shown = code(app)
    settings.VAULT_KEYS_BEFORE = [settings.VAULT_KEY]
    settings.VAULT_KEY = "ab" * 32
    assert devices.check(ann, shown) == app
    assert devices.check(ann, recovery[0]) is not None


def test_a_code_of_an_earlier_half_minute_works_no_more_after_a_later_one(ann: Any) -> None:
    app = give_app(ann)
    assert devices.check(ann, code(app, 1)) == app
    assert devices.check(ann, code(app, 0)) is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["app", "recovery code"])
def test_a_code_that_is_sent_many_times_at_once_works_once(ann: Any, kind: str) -> None:
    sent = code(give_app(ann)) if kind == "app" else devices.make_codes(ann)[0]

    def check(_turn: int) -> bool:
        try:
            return devices.check(ann, sent) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(check, range(16))) == 1


def test_each_of_several_apps_opens(ann: Any) -> None:
    first, second = give_app(ann), give_app(ann)
    assert devices.check(ann, code(second)) == second
    assert devices.check(ann, code(first)) == first


def test_nobody_comes_in_with_the_code_of_another(ann: Any, django_user_model: Any) -> None:
    ben = django_user_model.objects.create_user("ben")
    assert devices.check(ben, code(give_app(ann))) is None
    assert devices.check(ben, devices.make_codes(ann)[0]) is None


def test_an_app_whose_code_was_wrong_is_not_kept(ann: Any) -> None:
    with pytest.raises(devices.WrongCode):
        devices.add_app(ann, "00" * 20, "", "nonsense")
    assert not CodeApp.objects.exists()


@pytest.mark.parametrize("typed", ["123 456", "١٢٣٤٥٦", "۱۲۳۴۵۶", "123-456", "１２３４５６", " 123456\n"])
def test_digits_of_any_keyboard_are_the_same(typed: str) -> None:
    assert devices.normal(typed) == "123456"


@given(st.text())
def test_whatever_is_typed_can_be_compared(typed: str) -> None:
    assert devices.normal(devices.normal(typed)) == devices.normal(typed)


def test_resetting_takes_everything(ann: Any) -> None:
    give_app(ann)
    give_app(ann)
    devices.make_codes(ann)
    assert devices.reset(ann) == 2
    assert not devices.has_any(ann)
    assert devices.codes_left(ann) == 0
