"""Many forms at once: no place is taken twice and no proof is spent twice, whatever the number of processes."""

import pytest
from django.db import transaction

from petition.models import Bucket, SpentProof
from petition.throttle import lanes, proofs, senders
from petition.throttle.buckets import Places
from petition.throttle.lanes import NotYet, Post
from petition.throttle.rules import Rules
from tests.petition.lifecycle.test_at_once import at_once
from tests.petition.throttle.test_lanes import NOW, PETITION
from tests.petition.throttle.test_proofs import solved

RULES = Rules(soft=Places(7, 20))
pytestmark = pytest.mark.django_db(transaction=True)


def goes_in(post: Post) -> bool:
    try:
        with transaction.atomic():
            lanes.admit(post, RULES, NOW)
    except NotYet:
        return False
    return True


def from_address(last: int, proof: str = "") -> Post:
    return Post(senders.known(f"203.0.113.{last}/32", "203.0.113.0/24", NOW), PETITION, proof)


def test_of_forty_forms_at_once_from_one_address_seven_go_through():
    post = from_address(1)
    assert sum(at_once([lambda: goes_in(post)] * 40, threads=10)) == 7
    assert set(Bucket.objects.values_list("count", flat=True)) == {7}


def test_of_forty_neighbours_at_once_twenty_go_through():
    posts = [from_address(last) for last in range(40)]
    assert sum(at_once([lambda post=post: goes_in(post) for post in posts], threads=10)) == 20
    assert Bucket.objects.get(key=posts[0].sender.network_key).count == 20


def test_of_forty_equal_proofs_at_once_one_counts():
    sender = from_address(1).sender
    proof = solved(proofs.challenge(proofs.new(PETITION, sender.binding, NOW), 10))
    posts = [from_address(last, proof) for last in range(40)]
    everyone = [lambda post=post: goes_in_proven(post) for post in posts]
    assert sum(at_once(everyone, threads=10)) == 1
    assert SpentProof.objects.count() == 1
    assert set(Bucket.objects.values_list("count", flat=True)) == {1}


def goes_in_proven(post: Post) -> bool:
    """The same where nobody goes in without a proof."""
    try:
        with transaction.atomic():
            lanes.admit(post, Rules(everyone_proves=True), NOW)
    except NotYet:
        return False
    return True
