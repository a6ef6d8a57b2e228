"""Work that many threads want at the same moment, done by one of them for all who wait.

Whoever finds nobody at work takes everything that waits, does it in one go and wakes the others; what comes meanwhile
waits for the next. One who comes alone is served at once; in a crowd a moment is waited for more of it.
"""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Generic, TypeVar

#: How long a crowd gathers, and after so many who came alone it is none any more.
GATHER_S, ALONE = 0.025, 4

Wish = TypeVar("Wish")
Result = TypeVar("Result")


class Together(Generic[Wish, Result]):
    """`work` gets wishes in the order they came and gives as many results, each perhaps an exception to be raised.

    Where `work` itself fails for several, each of them is tried alone, so that one bad wish hurts nobody else.
    """

    def __init__(self, work: Callable[[Sequence[Wish]], Sequence[Result | Exception]], *, most: int = 100) -> None:
        self._work, self._most = work, most
        self._waiting: list[tuple[Wish, Future[Result]]] = []
        self._listed = threading.Lock()
        self._at_work = threading.Lock()
        self._crowd = 0  # so many may still come alone

    def ask(self, wish: Wish) -> Result:
        """The result of this wish; raises what stands in its place."""
        mine: Future[Result] = Future()
        with self._listed:
            self._waiting.append((wish, mine))
        with self._at_work:
            while not mine.done():
                self._do_some()
        return mine.result()

    def _do_some(self) -> None:
        if self._crowd:
            time.sleep(GATHER_S)
        with self._listed:
            some, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
        self._crowd = ALONE if len(some) > 1 else max(0, self._crowd - 1)
        results: Sequence[Result | Exception] = [RuntimeError("the thread that worked for all has ended")] * len(some)
        try:
            results = self._results([wish for wish, _future in some])
        finally:  # whatever comes, nobody waits for ever
            for (_wish, future), result in zip(some, results, strict=True):
                if isinstance(result, Exception):
                    future.set_exception(result)
                else:
                    future.set_result(result)

    def _results(self, wishes: Sequence[Wish]) -> Sequence[Result | Exception]:
        try:
            return self._work(wishes)
        except Exception as failure:  # noqa: BLE001 - raised again in the thread of each wish
            return [failure] if len(wishes) == 1 else [self._results([wish])[0] for wish in wishes]
