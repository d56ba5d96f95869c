"""Many threads, one writer: whoever comes first writes all that queued meanwhile, and everyone waits for their own.

So a commit that takes its time is shared by all who came during the last one, and by those who are about to hand in:
in a rush as many come back as were just written. With nobody else there is nothing to wait for. There is no thread of
its own: the turn to write goes from one who waits to the next.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Generic, TypeVar

SOON = 0.01  # seconds that a batch waits at most for those who are on the way; a batch costs as much as 30 items
Item = TypeVar("Item")
Result = TypeVar("Result")


class Failed(Exception):
    """What was handed in was not written, or nobody knows whether it was; the cause says why."""


class Waiter(Generic[Item, Result]):
    """One who handed something in."""

    def __init__(self, item: Item) -> None:
        self.item = item
        self.results: list[Result] = []
        self.error: BaseException | None = None
        self.is_done = False
        self.turn = threading.Lock()  # held until it is written, or until it is this one's turn to write
        self.turn.acquire()

    def result(self) -> Result:
        """What became of it. Raises Failed."""
        if self.error is not None:
            raise Failed from self.error
        return self.results[0]


class Batcher(Generic[Item, Result]):
    """Hands what threads bring at the same time to `write`, `most` at once, and each its result.

    `write` gives a result for each item, in their order. Of more than `longest` who wait, the next is refused.
    """

    def __init__(self, write: Callable[[Sequence[Item]], Sequence[Result]], most: int = 64, longest: int = 512) -> None:
        self.write, self.most, self.longest = write, most, longest
        self.guard = threading.Condition()
        self.coming = 0
        self.last = 0  # how many were written together
        self.waiting: deque[Waiter[Item, Result]] = deque()
        self.is_writing = False

    @contextmanager
    def on_the_way(self) -> Iterator[None]:
        """Around what a thread has to do before it hands in, or finds that it won't. It must not wait for anybody."""
        with self.guard:
            self.coming += 1
        try:
            yield
        finally:
            with self.guard:
                self.coming -= 1
                self.tell_the_first()

    def hand_in(self, item: Item) -> Result:
        """The result of `item`, once it is written. Raises Failed."""
        waiter: Waiter[Item, Result] = Waiter(item)
        with self.guard:
            if len(self.waiting) >= self.longest:
                raise Failed
            self.waiting.append(waiter)
            self.tell_the_first()
            is_first, self.is_writing = not self.is_writing, True
        if not is_first:
            waiter.turn.acquire()
        if not waiter.is_done:
            self.lead()
        return waiter.result()

    def lead(self) -> None:
        """Write the first of those who wait, the caller among them, and let the next of the rest do the same."""
        with self.guard:
            self.guard.wait_for(self.is_complete, SOON)
            batch = [self.waiting.popleft() for _place in range(min(self.most, len(self.waiting)))]
            self.last = len(batch)
        try:
            results = self.write([waiter.item for waiter in batch])
            for waiter, result in zip(batch, results, strict=True):
                waiter.results.append(result)
        except BaseException as error:
            for waiter in batch:
                waiter.error = error
            if not isinstance(error, Exception):  # the process ends
                raise
        finally:
            self.hand_on(batch)

    def tell_the_first(self) -> None:
        """Wake who waits for others before it writes, once there is nobody left: each waking costs all of them time."""
        if self.is_complete():
            self.guard.notify()

    def is_complete(self) -> bool:
        """Whether there is nobody to wait for."""
        number = len(self.waiting)
        return number >= self.most or (not self.coming and number >= self.last)

    def hand_on(self, batch: Sequence[Waiter[Item, Result]]) -> None:
        """Wake those who were written, and the next who writes."""
        with self.guard:
            following = self.waiting[0] if self.waiting else None
            self.is_writing = following is not None
        if following:
            following.turn.release()
        for waiter in batch:
            waiter.is_done = True
            waiter.turn.release()
