"""The WSGI callable before Django: answers from memory, renders what it lacks, once for all who ask at once."""

import threading
import time
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.encoding import iri_to_uri

from pages import languages
from pages.memory.answers import Answer, best_coding
from pages.memory.following import Follower
from pages.memory.purging import Purger
from pages.memory.renderer import Application, Environ, Failed, Start
from pages.memory.shelf import Shelf
from pages.memory.watching import Watch
from pages.translations import demand

MOST_NAMES = 1_000  # hosts, and headers Accept-Encoding, that are remembered
FIRST_LOOK = 2.0  # seconds that the first visitors wait for it
PATIENCE = 10.0  # seconds to wait for another's rendering
LENIENCE = 2.0  # seconds for which an expired answer is served on while somebody renders it anew
BRIDGE = 0.3  # the same for a changed one, seen to be so within half a second: together less than one
LONGEST_NAME = 200  # characters
OF_BODY = {"Content-Length", "Content-Encoding", "Content-Type"}


class Flight:
    """One rendering that others wait for."""

    def __init__(self) -> None:
        self.landed = threading.Event()
        self.answer: Answer | None = None


class Pages:
    """GET and HEAD of kept addresses from memory; everything else goes on to `application`."""

    def __init__(self, application: Application, django: Application, watch: Watch) -> None:
        self.application, self.watch = application, watch
        self.shelf = Shelf(watch)
        self.follower = Follower(django, self.shelf, watch)
        self.hosts: dict[str | None, int] = {}  # of the version `hosts_of`
        self.hosts_of = 0
        self.codings: dict[str | None, str] = {}
        self.flights: dict[tuple[int, str, int], Flight] = {}
        self.lock = threading.Lock()
        self.only_secure = settings.SECURE_SSL_REDIRECT
        if settings.WAGTAILFRONTENDCACHE:
            watch.chores.append(Purger(watch).follow)
        watch.chores += [self.follower.follow, self.forget_hosts, demand.store_due]

    # Serving ----------------------------------------------------------------------------------------------------------
    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] in ("GET", "HEAD"):
            host = environ.get("HTTP_HOST")
            site = self.hosts.get(host) or self.site_of(host)
            if site and not (self.only_secure and not is_secure(environ)):
                answer = self.shelf.get((site, environ["PATH_INFO"]))
                if answer is None or not self.holds(answer):
                    answer = self.renewed(site, environ["PATH_INFO"], answer)
                if answer is not None and not (answer.facts and "reads_page" in answer.facts and asks_page(environ)):
                    return self.serve(answer, environ, start)
        return self.application(environ, start)

    def holds(self, answer: Answer) -> bool:
        """Whether `answer` may be served as it is; with the database away whatever there is."""
        watch = self.watch
        if answer.version == watch.version and (not answer.expires or time.time() < answer.expires):
            return True
        return not watch.answers

    def serve(self, answer: Answer, environ: Environ, start: Start) -> Iterable[bytes]:
        """Send `answer` in the coding that is asked for."""
        watch = self.watch
        answer.used = watch.looks
        if answer.facts:
            if "counts" in answer.facts:
                count(answer.facts["counts"], environ)
            if "by_language" in answer.facts:
                return redirect(answer, environ, start)
        accepted = environ.get("HTTP_ACCEPT_ENCODING")
        coding = self.codings.get(accepted)
        if coding is None:
            coding = self.coding_of(accepted)
        coded = answer.in_coding(coding, watch.values, watch.looks)
        asked = environ.get("HTTP_IF_NONE_MATCH")
        if asked and is_match(asked, coded.etag):
            start("304 Not Modified", [each for each in coded.headers if each[0] not in OF_BODY])
            return ()
        start(answer.status_line, coded.headers)
        return (coded.body,) if environ["REQUEST_METHOD"] == "GET" else ()

    def site_of(self, host: str | None) -> int | None:
        """The site of a host that was not asked lately; None for a host that is not ours."""
        if not self.watch.ready.is_set():
            self.watch.ready.wait(FIRST_LOOK)
        hosts = self.hosts  # before the map is read: what an old one says is not remembered with the new
        site = self.follower.map.site_of(host) if host else None
        if site and host and len(hosts) < MOST_NAMES and len(host) < LONGEST_NAME:
            hosts[host] = site
        return site

    def forget_hosts(self) -> None:
        """Sites may have other hosts at another version."""
        if self.hosts_of != self.watch.version:
            self.hosts_of = self.watch.version
            self.hosts = {}

    def coding_of(self, accepted: str | None) -> str:
        """The coding for a header that was not seen before."""
        coding = best_coding(accepted or "")
        if len(self.codings) < MOST_NAMES and len(accepted or "") < LONGEST_NAME:
            self.codings[accepted] = coding
        return coding

    # Rendering --------------------------------------------------------------------------------------------------------
    def renewed(self, site: int, raw: str, former: Answer | None) -> Answer | None:
        """The answer at an address as it is now, rendered by one for all who ask meanwhile; None where none is kept."""
        path = readable(raw)
        if not self.watch.answers or path is None or not self.follower.map.may_be_kept(site, path):
            return None
        key = (site, raw, self.watch.version)
        with self.lock:
            is_first = key not in self.flights
            flight = self.flights.setdefault(key, Flight())
        if is_first:
            return self.land(flight, key, path, former)
        if former is not None and self.bridges(former):
            return former
        flight.landed.wait(PATIENCE)
        return flight.answer

    def bridges(self, former: Answer) -> bool:
        """Whether `former` may be served while it is rendered anew."""
        watch = self.watch
        if former.version == watch.version:
            return time.time() < former.expires + LENIENCE
        return former.version == watch.former and time.monotonic() < watch.moved_at + BRIDGE

    def land(self, flight: Flight, key: tuple[int, str, int], path: str, former: Answer | None) -> Answer | None:
        """Render for all who wait for `flight`; where that fails, what has only just expired is better than nothing."""
        try:
            flight.answer = self.follower.render(key[0], path)
            if flight.answer is not None:
                self.shelf.keep(flight.answer)
        except Failed:
            flight.answer = former if former is not None and former.version == key[2] else None
        finally:
            with self.lock:
                self.flights.pop(key, None)
            flight.landed.set()
        return flight.answer


def is_secure(environ: Environ) -> bool:
    """Whether a request came by https, as far as our own proxies vouch for it."""
    told = environ.get("HTTP_X_FORWARDED_PROTO") if settings.TRUSTED_PROXIES else None
    return (told or environ.get("wsgi.url_scheme")) == "https"


def readable(raw: str) -> str | None:
    """PATH_INFO (bytes as Latin-1, PEP 3333) as text; None where it is none."""
    try:
        return raw.encode("latin-1").decode()
    except UnicodeError:
        return None


def asks_page(environ: Environ) -> bool:
    """Whether another page of a list is asked for."""
    return "page=" in environ.get("QUERY_STRING", "")


def is_match(asked: str, etag: str) -> bool:
    """Whether the header If-None-Match names `etag`, weakly compared (RFC 9110, 13.1.2)."""
    return asked.strip() == "*" or etag in (each.strip().removeprefix("W/") for each in asked.split(","))


def count(notes: list[list[Any]], environ: Environ) -> None:
    """Count for the desk what the visitor asked for."""
    if environ["REQUEST_METHOD"] != "GET":
        return
    agent, today = environ.get("HTTP_USER_AGENT", ""), timezone.localdate()
    for what, page_id, *code in notes:
        if what == "fallback":
            demand.note_fallback(page_id, code[0], agent, today)
        else:
            demand.note_asked(page_id, environ.get("HTTP_ACCEPT_LANGUAGE", ""), agent, today)


def redirect(answer: Answer, environ: Environ, start: Start) -> Iterable[bytes]:
    """Send the visitor of an address without a language to the best one for their browser."""
    known = answer.facts["by_language"]
    urls = known["urls"]
    code = languages.best(environ.get("HTTP_ACCEPT_LANGUAGE", ""), urls, known["otherwise"])
    query = environ.get("QUERY_STRING", "")
    place = urls[code or known["otherwise"]] + (f"?{iri_to_uri(query)}" if query else "")
    headers = [each for each in answer.headers if each[0] != "Location"]
    start(answer.status_line, [*headers, ("Vary", "Accept-Language"), ("Location", place), ("Content-Length", "0")])
    return ()
