"""What comes together is done together, and nobody hears another's failure."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest

from backend.together import Together


def held(work: Callable[[Sequence[int]], list[int | Exception]]) -> tuple[Together[int, int], threading.Event]:
    """One whose first piece of work goes on until the event is set."""
    turns, go_on = count(), threading.Event()

    def slow_at_first(wishes: Sequence[int]) -> list[int | Exception]:
        if next(turns) == 0:
            assert go_on.wait(20)
        return work(wishes)

    return Together(slow_at_first), go_on


def asked(together: Together[int, int], go_on: threading.Event, wishes: Sequence[int]) -> list[int | str]:
    """The first alone, the others while it is at work; what each hears."""

    def one(wish: int) -> int | str:
        try:
            return together.ask(wish)
        except ValueError as failure:
            return str(failure)

    with ThreadPoolExecutor(len(wishes)) as pool:
        first = pool.submit(one, wishes[0])
        others = [pool.submit(one, wish) for wish in wishes[1:]]
        while len(together._waiting) < len(others):
            threading.Event().wait(0.01)
        go_on.set()
        return [future.result(20) for future in (first, *others)]


def test_whoever_comes_while_one_is_at_work_is_served_with_all_the_others() -> None:
    batches: list[int] = []

    def double(wishes: Sequence[int]) -> list[int | Exception]:
        batches.append(len(wishes))
        return [wish * 2 for wish in wishes]

    assert asked(*held(double), range(9)) == [0, 2, 4, 6, 8, 10, 12, 14, 16]
    assert batches == [1, 8]


def test_an_exception_among_the_results_is_its_own_wishs() -> None:
    together, go_on = held(lambda wishes: [ValueError("odd") if wish % 2 else wish for wish in wishes])
    assert asked(together, go_on, range(5)) == [0, "odd", 2, "odd", 4]


def test_work_that_fails_for_several_is_done_for_each_alone() -> None:
    def fails_at_three(wishes: Sequence[int]) -> list[int | Exception]:
        if 3 in wishes:
            raise ValueError("three")
        return [*wishes]

    together, go_on = held(fails_at_three)
    assert asked(together, go_on, range(6)) == [0, 1, 2, "three", 4, 5]


def test_nobody_waits_for_a_thread_that_has_ended() -> None:
    def ends(_wishes: Sequence[int]) -> list[int | Exception]:
        raise SystemExit

    together, go_on = held(ends)
    heard: list[str] = []

    def one() -> None:
        with pytest.raises((SystemExit, RuntimeError)) as raised:
            together.ask(1)
        heard.append(raised.typename)

    threads = [threading.Thread(target=one) for _number in range(4)]
    for thread in threads:
        thread.start()
    go_on.set()
    for thread in threads:
        thread.join(20)
    assert len(heard) == 4
    assert "SystemExit" in heard
