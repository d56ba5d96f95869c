"""nginx with a cache before a site, where it is installed."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

CONFIGURATION = """
worker_processes 2;
daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    proxy_cache_path {folder}/cache keys_zone=pages:10m;
    upstream site {{ server 127.0.0.1:{site}; keepalive 16; }}
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass http://site;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host $http_host;
            proxy_cache pages;
            proxy_cache_use_stale updating;
            proxy_cache_background_update on;
            proxy_cache_lock on;
        }}
    }}
}}
"""


def program() -> str | None:
    """Where nginx is."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


@contextlib.contextmanager
def cached(site: int, port: int) -> Iterator[int]:
    """nginx on `port` before the site on the port `site`; its process."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        told = Path(folder) / "nginx.conf"
        told.write_text(CONFIGURATION.format(folder=folder, site=site, port=port))
        running = subprocess.Popen([str(program()), "-c", str(told), "-p", folder], stderr=subprocess.DEVNULL)
        try:
            yield running.pid
        finally:
            running.terminate()
            running.wait(10)
