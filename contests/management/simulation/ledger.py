"""What the crowd sent and what the server said to it, kept outside the server: the proof that nothing is lost."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import ceil

Pair = tuple[int, int]  # attempt, item
Stored = tuple[int, int, list[str]]  # opening, seq, value

KEPT_BY_SERVER = {"stored", "superseded", "late"}


@dataclass(slots=True)
class Sending:
    """One answer as a pupil gave it, however often it went out. Moments are of one monotonic clock."""

    attempt: int
    item: int
    value: list[str]
    opening: int
    seq: int
    sent_at: float | None = None
    verdict: str = ""
    code: str = ""
    judged_at: float | None = None

    @property
    def pair(self) -> Pair:
        return self.attempt, self.item

    @property
    def order(self) -> tuple[int, int]:
        return self.opening, self.seq

    def message(self) -> dict[str, object]:
        return {"item": self.item, "value": self.value, "opening": self.opening, "seq": self.seq}


@dataclass(slots=True)
class Ledger:
    """Every sending of every pupil. `outstanding` counts those that are out and have no verdict."""

    sendings: dict[tuple[int, int, int, int], Sending] = field(default_factory=dict)
    outstanding: int = 0

    def note(self, sending: Sending, at: float) -> None:
        """The sending goes out on an open line; the first time counts."""
        if sending.sent_at is None:
            sending.sent_at = at
            self.sendings[(sending.attempt, sending.item, *sending.order)] = sending
            self.outstanding += 1

    def judge(self, attempt: int, verdict: Mapping[str, object], at: float) -> Sending | None:
        """A verdict came in; the sending it is about. `refused(server_error)` leaves it open, to be sent again."""
        key = (attempt, verdict.get("item"), verdict.get("opening"), verdict.get("seq"))
        sending = self.sendings.get(key)  # type: ignore[arg-type]  # a key of other types is simply not there
        if sending is None or sending.verdict or verdict.get("code") == "server_error":
            return None
        sending.verdict = str(verdict.get("verdict"))
        sending.code = str(verdict.get("code", ""))
        sending.judged_at = at
        self.outstanding -= 1
        return sending

    def newest_stored(self) -> dict[Pair, Sending]:
        """Per (attempt, item) the newest sending that was acknowledged as stored."""
        newest: dict[Pair, Sending] = {}
        for sending in self.sendings.values():
            standing = newest.get(sending.pair)
            if sending.verdict == "stored" and (standing is None or sending.order > standing.order):
                newest[sending.pair] = sending
        return newest

    def lost(self, stored: Mapping[Pair, Stored]) -> list[Sending]:
        """Those acknowledged as stored that the database does not hold: older there, or equal with another value."""
        return [promised for pair, promised in self.newest_stored().items() if _broken(promised, stored.get(pair))]

    def counts(self) -> tuple[int, int]:
        """How many were acknowledged (stored, superseded or kept as late), and how many were sent."""
        kept = sum(sending.verdict in KEPT_BY_SERVER for sending in self.sendings.values())
        return kept, len(self.sendings)

    def figures(self, stored: Mapping[Pair, Stored]) -> dict[str, object]:
        """The figures of a run; latencies in ms from the first send on an open line to its verdict."""
        verdicts = [sending.verdict for sending in self.sendings.values()]
        waits = [
            (sending.judged_at - sending.sent_at) * 1000
            for sending in self.sendings.values()
            if sending.judged_at is not None and sending.sent_at is not None
        ]
        return {
            "sent": self.counts()[1],
            "acknowledged": self.counts()[0],
            "stored": verdicts.count("stored"),
            "lost": len(self.lost(stored)),
            "late": verdicts.count("late"),
            "p50": percentile(waits, 50),
            "p99": percentile(waits, 99),
            "superseded": verdicts.count("superseded"),
            "refused": verdicts.count("refused"),
            "unanswered": verdicts.count(""),
            "rows": len(stored),
        }


def _broken(promised: Sending, standing: Stored | None) -> bool:
    if standing is None:
        return True
    opening, seq, value = standing
    return (opening, seq) < promised.order or ((opening, seq) == promised.order and value != promised.value)


def percentile(values: Iterable[float], percent: float) -> float | None:
    """The nearest-rank percentile, to a tenth; None without values."""
    ordered = sorted(values)
    if not ordered:
        return None
    return round(ordered[max(0, ceil(len(ordered) * percent / 100) - 1)], 1)
