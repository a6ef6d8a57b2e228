"""The newest text of each board that this process knows. Nothing here that the database cannot rebuild."""

import threading
import time
from dataclasses import dataclass

#: The keeper repeats its texts every 4 s; one not heard of for so long may be old news.
FRESH_S = 12.0


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One version of one board, as sent to every client."""

    code: str
    epoch: int
    version: int
    text: str

    @property
    def order(self) -> tuple[int, int]:
        """The greater is the newer."""
        return self.epoch, self.version


class Snapshots:
    """By contest code; for any thread."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Snapshot, float]] = {}
        self._lock = threading.Lock()

    def take(self, snapshot: Snapshot) -> bool:
        """Keep it; false when one as new or newer was here already."""
        with self._lock:
            kept = self._kept.get(snapshot.code)
            if kept and kept[0].order > snapshot.order:
                return False
            self._kept[snapshot.code] = (snapshot, time.monotonic())
            return kept is None or kept[0].order < snapshot.order

    def fresh(self, code: str) -> Snapshot | None:
        """The newest one heard, unless the keeper has fallen silent since."""
        with self._lock:
            kept = self._kept.get(code)
        if kept is None or time.monotonic() - kept[1] > FRESH_S:
            return None
        return kept[0]

    def known(self, code: str) -> Snapshot | None:
        """The newest one heard, however long ago."""
        with self._lock:
            kept = self._kept.get(code)
        return kept[0] if kept else None

    def forget(self, code: str) -> None:
        with self._lock:
            self._kept.pop(code, None)


snapshots = Snapshots()
