"""Sends letters, prepared and over a kept line, beside Django's own way; then with three workers. `make bench-letters`.

Django's way: EmailMultiAlternatives from templates, by its SMTP backend over one kept connection, with rows that are
there already and are not marked. Ours is all that the worker does: claim, open the box, sign the links, send, mark.
"""

import datetime as dt
import multiprocessing
import time
from typing import Any

from benchmarks import ratios, stage
from benchmarks.post_office import PostOffice, post_office

LANGUAGES = ("en", "az", "ar")
SLOW = 0.01  # seconds for a letter, as of a mail server that writes to a disk or stands in another house
NOW = dt.datetime(2026, 2, 25, 10, 45, tzinfo=dt.UTC)


class LostOrDoubled(AssertionError):
    """(letters, different letters) that arrived: not as many as were sent."""


def main() -> None:
    """Each beside its yardstick, then what holds."""
    parser = stage.options(__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer letters, three rounds")
    chosen = parser.parse_args()
    rounds, amount = (3, 300) if chosen.quick else (5, 600)
    ratios.say(ratios.machine())
    results = ratios.Results("letters")
    with post_office() as quick, post_office(SLOW) as slow:
        stage.build()
        signatures = fill(amount)
        beside_django(signatures, quick, rounds, results)
        workers(signatures, slow, rounds, results)
    results.end()


def beside_django(signatures: list[Any], office: PostOffice, rounds: int, results: ratios.Results) -> None:
    """Letters a second, ours and Django's."""
    use(office)
    ways = {
        "Django's": lambda: speed(djangos_way, signatures, office),
        "ours": lambda: speed(our_way, signatures, office),
    }
    found = ratios.compare(ways, rounds)
    told = "letters / by Django's backend on a kept connection"
    results.tell(told, found["ours"], found["Django's"], 4, "a second")


def workers(signatures: list[Any], office: PostOffice, rounds: int, results: ratios.Results) -> None:
    """Letters a second of three workers, beside those of one. None is sent twice: `speed` looks."""
    use(office)
    ways = {number: lambda number=number: speed(lambda: together(number), signatures, office) for number in (1, 3)}
    found = ratios.compare({str(number): way for number, way in ways.items()}, rounds)
    told = f"three workers / one, the mail server takes {SLOW * 1000:.0f} ms a letter"
    results.tell(told, found["3"], found["1"], 2, "a second")


def speed(way: Any, signatures: list[Any], office: PostOffice) -> float:
    """Letters a second of one round. Raises LostOrDoubled."""
    queue(signatures)
    office.count()
    took = way()
    if (counted := office.count()) != (len(signatures), len(signatures)):
        raise LostOrDoubled(counted)
    return len(signatures) / took


def our_way() -> float:
    """What a worker does round after round; seconds."""
    from petition import outbox

    start = time.perf_counter()
    sender = outbox.Sender()
    while sender.send_due(NOW):
        pass
    sender.line.close()
    return time.perf_counter() - start


def djangos_way() -> float:
    """What Django's documentation shows for many letters; seconds."""
    from petition import letters, outbox
    from petition.models import Letter

    found = list(Letter.objects.waiting().with_all_it_says())
    start = time.perf_counter()
    server = outbox.mail_server()
    server.open()
    for letter in found:
        server.send_messages([letters.compose(letter)])
    server.close()
    return time.perf_counter() - start


def together(number: int) -> float:
    """As many processes as workers, each with a line and a connection of its own; seconds since all of them stood."""
    from django.db import connection

    connection.close()
    if hasattr(connection, "close_pool"):  # no two processes may share a connection
        connection.close_pool()
    context = multiprocessing.get_context("fork")
    ready = context.Barrier(number + 1)
    crew = [context.Process(target=work, args=(ready,)) for _each in range(number)]
    for each in crew:
        each.start()
    ready.wait()
    start = time.perf_counter()
    for each in crew:
        each.join()
    return time.perf_counter() - start


def work(ready: Any) -> None:
    """One of them."""
    from django.db import connection

    connection.ensure_connection()
    ready.wait()
    our_way()


def use(office: PostOffice) -> None:
    """Send to `office` from now on."""
    from django.conf import settings

    from config import env

    for name, value in env.mail_settings(env.mail(f"smtp://127.0.0.1:{office.port}")).items():
        setattr(settings, name, value)


def fill(amount: int) -> list[Any]:
    """Pending signatures of one petition."""
    from petition import vault
    from petition.models import PetitionText, Signature
    from tests.petition.conftest import add_petition

    text = PetitionText.objects.get(petition=add_petition(slug="letters"), language="en")
    return Signature.objects.bulk_create(
        Signature(
            petition_id=text.petition_id, text=text, language="en", letter_language=LANGUAGES[number % 3],
            mailbox_key=str(number), signed_at=NOW, confirmed_at=NOW if number % 2 else None,
            sealed=vault.seal(vault.Person(f"somebody{number}@example.org", f"Aygün Əliyeva {number}")),
        )
        for number in range(amount)
    )  # fmt: skip


def queue(signatures: list[Any]) -> None:
    """A letter for each, "please confirm" and receipts in turns; none but these."""
    from petition import outbox
    from petition.models import Letter
    from petition.models.letter import Kind

    Letter.objects.all().delete()
    Letter.objects.bulk_create(
        Letter(
            signature=one, kind=Kind.RECEIPT if one.confirmed_at else Kind.CONFIRM, language=one.letter_language,
            queued_at=NOW, due_at=NOW, message_id=outbox.new_message_id(),
        )
        for one in signatures
    )  # fmt: skip


if __name__ == "__main__":
    main()
