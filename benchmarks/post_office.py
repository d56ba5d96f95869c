"""A mail server to measure with, in a process of its own: it takes every letter and counts what comes twice."""

import asyncio
import multiprocessing
import re
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import cast

MESSAGE_ID = re.compile(rb"^Message-ID:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
END = b"\r\n.\r\n"


class Session(asyncio.Protocol):
    """One connection. `seconds` pass before a letter is taken, as where it is first written to a disk."""

    def __init__(self, taken: dict[bytes, int], seconds: float) -> None:
        self.taken, self.seconds = taken, seconds
        self.read = b""
        self.is_letter = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.line = cast("asyncio.Transport", transport)
        self.line.write(b"220 here\r\n")

    def data_received(self, data: bytes) -> None:
        self.read += data
        while self.is_letter or b"\r\n" in self.read:
            if self.is_letter and END not in self.read:
                return
            said, _end, self.read = self.read.partition(END if self.is_letter else b"\r\n")
            if self.is_letter:
                self.take(said)
            else:
                self.answer(said[:4].upper())

    def answer(self, word: bytes) -> None:
        """A command's answer."""
        self.is_letter = word == b"DATA"
        self.line.write(b"354 go on\r\n" if self.is_letter else b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")
        if word == b"QUIT":
            self.line.close()

    def take(self, letter: bytes) -> None:
        """Count a letter and say so after a while."""
        self.is_letter = False
        found = MESSAGE_ID.search(letter)
        name = found[1] if found else b""
        self.taken[name] = self.taken.get(name, 0) + 1
        asyncio.get_running_loop().call_later(self.seconds, self.line.write, b"250 taken\r\n")


class PostOffice:
    """The process, as others see it."""

    def __init__(self, port: int, pipe: Connection) -> None:
        self.port, self.pipe = port, pipe

    def count(self) -> tuple[int, int]:
        """(letters, different letters) since the last question."""
        self.pipe.send("count")
        letters, different = self.pipe.recv()
        return letters, different


def serve(pipe: Connection, seconds: float) -> None:
    """The process."""

    async def run() -> None:
        taken: dict[bytes, int] = {}
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: Session(taken, seconds), "127.0.0.1", 0)
        over = asyncio.Event()

        def asked() -> None:
            try:
                pipe.recv()
            except EOFError:
                loop.remove_reader(pipe.fileno())
                over.set()
                return
            pipe.send((sum(taken.values()), len(taken)))
            taken.clear()

        loop.add_reader(pipe.fileno(), asked)
        pipe.send(server.sockets[0].getsockname()[1])
        await over.wait()

    asyncio.run(run())


@contextmanager
def post_office(seconds: float = 0.0) -> Iterator[PostOffice]:
    """One that listens on a port of 127.0.0.1 until the end of the block."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs, seconds), daemon=True)
    process.start()
    theirs.close()
    yield PostOffice(ours.recv(), ours)
    ours.close()
    process.join(timeout=5)
    process.terminate()
