"""Pages from memory beside a bare server with the same bytes, a stock Wagtail page, and nginx. `make bench-pages`.

Aimed at: 0.9 of the bare server's requests a second at 1.3 times its CPU; 500 times a stock page; 0.6 of nginx.
"""

import argparse
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from benchmarks import clusters, ratios, serving
from benchmarks.serving import PETITION, Served, heard, wrk
from benchmarks.yardsticks import proxy
from tests.environment import free_port

CONNECTIONS = 16
BROWSER = ("-H", "Accept-Encoding: br")


def main() -> None:
    """Each in turn under the same load."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a first look: two short rounds")
    chosen = parser.parse_args()
    rounds, seconds = (2, 2) if chosen.quick else (5, 5)
    ratios.say(ratios.machine())
    with clusters.folder() as place, tempfile.TemporaryDirectory() as var, ExitStack() as stack:
        server = clusters.primary(place)
        server.ask("CREATE DATABASE stock")
        ours = stack.enter_context(serving.site(Path(var), server.address))
        stock = stack.enter_context(serving.stock(server.address.replace("/postgres?", "/stock?")))
        like = ours.get(PETITION, **{"Accept-Encoding": "br"})
        raw = stack.enter_context(serving.raw(Path(var), like))
        turns = {"ours": load(ours, PETITION, seconds), "raw": load(raw, PETITION, seconds)}
        turns["stock"] = load(stock, "/petition/", seconds)
        if proxy.program():
            port = free_port()
            nginx = Served(port, stack.enter_context(proxy.cached(ours.port, port)))
            clusters.wait_for(lambda: nginx.answers(PETITION))
            turns["nginx"] = load(nginx, PETITION, seconds)
        tell(turns, rounds)


def load(served: Served, path: str, seconds: int) -> Callable[[], tuple[float, float]]:
    """A turn: requests a second, and microseconds of the server's CPU for each."""

    def turn() -> tuple[float, float]:
        before = served.cpu()
        found = heard(wrk(f"{served.address}{path}", CONNECTIONS, seconds, *BROWSER))
        return found.rate, (served.cpu() - before) / max(found.good, 1) * 1e6

    return turn


def tell(turns: dict[str, Callable[[], tuple[float, float]]], rounds: int) -> None:
    """What was found."""
    found = {name: [] for name in turns}
    for number in range(rounds):
        for name in list(turns) if number % 2 == 0 else list(turns)[::-1]:
            found[name].append(turns[name]())
    rate = {name: [one for one, _cpu in values] for name, values in found.items()}
    cpu = {name: [one for _rate, one in values] for name, values in found.items()}
    results = ratios.Results("pages")
    results.tell("a kept page / the bare server", rate["ours"], rate["raw"], 0.9, "requests/s")
    results.tell("its CPU / the bare server's", cpu["ours"], cpu["raw"], 1.3, "µs", at_most=True)
    results.tell("a kept page / a stock Wagtail page", rate["ours"], rate["stock"], 500, "requests/s")
    if "nginx" in turns:
        results.tell("a kept page / nginx with a cache", rate["ours"], rate["nginx"], 0.6, "requests/s")
    else:
        ratios.say("nginx is not installed: left out")
    results.end()


if __name__ == "__main__":
    main()
