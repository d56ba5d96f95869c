"""What many hand in at once is written together, each gets their own result, and nobody waits for ever."""

import threading
from collections.abc import Sequence
from typing import Any

import pytest

from petition.batching import Batcher, Failed

PATIENCE = 20  # seconds after which somebody would wait for ever


class Crowd:
    """Threads that hand in at the same time, the first of them alone."""

    def __init__(self, batcher: Batcher[int, int]) -> None:
        self.batcher, self.results = batcher, dict[int, Any]()

    def hand_in(self, item: int) -> None:
        try:
            self.results[item] = self.batcher.hand_in(item)
        except BaseException as error:
            self.results[item] = error

    def all_of(self, number: int) -> dict[int, Any]:
        threads = [threading.Thread(target=self.hand_in, args=(item,), daemon=True) for item in range(number)]
        for each in threads:
            each.start()
        for each in threads:
            each.join(PATIENCE)
            assert not each.is_alive()
        return self.results


def writer(batches: list[list[int]], gate: threading.Event) -> Any:
    """Writes down its batches; the first waits until the others have queued."""

    def write(items: Sequence[int]) -> list[int]:
        batches.append(list(items))
        if len(batches) == 1:
            gate.wait(PATIENCE)
        return [10 * item for item in items]

    return write


def test_who_comes_while_one_writes_is_written_together():
    batches: list[list[int]] = []
    gate = threading.Event()
    batcher: Batcher[int, int] = Batcher(writer(batches, gate), most=8)
    threading.Thread(target=lambda: (wait_for(lambda: len(batcher.waiting) == 19), gate.set()), daemon=True).start()
    assert Crowd(batcher).all_of(20) == {item: 10 * item for item in range(20)}
    assert [len(batch) for batch in batches] == [1, 8, 8, 3]
    assert not batcher.is_writing


def test_a_batch_waits_for_those_who_are_on_the_way(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("petition.batching.SOON", PATIENCE)
    written: list[int] = []
    written_meanwhile: list[int] = []
    batcher: Batcher[int, int] = Batcher(lambda items: written.extend(items) or list(items))
    on_the_way = threading.Event()

    def second() -> None:
        with batcher.on_the_way():
            on_the_way.set()
            wait_for(lambda: len(batcher.waiting) == 1 or bool(written))
            written_meanwhile.extend(written)
        batcher.hand_in(2)

    thread = threading.Thread(target=second, daemon=True)
    thread.start()
    assert on_the_way.wait(PATIENCE)
    assert batcher.hand_in(1) == 1
    thread.join(PATIENCE)
    assert not written_meanwhile
    assert sorted(written) == [1, 2]
    assert not batcher.coming


def test_nobody_waits_long_for_one_who_never_hands_in():
    batcher: Batcher[int, int] = Batcher(lambda items: list(items))
    with batcher.on_the_way():
        assert batcher.hand_in(1) == 1  # the test would hang otherwise


@pytest.mark.parametrize("error", [ValueError, SystemExit])
def test_a_batch_that_fails_fails_for_its_own_and_the_next_is_written(error: type[BaseException]):
    batches: list[list[int]] = []
    gate = threading.Event()
    inner = writer(batches, gate)

    def write(items: Sequence[int]) -> list[int]:
        result = inner(items)
        if len(batches) == 2:
            raise error
        return result

    batcher: Batcher[int, int] = Batcher(write, most=5)
    threading.Thread(target=lambda: (wait_for(lambda: len(batcher.waiting) == 11), gate.set()), daemon=True).start()
    results = Crowd(batcher).all_of(12)
    failed = {item for item, result in results.items() if isinstance(result, BaseException)}
    assert failed == set(batches[1])
    causes = {type(result.__cause__ or result) for item, result in results.items() if item in failed}
    assert causes == {error}
    assert all(results[item] == 10 * item for item in results.keys() - failed)
    assert batcher.hand_in(3) == 30


def test_a_writer_that_answers_too_little_fails_all():
    with pytest.raises(Failed):
        Batcher(lambda items: []).hand_in(1)


def test_too_many_are_refused_at_once():
    batches: list[list[int]] = []
    gate = threading.Event()
    batcher: Batcher[int, int] = Batcher(writer(batches, gate), longest=2)
    crowd = Crowd(batcher)
    threading.Thread(target=lambda: (wait_for(lambda: len(crowd.results) == 3), gate.set()), daemon=True).start()
    assert sum(isinstance(result, Failed) for result in crowd.all_of(6).values()) == 3


def wait_for(is_so: Any) -> None:
    """Until it is so, or for too long."""
    pause = threading.Event()
    for _moment in range(PATIENCE * 1000):
        if is_so():
            return
        pause.wait(0.001)
