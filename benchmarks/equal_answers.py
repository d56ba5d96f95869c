"""Asks the server, as strangers do, whether somebody has signed: a thousand mailboxes in each state, in random order.

`make bench-equal-answers` runs it; ARGS=--database=postgres. Aimed at: status, headers and bytes equal, medians within
3 ms of a new mailbox's, and nobody tells two states apart by the time better than 55 times in 100 (AUC).
"""

import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks import stage

EACH = 1_000
STATES = ("new", "pending", "confirmed", "withdrawn", "invalidated", "disposable")
MOST_APART, MOST_TOLD = 3.0, 0.55  # ms between medians, AUC
WARM = 200  # answers before the clock is looked at


def main() -> None:
    """Fill, ask, tell."""
    parser = stage.options(__doc__)
    parser.add_argument("--each", type=int, default=EACH)
    chosen = parser.parse_args()
    stage.build(name="site.sqlite3")
    from tests.petition import answers  # the site is loaded by now

    text = answers.fill(STATES[1:5], chosen.each)
    with server():
        seen = ask(text, answers.in_random_order(STATES, chosen.each, chosen.seed))
    compare(seen)


@contextmanager
def server() -> Iterator[None]:
    """The production server on the same database, behind one proxy, so that each form has an address of its own."""
    from django.conf import settings
    from django.db import connection

    environment = {**os.environ, "TRUSTED_PROXIES": "1", "DJANGO_SETTINGS_MODULE": "config.settings"}
    if connection.vendor == "postgresql":
        address = os.environ["DATABASE_URL"]
        environment["DATABASE_URL"] = address.replace("/postgres?", f"/{connection.settings_dict['NAME']}?")
    manage = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py")]
    subprocess.run([*manage, "collectstatic", "--noinput", "-v0"], env=environment, check=True)
    command = [sys.executable, "-m", "granian", "config.wsgi:application", "--interface", "wsgi", "--no-ws"]
    command += ["--port", str(settings.PORT), "--workers", "1", "--blocking-threads", "4", "--log-level", "warning"]
    process = subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def ask(text: Any, people: list[tuple[str, str]]) -> dict[str, list[tuple[Any, float]]]:
    """{state: [(answer without the mailbox, seconds)]} of `people`, each a state and a mailbox."""
    from django.conf import settings

    seen: dict[str, list[tuple[Any, float]]] = {state: [] for state in STATES}
    host = f"127.0.0.1:{settings.PORT}"
    line = http.client.HTTPConnection("127.0.0.1", settings.PORT)
    wait_for(line, host)
    line.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for number, (state, mailbox) in enumerate(people):
        place = number * 64  # so that no two share an address and few a neighbourhood
        headers = {
            "Host": host,
            "Sec-Fetch-Site": "same-origin",
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Forwarded-For": f"10.{place >> 16 & 255}.{place >> 8 & 255}.{place & 255}",
        }
        form = urlencode(
            {"name": "Anna", "email": mailbox, "country": "AZ", "consent": "yes", "text": text.pk, "took": "60000"}
        )
        start = time.perf_counter()
        line.request("POST", f"/en/petitions/{text.petition.slug}/sign/", form, headers)
        answer = line.getresponse()
        content = answer.read()
        seconds = time.perf_counter() - start
        told = tuple(sorted(each for each in answer.getheaders() if each[0].lower() != "date"))
        if number >= WARM:
            seen[state].append(((answer.status, told, content.replace(mailbox.encode(), b"")), seconds))
    return seen


def wait_for(line: http.client.HTTPConnection, host: str) -> None:
    """Until the server answers. Raises OSError after a minute."""
    for _second in range(120):
        try:
            line.request("GET", "/-/live", headers={"Host": host})
            line.getresponse().read()
        except OSError:
            line.close()
            time.sleep(0.5)
        else:
            return
    raise OSError("The server does not answer.")


def compare(seen: dict[str, list[tuple[Any, float]]]) -> None:
    """Tell how the answers differ; ends the process where somebody could tell."""
    kinds = {answer for answers in seen.values() for answer, _seconds in answers}
    stage.say(
        f"{sum(map(len, seen.values()))} answers, {len(kinds)} kind, status {sorted({kind[0] for kind in kinds})}"
    )
    new = [seconds for _answer, seconds in seen["new"]]
    worst_median, worst_auc = 0.0, 0.5
    for state, answers in seen.items():
        times = [seconds for _answer, seconds in answers]
        apart = (statistics.median(times) - statistics.median(new)) * 1000
        told = area(times, new)
        stage.say(
            f"{state}: {len(times)}, median {statistics.median(times) * 1000:.2f} ms ({apart:+.2f}), AUC {told:.3f}"
        )
        worst_median, worst_auc = max(worst_median, abs(apart)), max(worst_auc, told, 1 - told)
    stage.say(f"at most {worst_median:.2f} ms apart, AUC at most {worst_auc:.3f}; load {os.getloadavg()[0]:.1f}")
    if len(kinds) > 1 or worst_median > MOST_APART or worst_auc > MOST_TOLD:
        sys.exit("Somebody can tell.")


def area(one: list[float], other: list[float]) -> float:
    """How often a value of `one` is greater than one of `other`: the area under the curve, by ranks (Mann-Whitney)."""
    ranked = sorted([(value, True) for value in one] + [(value, False) for value in other])
    ranks = sum(rank for rank, (_value, is_one) in enumerate(ranked, 1) if is_one)
    return (ranks - len(one) * (len(one) + 1) / 2) / (len(one) * len(other))


if __name__ == "__main__":
    main()
