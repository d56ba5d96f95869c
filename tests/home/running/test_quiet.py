"""home.running.quiet: the server's start is quiet, its faults are not."""

import inspect
import json
import logging

import granian.log
import granian.server.mp
import pytest

from home.running import quiet, server


def test_many_threads_are_meant_and_every_other_line_is_seen(capsys: pytest.CaptureFixture[str]) -> None:
    command = list(server.processes(workers=2, threads=48)[0].command)
    path = command[command.index("--log-config") + 1]
    logger = logging.getLogger("_granian")
    try:
        with open(path, encoding="utf-8") as file:
            granian.log.configure_logging(granian.log.LogLevels.warning, json.load(file))
        logger.warning("Configuration allows spawning up to 48 Python threads, which seems quite high")
        logger.error("Unexpected exit from worker-1")
        assert capsys.readouterr().out == "[ERROR] Unexpected exit from worker-1\n"
    finally:
        logger.handlers.clear()
        logger.filters.clear()


def test_the_server_still_warns_in_these_words() -> None:
    assert quiet.MANY_THREADS in inspect.getsource(granian.server.mp)
