"""What one primary takes by itself, with a standby that each commit waits for, and through PgBouncer.

`make bench-pooling` runs it: pgbench (https://www.postgresql.org/docs/current/pgbench.html) writes what a signature
writes, three rows in one transaction, over 8 connections; all ways in turn, five times. --connections=64 is what the
processes of a few machines have. What is not reached below is no slow database but a fault in how it was set up.
"""

import argparse
import re
import subprocess
from functools import partial
from pathlib import Path

from benchmarks import clusters, ratios
from tests.postgres import installed_programs

TABLES = """
CREATE TABLE signature (id bigserial PRIMARY KEY, petition bigint, mailbox text, sealed bytea, signed_at timestamptz,
    UNIQUE (petition, mailbox));
CREATE TABLE letter (id bigserial PRIMARY KEY, signature bigint REFERENCES signature, due_at timestamptz);
CREATE INDEX ON letter (due_at);
CREATE TABLE entry (id bigserial PRIMARY KEY, petition bigint, day date, event text)
"""
SIGN = """
BEGIN;
WITH signed AS (INSERT INTO signature (petition, mailbox, sealed, signed_at)
    VALUES (1, md5(random()::text) || md5(random()::text), decode(repeat('ab', 300), 'hex'), now()) RETURNING id)
INSERT INTO letter (signature, due_at) SELECT id, now() FROM signed;
INSERT INTO entry (petition, day, event) VALUES (1, current_date, 'signed');
COMMIT;
"""
ALONE, WAITED_FOR, BOUNCED = "a primary alone", "with a synchronous standby", "through PgBouncer"
AT_LEAST = {WAITED_FOR: 0.25, BOUNCED: 0.6}  # of a primary alone; the standby is on the same cores and the same disk


def main() -> None:
    """Measure, tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--seconds", type=int, default=4, help="of each measurement")
    parser.add_argument("--quick", action="store_true", help="a first look: one second each, three rounds")
    chosen = parser.parse_args()
    seconds, rounds = (1, 3) if chosen.quick else (chosen.seconds, 5)
    ratios.say(ratios.machine())
    with clusters.folder() as place:
        script = place / "sign.sql"
        script.write_text(SIGN)
        servers = {ALONE: clusters.primary(place), WAITED_FOR: clusters.primary(place, "waited-for")}
        servers[WAITED_FOR].standby("standby", synchronous=True)
        for server in servers.values():
            server.ask(TABLES)
        with clusters.bouncer(place, str(servers[ALONE].folder), connections=8) as host:
            hosts = {name: str(server.folder) for name, server in servers.items()} | {BOUNCED: host}
            turns = {way: partial(pgbench, host, script, chosen.connections, seconds) for way, host in hosts.items()}
            tell(ratios.compare(turns, rounds), chosen.connections)


def pgbench(host: str, script: Path, connections: int, seconds: int) -> float:
    """Transactions a second."""
    command = [str(installed_programs() / "pgbench"), "-n", "-c", str(connections), "-j", "2", "-T", str(seconds)]
    told = subprocess.run(
        [*command, "-f", str(script), "-h", host, "-U", "postgres", "postgres"],
        capture_output=True,
        text=True,
        check=True,
    )
    found = re.search(r"tps = ([\d.]+)", told.stdout)
    return float(found[1]) if found else 0.0


def tell(found: dict[str, list[float]], connections: int) -> None:
    """Each way beside a primary alone."""
    results = ratios.Results("pooling")
    for way, least in AT_LEAST.items():
        what = f"{way} / {ALONE}, {connections} connections"
        results.tell(what, found[way], found[ALONE], least, "signatures a second")
    results.end()


if __name__ == "__main__":
    main()
