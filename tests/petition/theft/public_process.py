"""A program of its own: a public process at work, and then in the hands of a thief who tries all that it holds."""

import base64
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import Any

FORM = {"country": "AZ", "consent": "yes", "comment": "Plantəd words", "public": "yes", "wants_news": "yes"}


def serve(client: Any, slug: str, people: list[list[str]], tokens: list[str]) -> list[int]:
    """Forms, right and wrong, and links of letters; the statuses of all answers."""
    statuses = []
    for number, (name, email) in enumerate(people):
        for wrong in ({"consent": ""}, {"email": f"{email} typed wrong"}, {}):
            data = {**FORM, "name": name, "email": email, **wrong}
            answer = client.post(f"/en/petitions/{slug}/sign/", data, headers={"x-forwarded-for": f"10.1.{number}.7"})
            statuses.append(answer.status_code)
    pages = [
        f"/az/signatures/{token}/{page}" for token in tokens for page in ("", "confirm/", "withdraw/", "copy.json")
    ]
    return statuses + [client.get(page).status_code for page in pages]


def steal() -> dict[str, int]:
    """How much of what is sealed opens with all that this process holds."""
    from nacl.exceptions import CryptoError

    from petition import tokens, vault
    from petition.models import Signature

    opened = Counter({"rows": 0})
    for row in Signature.objects.exclude(sealed=None):
        opened["rows"] += 1
        for kind, attempt in attempts(row):
            with suppress(vault.Locked, tokens.CannotMake, tokens.Forged, CryptoError):
                attempt()
                opened[kind] += 1
    return dict(opened)


def attempts(row: Any) -> Iterator[tuple[str, Callable[[], Any]]]:
    """(what would be opened, how) with the project's own code, and with public halves in the place of private ones."""
    from django.conf import settings
    from nacl.public import PrivateKey, SealedBox

    from petition import tokens, vault

    halves = [bytes.fromhex(half) for half in (settings.VAULT_PUBLIC_KEY, settings.LINK_PUBLIC_KEY)]
    body = tokens.BODY.pack(tokens.key_id(halves[1]), row.pk, row.petition_id, row.epoch)
    forged = base64.urlsafe_b64encode(body + bytes(tokens.SEAL_BYTES)).decode()
    yield "sealed", partial(vault.unseal, row.sealed)
    for half in halves:
        yield "sealed", partial(SealedBox(PrivateKey(half)).decrypt, bytes(row.sealed))
    for token in (forged, tokens.SPECIMEN):
        yield "own copies", partial(vault.open_for_owner, row.own_copy or b"", token)
        yield "links", partial(tokens.read, tokens.Purpose.OWN, token)
    yield "links", partial(tokens.make, tokens.Purpose.OWN, tokens.Link(row.pk, row.petition_id, row.epoch))
    yield "keys of names", partial(vault.name_key, "Plantəd Əliyeva 1")


def main() -> None:
    """Reads {"slug", "people": [[name, mailbox]], "tokens"} and prints what came of it as JSON; logs go to stderr."""
    from django.conf import settings

    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"  # uncollected
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    settings.LOGGING["handlers"]["stdout"]["stream"] = "ext://sys.stderr"
    from django.test import Client

    from config import wsgi
    from tests.petition.theft.traces import cached

    assert wsgi.application
    told = json.load(sys.stdin)
    around = {"host": settings.SITE_HOST, "x-forwarded-proto": "https", "sec-fetch-site": "same-origin"}
    statuses = serve(Client(headers=around), told["slug"], told["people"], told["tokens"])
    print(json.dumps({"statuses": statuses, "stolen": steal(), "caches": cached().hex()}))  # noqa: T201


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    sys.path.insert(0, os.getcwd())
    main()
