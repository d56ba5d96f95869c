"""What one primary takes by itself, with a standby that each commit waits for, and through PgBouncer.

`make bench-pooling` runs it: pgbench (https://www.postgresql.org/docs/current/pgbench.html) writes what a signature
writes, three rows in one transaction, over 8 connections; all ways in turn, five times. --connections=64 is what the
processes of a few machines have.
"""

import argparse
import re
import statistics
import subprocess
import sys
from pathlib import Path

from benchmarks import clusters
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


def main() -> None:
    """Measure, tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--seconds", type=int, default=4, help="of each measurement")
    parser.add_argument("--quick", action="store_true", help="a first look: one second each, three rounds")
    chosen = parser.parse_args()
    seconds, rounds = (1, 3) if chosen.quick else (chosen.seconds, 5)
    with clusters.folder() as place:
        script = place / "sign.sql"
        script.write_text(SIGN)
        ways = {"a primary alone": clusters.primary(place)}
        ways["with a synchronous standby"] = waited_for = clusters.primary(place, "waited-for")
        waited_for.standby("standby", synchronous=True)
        for server in ways.values():
            server.ask(TABLES)
        with clusters.bouncer(place, str(ways["a primary alone"].folder), connections=8) as host:
            hosts = {name: str(server.folder) for name, server in ways.items()} | {"through PgBouncer": host}
            tell(measured(hosts, script, chosen.connections, seconds, rounds), chosen.connections)


def measured(
    hosts: dict[str, str], script: Path, connections: int, seconds: int, rounds: int
) -> dict[str, list[float]]:
    """Signatures a second of each way, in each round."""
    found: dict[str, list[float]] = {name: [] for name in hosts}
    for _round in range(rounds):
        for name, host in hosts.items():
            found[name].append(pgbench(host, script, connections, seconds))
    return found


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
    """Ratios to the first way, absolutes in brackets."""
    medians = {name: statistics.median(values) for name, values in found.items()}
    alone = next(iter(medians.values()))
    for name, median in medians.items():
        sys.stdout.write(
            f"{name}, {connections} connections: {median / alone:.2f} ({median:,.0f} signatures a second)\n"
        )


if __name__ == "__main__":
    main()
