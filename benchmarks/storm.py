"""The hour in which everybody comes: pages, counts, signatures at once, then five times too many. `make bench-storm`.

Aimed at: 15,000 pages, 5,000 counts and 1,000 signatures a second at once or, on a smaller machine, 300 and 30 times
what a stock Wagtail site gives; 99 of 100 signatures within 250 ms; under five times the load for five minutes 80 % of
the peak, the rest refused with Retry-After; nothing that was acknowledged lost, nothing doubled.
"""

import argparse
import http.client
import statistics
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from benchmarks import clusters, ratios, serving
from benchmarks.serving import PETITION, Load, Served, heard, wrk
from benchmarks.signing import VISITOR

BROWSER = ("-H", "Accept-Encoding: br")
TALLY = "/petitions/justice-for-khojaly/tally.json"
PAGES_AT_ONCE, COUNTS_AT_ONCE, SIGNERS = 48, 20, 40  # connections
READS_AFTER, COUNTS_AFTER, SIGNS_AFTER = 2, 3, 40  # milliseconds that each pauses after an answer
AT_ONCE = 2 * 40  # forms that both processes take at once, see config/wsgi.py
AT_PEAK = 64  # connections; they spread unevenly over the processes, and here hardly anybody is refused
PACE = "\nfunction delay() return {} end\n"  # milliseconds between two requests of a connection


class Storm:
    """The site, its database, and scripts for those who come."""

    def __init__(self, site: Served, server: clusters.Server, place: Path, seconds: int) -> None:
        self.site, self.server, self.place, self.seconds, self.turn = site, server, place, seconds, 0
        self.text = server.ask("SELECT id FROM petition_petitiontext WHERE language = 'en' ORDER BY id DESC LIMIT 1")
        self.form = VISITOR.replace("/en/petitions/trees/sign/", f"{PETITION}sign/").replace(
            "&country=AZ", "&country=AZ&public=on"
        )

    def rows(self) -> int:
        """How many signatures there are."""
        return int(self.server.ask("SELECT count(*) FROM petition_signature"))

    def script(self, name: str, text: str) -> str:
        """A script of wrk's."""
        path = self.place / f"{name}.lua"
        path.write_text(text)
        return str(path)

    def signing(self, connections: int, seconds: int, pace: int = 0) -> "serving.subprocess.Popen[str]":
        """New people who sign, each with a mailbox and a network of their own."""
        self.turn += 1
        text = self.form + (PACE.format(pace) if pace else "")
        arguments = f"{self.site.address} {self.turn} {self.text}"
        return wrk(arguments, connections, seconds, "-s", self.script(f"sign{self.turn}", text))

    def peaks(self) -> list[float]:
        """Signatures a second where as many come as can be served, three times."""
        return [heard(self.signing(AT_PEAK, self.seconds)).rate for _turn in range(3)]

    def at_once(self) -> dict[str, Load]:
        """Pages, counts and signatures together, no more of each than is aimed at: wrk pauses after each answer."""
        pages, counts = self.script("pages", PACE.format(READS_AFTER)), self.script("counts", PACE.format(COUNTS_AFTER))
        running = {
            "pages": wrk(f"{self.site.address}{PETITION}", PAGES_AT_ONCE, self.seconds, "-s", pages, *BROWSER),
            "counts": wrk(f"{self.site.address}{TALLY}", COUNTS_AT_ONCE, self.seconds, "-s", counts, *BROWSER),
            "signatures": self.signing(SIGNERS, self.seconds, SIGNS_AFTER),
        }
        return {name: heard(each) for name, each in running.items()}

    def at_once_there(self, stock: Served, form: str) -> dict[str, Load]:
        """The same people before the stock site; who watches the count has nothing to load but the page."""
        reading, watching = (self.script(f"reads{pause}", PACE.format(pause)) for pause in (READS_AFTER, COUNTS_AFTER))
        page = f"{stock.address}/petition/"
        running = {
            "pages": wrk(page, PAGES_AT_ONCE, self.seconds, "-s", reading, *BROWSER),
            "counts": wrk(page, COUNTS_AT_ONCE, self.seconds, "-s", watching, *BROWSER),
            "signatures": wrk(stock.address, SIGNERS, self.seconds, "-s", form),
        }
        return {name: heard(each) for name, each in running.items()}


def main() -> None:
    """The storm beside the stock site's, then the overload."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a first look: short rounds, half a minute of overload")
    parser.add_argument("--minutes", type=float, default=5.0, help="of overload")
    chosen = parser.parse_args()
    rounds, seconds, minutes = (2, 4, 0.5) if chosen.quick else (5, 10, chosen.minutes)
    ratios.say(ratios.machine())
    results = ratios.Results("storm")
    with clusters.folder() as place, tempfile.TemporaryDirectory() as var, ExitStack() as stack:
        server = clusters.primary(place, max_connections="100")
        server.ask("CREATE DATABASE stock")
        site = stack.enter_context(serving.site(Path(var), server.address))
        stock = stack.enter_context(serving.stock(server.address.replace("/postgres?", "/stock?")))
        storm = Storm(site, server, Path(var), seconds)
        compared(storm, stock, rounds, results)
        overload(storm, int(minutes * 60), results)
    results.end()


def compared(storm: Storm, stock: Served, rounds: int, results: ratios.Results) -> None:
    """Ours and the stock site's, in turn."""
    form = storm.script("stock", serving.stock_form(stock) + PACE.format(SIGNS_AFTER))
    ours: list[dict[str, Load]] = []
    theirs: list[dict[str, Load]] = []
    before, acknowledged = storm.rows(), 0
    for _round in range(rounds):
        ours.append(storm.at_once())
        acknowledged += ours[-1]["signatures"].good
        theirs.append(storm.at_once_there(stock, form))
    for what, target in (("pages", 300), ("signatures", 30)):
        mine, other = [one[what].rate for one in ours], [one[what].rate for one in theirs]
        results.tell(f"{what} at once / the stock site's", mine, other, target, "a second")
    for what, aim in (("pages", 15_000), ("counts", 5_000), ("signatures", 1_000)):
        reached = statistics.median(one[what].rate for one in ours)
        ratios.say(f"{what} at once: {reached:,.0f} a second, of {aim:,} on a machine that gives them")
    slowest = [one["signatures"].p99 for one in ours]
    results.tell("99 of 100 signatures within", slowest, [250.0], 1.0, "ms", at_most=True)
    accounts(storm, before, acknowledged, rounds * SIGNERS, results)


def overload(storm: Storm, seconds: int, results: ratios.Results) -> None:
    """Five times as many as can be served, for long; what can be served is looked at before it and after it."""
    peaks = storm.peaks()
    before, peak = storm.rows(), statistics.median(peaks)
    connections = 5 * AT_ONCE
    running = storm.signing(connections, seconds, pace=round(1000 * connections / (5 * peak)))
    time.sleep(seconds / 2)
    refusal, admin = refused(storm.site), answered(storm.site, "/admin/login/")
    found = heard(running)
    accounts(storm, before, found.good, connections, results)
    peaks += storm.peaks()
    results.tell("signatures at five times the load / the peak", [found.rate], peaks, 0.8, "a second")
    refusals = f"{found.refused / seconds:,.0f} a second" if found.refused else "none"
    ratios.say(
        f"refused meanwhile: {refusals}, told to come again after {refusal or 'no'} s; no answer: {found.silent}"
    )
    ratios.say(f"the editors' door meanwhile: {admin:.0f} ms")


def accounts(storm: Storm, before: int, acknowledged: int, on_the_way: int, results: ratios.Results) -> None:
    """Rows beside acknowledgements: at the end of a turn some were stored and their senders had hung up."""
    time.sleep(2)
    made = storm.rows() - before
    lost, doubled = max(0, acknowledged - made), max(0, made - acknowledged - on_the_way)
    results.tell("lost or doubled, of what was acknowledged", [float(lost + doubled)], [1.0], 0, "", at_most=True)
    letters = int(storm.server.ask("SELECT count(*) - count(DISTINCT signature_id) FROM petition_letter"))
    ratios.say(f"acknowledged {acknowledged:,}, stored {made:,}; signatures with more than one letter: {letters}")


def refused(site: Served) -> str:
    """Retry-After of the first refusal that one of a hundred forms meets; "" where none does."""
    for _try in range(100):
        connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)
        form = "name=A&email=a%40example.org&country=AZ&consent=on"
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        connection.request("POST", f"{PETITION}sign/", form, kind)
        answer = connection.getresponse()
        if answer.status == http.HTTPStatus.SERVICE_UNAVAILABLE:
            return answer.getheader("Retry-After") or ""
        connection.close()
    return ""


def answered(site: Served, path: str) -> float:
    """Milliseconds that an answer takes; infinite where it is none."""
    began = time.monotonic()
    status = site.get(path).status
    return (time.monotonic() - began) * 1000 if status == http.HTTPStatus.OK else float("inf")


if __name__ == "__main__":
    main()
