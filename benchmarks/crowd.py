"""People who sign over HTTP at a steady rate, whatever happens to the site, and who remember what they were told.

They live in a process of their own, so that neither who kills servers nor who counts rows holds them up.
"""

import asyncio
import contextlib
import multiprocessing
import secrets
import time
from collections import Counter
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from urllib.parse import urlencode

SIGNED = b"<h1>Check your mailbox</h1>"
PATIENCE = 10.0  # seconds that somebody looks at a page that doesn't come
TRIES_AGAIN_AFTER = (2.0, 8.0)  # seconds, evenly
GIVES_UP_AFTER = 45.0  # within the minute in which a second form brings no second letter
TICK = 0.005  # seconds
DICE = secrets.SystemRandom()
ALONE = multiprocessing.get_context("spawn")  # the process that makes a crowd has threads
REQUEST = (
    "POST {path} HTTP/1.1\r\nHost: {host}\r\nX-Forwarded-For: {sender}\r\nSec-Fetch-Site: same-origin\r\n"
    "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{form}"
)


@dataclass
class Person:
    """One mailbox, and when its owner was told that the signature arrived (monotonic seconds; 0: never)."""

    number: int
    mailbox: str
    came: float = 0.0
    attempts: int = 0
    acknowledged: float = 0.0
    answers: list[str] = field(default_factory=list)


class Crowd:
    """So many new people a second at 127.0.0.1:`port`, each from a network of their own, until `stop`.

    `path` takes the form; `text` is the number of the text that they sign, which the form sends along.
    """

    def __init__(self, port: int, path: str, rate: float, text: int) -> None:
        self.people: list[Person] = []
        self.seconds = self.cpu = 0.0  # that people came for, and that the crowd's process was busy
        self.stopped = ALONE.Event()
        self.told, telling = ALONE.Pipe(duplex=False)
        self.signing = Signing(port, path, rate, text)
        self.process = ALONE.Process(target=live, args=(self.signing, self.stopped, telling), daemon=True)

    def start(self) -> None:
        """Let them come; returns once the first has."""
        self.process.start()
        self.told.recv()

    def stop(self) -> list[Person]:
        """Let nobody new come and wait for those who still try; all who came."""
        self.stopped.set()
        self.people, self.seconds, self.cpu = self.told.recv()
        self.process.join()
        return self.people

    @property
    def rate(self) -> float:
        """How many a second really came."""
        return len(self.people) / self.seconds if self.seconds else 0.0

    def answers(self) -> Counter[str]:
        """How often each answer was given."""
        return Counter(answer for person in self.people for answer in person.answers)


@dataclass
class Signing:
    """What the crowd does, and its clock."""

    port: int
    path: str
    rate: float
    text: int
    people: list[Person] = field(default_factory=list)

    async def come(self, stopped: Event) -> float:
        """Somebody new at each tick of an even clock: a slow site does not slow them down. For how long they came."""
        start, trying = time.monotonic(), set()
        while not stopped.is_set():
            due = int((time.monotonic() - start) * self.rate)
            while len(self.people) < due:
                number = len(self.people)
                self.people.append(person := Person(number, f"person{number}@example.org", time.monotonic()))
                trying.add(task := asyncio.create_task(self.insist(person)))
                task.add_done_callback(trying.discard)
            await asyncio.sleep(TICK)
        seconds = time.monotonic() - start
        await asyncio.gather(*trying)
        return seconds

    async def insist(self, person: Person) -> None:
        """Sign, and again for as long as the answer is not that it arrived."""
        deadline = time.monotonic() + GIVES_UP_AFTER
        while not person.acknowledged and time.monotonic() < deadline:
            person.attempts += 1
            answer = await self.post(person)
            person.answers.append(answer)
            if answer == "signed":
                person.acknowledged = time.monotonic()
            else:
                await asyncio.sleep(DICE.uniform(*TRIES_AGAIN_AFTER))

    async def post(self, person: Person) -> str:
        """What one form is answered: "signed", a status, or what went wrong on the way."""
        try:
            async with asyncio.timeout(PATIENCE):
                page = await self.exchange(self.request(person))
        except (OSError, TimeoutError) as error:
            return type(error).__name__
        status = page[9:12].decode("ascii", "replace")
        is_whole = page.rstrip().endswith(b"</html>")
        return "signed" if status == "200" and SIGNED in page and is_whole else status or "cut off"

    async def exchange(self, request: bytes) -> bytes:
        """All that the site answers on one connection, new as each visitor's behind a proxy is."""
        loop = asyncio.get_running_loop()
        transport, answer = await loop.create_connection(lambda: Answer(request), "127.0.0.1", self.port)
        try:
            return await answer.whole
        finally:
            transport.abort()

    def request(self, person: Person) -> bytes:
        """The form of one person."""
        given = {"name": f"Aygün {person.number}", "email": person.mailbox, "country": "AZ", "consent": "yes"}
        form = urlencode({**given, "text": self.text, "took": 60_000})
        first, second, third = 11 + person.number // 62_500, person.number // 250 % 250, person.number % 250
        sender, host = f"{first}.{second}.{third}.1", f"127.0.0.1:{self.port}"
        filled = REQUEST.format(path=self.path, host=host, sender=sender, length=len(form), form=form)
        return filled.encode()


class Answer(asyncio.Protocol):
    """One request, and `whole`: all that came before the site hung up."""

    def __init__(self, request: bytes) -> None:
        self.request = request
        self.parts: list[bytes] = []
        self.whole: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask."""
        if isinstance(transport, asyncio.Transport):
            transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        """A part of it."""
        self.parts.append(data)

    def connection_lost(self, exc: Exception | None) -> None:
        """The end of it, or of all hope."""
        if self.whole.done():  # nobody waits any more
            return
        if exc:
            self.whole.set_exception(exc)
        else:
            self.whole.set_result(b"".join(self.parts))


def live(signing: Signing, stopped: Event, telling: Connection) -> None:
    """The process of the crowd: says that it begins, and at the end who came, for how long, and its CPU in seconds."""
    with contextlib.suppress(KeyboardInterrupt):
        telling.send(None)
        before = time.process_time()
        seconds = asyncio.run(signing.come(stopped))
        telling.send((signing.people, seconds, time.process_time() - before))
