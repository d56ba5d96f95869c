"""People who sign over HTTP at a steady rate, whatever happens to the site, and who remember what they were told."""

import asyncio
import contextlib
import secrets
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlencode

SIGNED = b"<h1>Check your mailbox</h1>"
PATIENCE = 10.0  # seconds that somebody looks at a page that doesn't come
TRIES_AGAIN_AFTER = (2.0, 8.0)  # seconds, evenly
GIVES_UP_AFTER = 45.0  # within the minute in which a second form brings no second letter
DICE = secrets.SystemRandom()
REQUEST = (
    "POST {path} HTTP/1.1\r\nHost: {host}\r\nX-Forwarded-For: {sender}\r\nSec-Fetch-Site: same-origin\r\n"
    "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{form}"
)


@dataclass
class Person:
    """One mailbox, and when its owner was told that the signature arrived (monotonic seconds; 0: never)."""

    number: int
    mailbox: str
    attempts: int = 0
    acknowledged: float = 0.0
    answers: list[str] = field(default_factory=list)


class Crowd:
    """So many new people a second at 127.0.0.1:`port`, each from a network of their own, until `stop`."""

    def __init__(self, port: int, path: str, rate: float, prefix: str = "person") -> None:
        self.port, self.path, self.rate, self.prefix = port, path, rate, prefix
        self.people: list[Person] = []
        self.stopped = threading.Event()
        self.thread = threading.Thread(target=lambda: asyncio.run(self.live()))

    def start(self) -> None:
        """Let them come."""
        self.thread.start()

    def stop(self) -> list[Person]:
        """Let nobody new come and wait for those who still try; all who came."""
        self.stopped.set()
        self.thread.join()
        return self.people

    async def live(self) -> None:
        """Somebody new at each tick of an even clock: a slow site does not slow them down."""
        start, trying = time.monotonic(), set()
        while not self.stopped.is_set():
            due = int((time.monotonic() - start) * self.rate)
            while len(self.people) < due:
                number = len(self.people)
                self.people.append(person := Person(number, f"{self.prefix}{number}@example.org"))
                trying.add(task := asyncio.create_task(self.insist(person)))
                task.add_done_callback(trying.discard)
            await asyncio.sleep(0.005)
        await asyncio.gather(*trying)

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
        except (OSError, EOFError, TimeoutError) as error:
            return type(error).__name__
        status = page[9:12].decode("ascii", "replace")
        is_whole = page.rstrip().endswith(b"</html>")
        return "signed" if status == "200" and SIGNED in page and is_whole else status or "cut off"

    async def exchange(self, request: bytes) -> bytes:
        """All that the site answers on one connection."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(request)
            return await reader.read(-1)
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    def request(self, person: Person) -> bytes:
        """The form of one person."""
        given = {"name": f"Aygün {person.number}", "email": person.mailbox, "country": "AZ", "consent": "yes"}
        form = urlencode(given)
        first, second, third = 11 + person.number // 62_500, person.number // 250 % 250, person.number % 250
        sender, host = f"{first}.{second}.{third}.1", f"127.0.0.1:{self.port}"
        filled = REQUEST.format(path=self.path, host=host, sender=sender, length=len(form), form=form)
        return filled.encode()

    def answers(self) -> Counter[str]:
        """How often each answer was given."""
        return Counter(answer for person in self.people for answer in person.answers)
