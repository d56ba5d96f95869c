"""What limits remember is forgotten in time: nothing of a sender outlives two days."""

import datetime as dt

import pytest

from petition import throttle
from petition.models import Bucket, DaySecret, SpentProof

NOW = dt.datetime(2026, 3, 10, 0, 5, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)
pytestmark = pytest.mark.django_db


def test_what_is_over_goes_and_what_still_counts_stays():
    Bucket.objects.create(key="over", ends_at=NOW)
    Bucket.objects.create(key="runs", ends_at=NOW + SECOND)
    SpentProof.objects.create(digest="over", expires_at=NOW)
    SpentProof.objects.create(digest="could be sent again", expires_at=NOW + SECOND)
    for day in (7, 8, 9, 10):
        DaySecret.objects.create(day=dt.date(2026, 3, day), secret=b"x" * 32)
    assert throttle.sweep(NOW) == 4
    assert Bucket.objects.get().key == "runs"
    assert SpentProof.objects.get().digest == "could be sent again"
    assert [each.day.day for each in DaySecret.objects.order_by("day")] == [9, 10]
    assert throttle.sweep(NOW) == 0
