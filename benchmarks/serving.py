"""Servers to measure: the whole site with the demo as `make run` starts it, the stock site, a bare server."""

import contextlib
import http.client
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from benchmarks import clusters
from benchmarks.meters import program, said
from tests.environment import ROOT, documented_variables, free_port

WORKERS, THREADS = 2, 48
PETITION = "/en/petitions/justice-for-khojaly/"
GRANIAN = "--interface wsgi --no-ws --host 127.0.0.1 --log-level warning"


@dataclass
class Served:
    """A server that runs: its port and the process that all of its own descend from."""

    port: int
    pid: int

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def cpu(self) -> float:
        """Seconds that it and all its processes have used."""
        return sum(seconds_of(each) for each in descendants(self.pid))

    def answers(self, path: str) -> bool:
        """Whether something good comes from `path`."""
        with contextlib.suppress(OSError, http.client.HTTPException):
            return self.get(path).status < 400
        return False

    def get(self, path: str, **headers: str) -> http.client.HTTPResponse:
        """One answer. The body is read."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.text = answer.read()  # type: ignore[attr-defined]
        connection.close()
        return answer


def seconds_of(pid: int) -> float:
    """CPU that a process has used, user and system (proc(5))."""
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def descendants(pid: int) -> list[int]:
    """A process, its children, theirs, and so on."""
    with contextlib.suppress(FileNotFoundError):
        return [pid, *(each for child in clusters.children(pid) for each in descendants(child))]
    return []


@contextlib.contextmanager
def running(command: list[str], port: int, path: str, **variables: str) -> Iterator[Served]:
    """A program that listens on `port`, from when it answers at `path`, until the end."""
    bare = {name: value for name, value in os.environ.items() if name not in documented_variables()}
    process = subprocess.Popen(command, cwd=ROOT, env={**bare, **variables}, start_new_session=True, stdout=sys.stderr)
    served = Served(port, process.pid)
    try:
        clusters.wait_for(lambda: served.answers(path))
        yield served
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(20)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


@contextlib.contextmanager
def site(place: Path, database: str, **variables: str) -> Iterator[Served]:
    """Ours: `manage.py serve` with the demo, two processes, the letter worker beside them."""
    port = free_port()
    told = {"ENV_FILE": os.devnull, "VAR": str(place / "var"), "PORT": str(port), "DATABASE_URL": database}
    command = [sys.executable, str(ROOT / "manage.py"), "serve", "--processes", str(WORKERS)]
    clusters.PATIENCE = 240.0  # a first start loads the demo
    with running(command, port, "/-/live", **told, TRUSTED_PROXIES="1", **variables) as served:
        clusters.wait_for(lambda: is_from_memory(served))
        yield served


def is_from_memory(served: Served) -> bool:
    """Whether the petition's page comes from memory: Django itself never sends an ETag with it."""
    return bool(served.get(PETITION).getheader("ETag"))


@contextlib.contextmanager
def stock(database: str) -> Iterator[Served]:
    """A stock Wagtail site with the same processes, each with as many threads as is usual."""
    port = free_port()
    told = {"STOCK_DATABASE_URL": database}
    bare = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    fill = [sys.executable, "-m", "benchmarks.yardsticks.stock.fill"]
    subprocess.run(fill, cwd=ROOT, env={**bare, **told}, check=True)
    options = f"benchmarks.yardsticks.stock.wsgi:application {GRANIAN} --port {port} --workers {WORKERS}"
    command = [sys.executable, "-m", "granian", *options.split(), "--blocking-threads", "4"]
    with running(command, port, "/petition/", **told) as served:
        yield served


@contextlib.contextmanager
def raw(place: Path, like: http.client.HTTPResponse) -> Iterator[Served]:
    """Nothing but the server, with the bytes of the answer `like`."""
    port = free_port()
    unsent = {"server", "date", "connection"}
    headers = [(name, value) for name, value in like.getheaders() if name.lower() not in unsent]
    (place / "answer.json").write_text(json.dumps({"headers": headers, "body": like.text.hex()}))  # type: ignore[attr-defined]
    options = f"benchmarks.yardsticks.raw:application {GRANIAN} --port {port} --workers {WORKERS}"
    command = [sys.executable, "-m", "granian", *options.split(), "--blocking-threads", str(THREADS)]
    with running(command, port, "/", RAW_ANSWER=str(place / "answer.json")) as served:
        yield served


# Load -----------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Load:
    """What wrk found."""

    rate: float  # good answers a second
    good: int
    refused: int
    p99: float  # milliseconds
    silent: int = 0  # requests that broke off or got no answer within 20 s


def wrk(url: str, connections: int, seconds: int, *more: str) -> "subprocess.Popen[str]":
    """wrk, begun; `heard` reads what it says at its end."""
    command = [program("wrk"), "-t1", f"-c{connections}", f"-d{seconds}", "--timeout", "20s", "--latency", *more]
    where, *arguments = url.split(" ")
    return subprocess.Popen([*command, where, *(["--", *arguments] if arguments else [])], stdout=-1, text=True)


def heard(running: "subprocess.Popen[str]") -> Load:
    """What wrk says once it has ended."""
    told = running.communicate()[0]
    done, took, unit = re.search(r"(\d+) requests in ([\d.]+)([smh])", told).groups()  # type: ignore[union-attr]
    seconds = float(took) * {"s": 1, "m": 60, "h": 3600}[unit]
    other = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
    refused = int(other[1]) if other else 0
    value, unit = re.search(r"99%\s+([\d.]+)(us|ms|s|m)", told).groups()  # type: ignore[union-attr]
    good = int(done) - refused
    broken = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", told)
    silent = sum(map(int, broken.groups())) if broken else 0
    return Load(
        good / seconds, good, refused, float(value) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}[unit], silent
    )


def stock_form(served: Served) -> str:
    """What wrk sends to the stock site's form: a cookie and a form of its own, as a visitor's browser does."""
    answer = served.get("/petition/")
    cookie = str(answer.getheader("Set-Cookie")).partition(";")[0]
    token = said(r'csrfmiddlewaretoken" value="(\w+)"', answer.text.decode())  # type: ignore[attr-defined]
    form = {"csrfmiddlewaretoken": token, "name": "Anna Lind", "country": "Country 7", "consent": "on"}
    return f"""
wrk.method, wrk.path = "POST", "/petition/"
wrk.headers["Content-Type"], wrk.headers["Cookie"] = "application/x-www-form-urlencoded", "{cookie}"
local turn = 0
function request()
    turn = turn + 1
    return wrk.format(nil, nil, nil, "{urlencode(form)}&email=p" .. turn .. "%40example.org")
end
"""
