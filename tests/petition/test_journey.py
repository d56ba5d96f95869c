"""From the form to the count and back, over HTTP, as a visitor without JavaScript walks it."""

from pathlib import Path

from django.test import Client
from django.utils import timezone

from petition import counting
from petition.models import Petition, Signature
from tests.petition.conftest import FORM, addresses, post_all, read


def test_a_visitor_signs_confirms_and_withdraws(petition: Petition, visitor: Client, letters: Path) -> None:
    page = visitor.get("/az/petitions/trees/")
    assert page.status_code == 200
    answer = visitor.post("/az/petitions/trees/sign/", FORM)
    assert answer.status_code == 200
    post_all(timezone.now())
    links = addresses(read(letters)[-1])
    assert visitor.get(links["confirm"]).status_code == 200
    assert not Signature.objects.confirmed().exists()
    assert visitor.post(links["confirm"]).status_code == 422
    assert visitor.post(links["confirm"], {"agree": "yes"}).status_code == 200
    counting.fold(timezone.now())
    assert visitor.get("/petitions/trees/tally.json").json()["count"] == 1
    post_all(timezone.now())
    links = addresses(read(letters)[-1])
    assert visitor.get(links["withdraw"]).status_code == 200
    assert visitor.post(links["withdraw"]).status_code == 422
    assert visitor.post(links["withdraw"], {"agree": "yes"}).status_code == 200
    counting.fold(timezone.now())
    assert visitor.get("/petitions/trees/tally.json").json()["count"] == 0
    assert counting.faults() == []
