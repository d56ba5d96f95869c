"""The test tools themselves: a test that commits leaves no trace, and nothing that migrations wrote is lost."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection, transaction
from wagtail.models import Page

from petition.models import Petition, PetitionText
from tests import snapshots

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=["first", "second"])
def turn(request: pytest.FixtureRequest) -> Iterator[str]:
    return request.param


def test_what_a_test_commits_is_gone_in_the_next(turn: str) -> None:
    assert not Group.objects.filter(name="guests").exists()
    Group.objects.create(name="guests")


def test_what_migrations_wrote_is_there_in_every_test(turn: str) -> None:
    assert Page.objects.filter(depth=1).count() == 1
    Page.objects.all().delete()


def test_a_text_that_nobody_may_change_is_gone_too(turn: str) -> None:
    assert not PetitionText.objects.exists()
    with transaction.atomic():
        petition = Petition.objects.create(slug="trial", source_language="en", heading_en="Trial")
        petition.texts.create(
            language="en", version=9, digest="", heading="", demand="", consent="", created_at="2026-01-01T00:00Z"
        )


def test_a_snapshot_brings_back_what_it_kept() -> None:
    Group.objects.create(name="kept")
    snapshots.keep("trial")
    Group.objects.all().delete()
    snapshots.restore("trial")
    assert Group.objects.filter(name="kept").exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def test_every_worker_has_a_folder_and_a_database_of_its_own(settings: Any, worker_id: str) -> None:
    assert worker_id == "master" or settings.VAR.name == worker_id
    assert str(settings.PORT) in settings.SITE_URL
    if connection.vendor == "sqlite":
        assert settings.VAR in Path(connection.settings_dict["NAME"]).parents
