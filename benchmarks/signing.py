"""Signs over HTTP as fast as it goes, beside pgbench with the same inserts. `make bench-signing` runs it.

The real application on a PostgreSQL that waits for its disk; load, server and database share the machine. Aimed at: a
signature (checked, sealed, limited, its letter queued, durable, journalled) at 0.2 of pgbench at equal connections or
more, 12 times as many as a stock Wagtail form takes, at half of pgbench's database CPU where 16 wait, 10 times as many
as with one counter where the disk is slow; none lost and none there twice.
"""

import argparse
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks import clusters, ratios, serving
from benchmarks.meters import cpu_of, milliseconds, program, said
from benchmarks.running import Site
from tests.environment import ROOT

CONNECTIONS, WAITING = 64, 32  # of those who sign; where the database's CPU is compared: 16 before each process
WORKERS, THREADS = 2, 32
SLOW_DISK = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <unistd.h>
int fsync(int file) { usleep(4000); return ((int (*)(int)) dlsym(RTLD_NEXT, "fsync"))(file); }
int fdatasync(int file) { usleep(4000); return ((int (*)(int)) dlsym(RTLD_NEXT, "fdatasync"))(file); }
"""

# Each visitor has a mailbox and a network of their own.
VISITOR = """
local thread = 0
function setup(given) given:set("number", thread); thread = thread + 1 end
function init(args) turn, seed, text = 0, args[1], args[2] end
function request()
    turn = turn + 1
    local sender = number * 8000000 + turn + tonumber(seed) * 250000
    wrk.headers["X-Forwarded-For"] = string.format("%d.%d.%d.7", 11 + math.floor(sender / 65536) % 180,
        math.floor(sender / 256) % 256, sender % 256)
    local form = string.format("name=Anna&email=p%dx%dx%d%%40example.org&country=AZ&consent=yes&took=60000&text=%s",
        seed, number, turn, text)
    return wrk.format("POST", "/en/petitions/trees/sign/", wrk.headers, form)
end
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
wrk.headers["Sec-Fetch-Site"] = "same-origin"
"""

# What one signature writes, each in a transaction of its own.
INSERTS = """
\\set one random(1, 1000000000000000)
BEGIN;
INSERT INTO petition_bucket AS bucket (key, count, ends_at)
VALUES ('host:' || :one, 1, now() + interval '10 minutes'), ('network:' || :one, 1, now() + interval '10 minutes')
ON CONFLICT (key) DO UPDATE SET count = bucket.count + 1;
INSERT INTO petition_signature (petition_id, text_id, language, letter_language, mailbox_key, domain_key, name_key,
    sealed, shows_name, public_name, country, wants_news, epoch, prefix_key, door, score, signed_at)
VALUES ({petition}, {text}, 'en', 'en', lpad(:one::text, 64, '0'), lpad('7', 32, '0'), '',
    decode(repeat('ab', 176), 'hex'), false, '', 'AZ', false, 7, lpad(:one::text, 48, '0'), 'petition', 0, now())
RETURNING id AS signature \\gset
INSERT INTO petition_integrityentry (petition_id, day, language, country, event, reason, amount)
VALUES ({petition}, current_date, 'en', 'AZ', 'received', '', 1);
INSERT INTO petition_letter (signature_id, kind, language, bucket, queued_at, due_at, attempts, error, message_id)
VALUES (:signature, 'confirm', 'en', lpad(:one::text, 64, '0'), now(), now(), 0, '', '<' || :one || '@example.org>');
COMMIT;
"""
# The same with one row that counts all of them
COUNTER = "UPDATE yardstick_counter SET count = count + 1 WHERE id = 1;\nCOMMIT;"


class Lost(Exception):
    """Something was acknowledged and is not there, or is there and nobody asked for it."""


class Turn(NamedTuple):
    """What one turn found."""

    rate: float  # a second
    cpu: float  # microseconds of the database for each
    p99: float = 0.0  # ms


class Bench:
    """The site, ready to be signed on, and what is asked of it."""

    def __init__(self, place: Path, var: Path, seconds: int, application: str) -> None:
        self.place, self.seconds, self.application, self.round = place, seconds, application, 0
        self.site = Site(place, var)
        self.site.prepare()
        self.primary = clusters.Server(place / "primary")
        self.primary.start()
        self.primary.ask("CREATE TABLE yardstick_counter (id int PRIMARY KEY, count bigint NOT NULL)")
        self.primary.ask("INSERT INTO yardstick_counter VALUES (1, 0)")
        found = "SELECT {} FROM petition_petitiontext WHERE language = 'en' LIMIT 1"
        self.text, self.petition = self.primary.ask(found.format("id")), self.primary.ask(found.format("petition_id"))
        inserts = INSERTS.format(petition=self.petition, text=self.text)
        self.primary.ask("CREATE DATABASE stock")
        (place / "visitor.lua").write_text(VISITOR)
        (place / "inserts.sql").write_text(inserts)
        (place / "counter.sql").write_text(inserts.replace("COMMIT;", COUNTER))

    @contextlib.contextmanager
    def served(self) -> Iterator[None]:
        """Two server processes, no letter worker."""
        options = f"--interface wsgi --no-ws --host 127.0.0.1 --port {self.site.port} --workers {WORKERS}"
        options += f" --blocking-threads {THREADS} --log-level warning"
        environment = {**os.environ, "DATABASE_URL": self.primary.address}
        command = [sys.executable, "-m", "granian", self.application, *options.split()]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
        try:
            clusters.wait_for(self.site.is_ready)
            yield
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)

    def ours(self, connections: int = CONNECTIONS) -> Turn:
        """Signatures. Raises Lost."""
        self.round += 1
        before, cpu = self.rows(), cpu_of(self.primary)
        where = f"http://127.0.0.1:{self.site.port}"
        command = [program("wrk"), "-t1", f"-c{connections}", f"-d{self.seconds}", "--latency"]
        command += ["-s", str(self.place / "visitor.lua"), where, "--", str(self.round), str(self.text)]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        time.sleep(0.5)  # what was on its way when the time was over
        spent, made = cpu_of(self.primary) - cpu, self.rows() - before
        done = int(said(r"(\d+) requests in", told)) - int(said(r"Non-2xx or 3xx responses: (\d+)|$", told) or 0)
        if not done <= made <= done + connections:
            raise Lost(f"{done} were acknowledged, {made} are there")
        return Turn(done / self.seconds, spent / made * 1e6, milliseconds(said(r"99%\s+([\d.]+\w+)", told)))

    def pgbench(self, script: str, connections: int = CONNECTIONS) -> Turn:
        """Transactions of one insert each."""
        before, cpu = self.rows(), cpu_of(self.primary)
        command = [program("pgbench"), "-n", "-c", str(connections), "-j", "2", "-M", "prepared"]
        command += ["-T", str(self.seconds), "-f", str(self.place / script), self.primary.address]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        spent = cpu_of(self.primary) - cpu
        return Turn(float(said(r"tps = ([\d.]+)", told)), spent / (self.rows() - before) * 1e6)

    def stock(self, stock: serving.Served) -> float:
        """Forms a second that a stock Wagtail site takes from as many connections."""
        script = self.place / "stock.lua"
        script.write_text(serving.stock_form(stock))
        return serving.heard(serving.wrk(stock.address, CONNECTIONS, self.seconds, "-s", str(script))).rate

    def rows(self) -> int:
        """How many signatures there are."""
        return int(self.primary.ask("SELECT count(*) FROM petition_signature"))

    def doubled(self) -> int:
        """Signatures with more or less than one letter."""
        return int(
            self.primary.ask(
                "SELECT (SELECT count(*) FROM petition_letter) - (SELECT count(*) FROM petition_signature)"
                " + (SELECT count(*) - count(DISTINCT signature_id) FROM petition_letter)"
            )
        )


# Measuring ------------------------------------------------------------------------------------------------------------
def main() -> None:
    """Turn by turn, ours and pgbench's; then what a slow disk does to both and to one counter."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=6, help="of each turn")
    parser.add_argument("--quick", action="store_true", help="a first look: two short rounds")
    parser.add_argument("--application", default="config.wsgi:application", help="what granian serves")
    chosen = parser.parse_args()
    if chosen.quick:
        chosen.rounds, chosen.seconds = 2, 3
    ratios.say(ratios.machine())
    results = ratios.Results("signing")
    with clusters.folder() as place, tempfile.TemporaryDirectory() as var:
        bench = Bench(place, Path(var), chosen.seconds, chosen.application)
        usual(bench, chosen.rounds, results)
        slow(bench, chosen.rounds, results)
    results.end()


def usual(bench: Bench, rounds: int, results: ratios.Results) -> None:
    """With this machine's own disk, beside pgbench and a stock Wagtail form, which idles in the others' turns."""
    ours, theirs, stock, few, single = [], [], [], [], []
    address = bench.primary.address.replace("/postgres?", "/stock?")
    with bench.served(), serving.stock(address) as other:
        bench.ours()  # warm
        bench.primary.ask("ANALYZE")  # as a database does by itself that was not made a moment ago
        for _round in range(rounds):
            ours.append(bench.ours())
            theirs.append(bench.pgbench("inserts.sql"))
            stock.append(bench.stock(other))
            few.append(bench.ours(WAITING))
            single.append(bench.pgbench("inserts.sql", WAITING))
    rates = [turn.rate for turn in ours]
    told = f"signatures / pgbench, {CONNECTIONS} connections"
    results.tell(told, rates, [turn.rate for turn in theirs], 0.2, "a second")
    told = f"signatures / pgbench, {WAITING} connections"
    results.tell(told, [turn.rate for turn in few], [turn.rate for turn in single], 0.2, "a second")
    results.tell(f"signatures / a stock Wagtail form, {CONNECTIONS} connections", rates, stock, 12, "a second")
    told = "database CPU of one / of a single insert, {} waiting for each process"
    for number, mine, other_way in ((CONNECTIONS, ours, theirs), (WAITING, few, single)):
        cpu, base = [turn.cpu for turn in mine], [turn.cpu for turn in other_way]
        results.tell(told.format(number // WORKERS), cpu, base, 0.5, "µs", at_most=True)
    results.tell("99 of 100 signatures within", [turn.p99 for turn in ours], [250.0], 1.0, "ms", at_most=True)
    doubled = float(bench.doubled())
    results.tell(f"there twice or without their one letter, of {bench.rows():,}", [doubled], [1.0], 0, "", at_most=True)


def slow(bench: Bench, rounds: int, results: ratios.Results) -> None:
    """The same beside one counter, where each fsync takes 4 ms more."""
    if not shutil.which("gcc"):
        ratios.say("No gcc: nothing is said of a slow disk.")
        return
    bench.primary.stop()
    with slowed(bench.place):
        bench.primary.start()
    ours, theirs = [], []
    with bench.served():
        bench.ours()  # warm
        for _round in range(rounds):
            ours.append(bench.ours().rate)
            theirs.append(bench.pgbench("counter.sql").rate)
    results.tell("4 ms more for each fsync: signatures / one counter", ours, theirs, 10, "a second")


@contextlib.contextmanager
def slowed(place: Path) -> Iterator[None]:
    """What is started meanwhile has a slow disk."""
    (place / "slow.c").write_text(SLOW_DISK)
    command = [program("gcc"), "-shared", "-fPIC", "-o", str(place / "slow.so"), str(place / "slow.c"), "-ldl"]
    subprocess.run(command, check=True)
    os.environ["LD_PRELOAD"] = str(place / "slow.so")
    try:
        yield
    finally:
        del os.environ["LD_PRELOAD"]


if __name__ == "__main__":
    main()
