"""Preparing: what only the process with the keys can do, and what it does when a key is missing."""

from typing import Any

import pytest

from config.keys import public_half, seed
from petition import lifecycle, tokens, vault
from petition.models import PetitionText, Signature
from petition.tokens import Purpose
from tests.petition.conftest import NOW, confirmed, link_of, person_of, signed


def test_whoever_holds_the_link_reads_what_is_kept_and_editors_find_the_name(text: PetitionText) -> None:
    signature = signed(text, comment="Because")
    assert lifecycle.prepare() == 1
    signature.refresh_from_db()
    token = tokens.make(Purpose.OWN, link_of(signature))
    assert vault.open_for_owner(signature.own_copy or b"", token) == person_of(signature)
    assert Signature.objects.get(name_key=vault.name_key("AYGÜN ƏLIYEVA")) == signature
    assert lifecycle.prepare() == 0


def test_what_is_given_anew_is_prepared_anew(text: PetitionText) -> None:
    signed(text)
    lifecycle.prepare()
    signed(text, name="Aygün Ə.")
    assert lifecycle.prepare() == 1
    assert Signature.objects.get().name_key == vault.name_key("Aygün Ə.")


def test_what_no_key_opens_is_told_once_kept_and_tried_again_only_when_asked(
    text: PetitionText, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    signature = confirmed(text, shows_name=True)
    former = settings.VAULT_KEY
    settings.VAULT_KEY = seed("VAULT_KEY", "another")
    settings.VAULT_PUBLIC_KEY = public_half("VAULT_KEY", settings.VAULT_KEY)
    assert [lifecycle.prepare(), lifecycle.prepare()] == [1, 0]
    assert caplog.text.count("No VAULT_KEY of this process opens") == 1
    settings.VAULT_KEYS_BEFORE = [former]
    Signature.objects.update(own_copy=None)
    lifecycle.prepare()
    assert Signature.objects.get(pk=signature.pk).public_name == "Aygün Əliyeva"


def test_an_erased_signature_is_never_prepared(text: PetitionText) -> None:
    lifecycle.erase(confirmed(text).pk, NOW)
    assert lifecycle.prepare() == 0
