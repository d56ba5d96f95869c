"""A service of machine translation on this machine: it says everything in capitals, and what else a test wants."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from tests.pages.translations.machine.service import Service


@pytest.fixture
def service() -> Iterator[Service]:
    """The service, listening."""
    made = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            made.asked.append((self.path, dict(self.headers), body))
            answer = made.answer(body).encode()
            self.send_response(made.status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args: Any) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
    made.url = f"http://127.0.0.1:{server.server_port}"
    yield made
    server.shutdown()
    server.server_close()


@pytest.fixture(params=["deepl", "libretranslate"])
def configured(request: pytest.FixtureRequest, service: Service, settings: Any) -> Service:
    """The service as the site's."""
    settings.MACHINE_TRANSLATION = {"service": request.param, "key": "secret", "url": service.url}
    service.kind = request.param
    return service
