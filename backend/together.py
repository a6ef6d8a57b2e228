"""Work that many threads want at the same moment, done by one of them for all who wait.

Whoever finds nobody at work takes everything that waits, does it in one go and wakes the others; what comes meanwhile
waits for the next. Alone nobody waits: no timer holds anything back, and a crowd gathers by itself.
"""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Generic, TypeVar

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
        with self._listed:
            some, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
        results = self._results([wish for wish, _future in some])
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
