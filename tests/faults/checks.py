"""What must hold after any fault: each a function over the evidence that gives one line for every violation.

Each has been seen to fail, on the planted fault that tests/faults/test_mutants.py names for it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from tests.faults import scorer
from tests.faults.export import AnswerRow, Export
from tests.faults.journal import Journal, Key, Probe, Seen

GRACE_S = 5.0
BACK_S = 10.0
SHOWN_S, SHOWN_AFTER_FAULT_S = 5.0, 15.0


@dataclass(frozen=True)
class Fault:
    """What was done, and when what was hit stood again. `unacknowledged` answers were out at that moment."""

    kind: str
    at: float
    back: float
    unacknowledged: int = 0
    kill: bool = False


@dataclass(frozen=True)
class Evidence:
    """What the crowd heard, what the database holds, what was done meanwhile, what `verify_board` found.

    `slower`: by how much the limits of time grow, on a machine that has more to do than it has cores.
    """

    journal: Journal
    export: Export
    faults: list[Fault] = field(default_factory=list)
    verified: str = ""
    probes: int = 0
    slower: float = 1.0

    @cached_property
    def rows(self) -> dict[tuple[int, int], AnswerRow]:
        return {(row.attempt, row.item): row for row in self.export.answers}

    @cached_property
    def late(self) -> set[Key]:
        return {(row.attempt, row.item, row.opening, row.seq) for row in self.export.late}


def nothing_lost(evidence: Evidence) -> list[str]:
    """I1: what was acknowledged is in the database: answers, answers kept as late, hand-ins."""
    journal, attempts = evidence.journal, evidence.export.attempts
    stored = {pair: (row.opening, row.seq, list(row.value)) for pair, row in evidence.rows.items()}
    found = [f"attempt {one.attempt} item {one.item} {one.order}: not there" for one in journal.lost(stored)]
    for key, sending in journal.sendings.items():
        if sending.verdict == "late" and key not in evidence.late:
            found.append(f"late answer {key}: acknowledged as kept, not there")
    ended = {attempt: attempts[attempt].state for attempt in journal.handed_in}
    return found + [f"attempt {one}: handed in, it is {state}" for one, state in ended.items() if state != "submitted"]


def counted_once(evidence: Evidence) -> list[str]:
    """I2: one row an item, of an answer that was sent, worth what a single sending is worth; sums to match."""
    export, found = evidence.export, []
    if len(evidence.rows) != len(export.answers):
        found.append(f"{len(export.answers) - len(evidence.rows)} items have more than one answer")
    for row in export.answers:
        sent = evidence.journal.sendings.get((row.attempt, row.item, row.opening, row.seq))
        if sent is None or tuple(sent.value) != row.value:
            found.append(f"attempt {row.attempt} item {row.item} {row.order}: nobody sent {row.value}")
        if (row.points, row.right) != scorer.worth(export.items[row.item], row):
            found.append(f"attempt {row.attempt} item {row.item}: {row.points}/{row.right} is not what it is worth")
    for attempt, total in scorer.sums(export).items():
        its = export.attempts[attempt]
        if its.answered != total.answered:
            found.append(f"attempt {attempt}: {its.answered} answered stored, counted {total}")
        if its.state != "sitting" and (its.points, its.right) != (total.points, total.right):
            found.append(f"attempt {attempt}: {its.points}/{its.right} stored, counted {total}")
    return found


def judged_by_receipt(evidence: Evidence) -> list[str]:
    """I3: what the server received up to deadline + grace counts, what it received later is kept and does not."""
    export, found = evidence.export, []
    if len(evidence.journal.probes) < evidence.probes:
        found.append(f"{len(evidence.journal.probes)} of {evidence.probes} probes")
    for probe in evidence.journal.probes:
        limit = export.attempts[probe.attempt].due_at + GRACE_S
        found += _probed(evidence, probe, limit)
    for row in export.answers:
        if row.received_at > export.attempts[row.attempt].due_at + GRACE_S:
            found.append(f"attempt {row.attempt} item {row.item}: counts, received {row.received_at}")
    return found


def _probed(evidence: Evidence, probe: Probe, limit: float) -> Iterator[str]:
    key = (probe.attempt, probe.item, probe.opening, probe.seq)
    row = evidence.rows.get(key[:2])
    counts = row is not None and row.order == key[2:]
    said = f"{probe.way} {probe.after_due:+} s ({probe.lower - limit:+.3f} to {probe.upper - limit:+.3f})"
    if probe.upper <= limit:
        if probe.verdict != "stored" or not counts:
            yield f"{said}: in time, {probe.verdict}, {'counts' if counts else 'does not count'}"
        if probe.submit and not probe.submitted:
            yield f"{said}: handed in in time, not taken"
    elif probe.lower > limit:
        if counts:
            yield f"{said}: too late, counts"
        if key not in evidence.late:
            yield f"{said}: too late, {probe.verdict}, not kept"
        if probe.submitted:
            yield f"{said}: handed in too late, taken"


def newest_stands(evidence: Evidence) -> list[str]:
    """I7: no older (opening, seq) over a newer one, and nothing over what was handed in."""
    journal, found = evidence.journal, []
    acknowledged: dict[tuple[int, int], list[tuple[float, tuple[int, int]]]] = defaultdict(list)
    for heard in sorted(journal.heard, key=lambda one: one.at):
        if heard.verdict == "stored":
            acknowledged[(heard.attempt, heard.item)].append((heard.at, (heard.opening, heard.seq)))
    for pair, history in acknowledged.items():
        row, newest = evidence.rows.get(pair), max(order for _at, order in history)
        if row is not None and row.order < newest:
            found.append(f"{pair}: {row.order} stands, {newest} was acknowledged")
    for heard in journal.heard:
        if heard.verdict == "stored":
            newer = [at for at, order in acknowledged[heard.key[:2]] if order > heard.key[2:] and at < heard.left]
            if newer:
                found.append(
                    f"{heard.key}: taken though a newer one had been acknowledged {heard.left - newer[0]:.2f} s before"
                )
    return found + list(_after_hand_in(evidence))


def _after_hand_in(evidence: Evidence) -> Iterator[str]:
    for key, sending in evidence.journal.sendings.items():
        ended = evidence.journal.handed_in.get(sending.attempt)
        if ended is not None and sending.sent_at is not None and sending.sent_at > ended:
            row = evidence.rows.get(key[:2])
            if sending.verdict == "stored" or (row is not None and row.order == key[2:]):
                yield f"{key}: given {sending.sent_at - ended:.2f} s after the hand-in, {sending.verdict}"


def board_recomputed(evidence: Evidence) -> list[str]:
    """I5: the last text of every watcher, and the board as served, are what the stored answers come to."""
    found = [f"verify_board: {line}" for line in evidence.verified.splitlines()]
    rows = scorer.places(evidence.export)
    points = [row[3] for row in rows]
    top = [(rank, tied, worth) for _attempt, rank, tied, worth in rows[:10]]
    for watcher, board in evidence.journal.boards.items():
        if board["entrants"] != len(rows):
            found.append(f"watcher {watcher}: {board['entrants']} entrants, {len(rows)} have ended")
        if [(row["rank"], row["tied"], row["points"]) for row in board["top"]] != top:
            found.append(f"watcher {watcher}: its ten leaders are not the counted ones")
        for worth, first, last in board["steps"]:
            if (first, last) != (sum(one > worth for one in points) + 1, sum(one >= worth for one in points)):
                found.append(f"watcher {watcher}: {worth} points are not places {first}-{last}")
    return found


def board_never_back(evidence: Evidence) -> list[str]:
    """I16: no socket brings an older version after a newer one, and nobody who was on the board is gone from it."""
    found = []
    lines: dict[tuple[int, int], Seen] = {}
    shown: dict[int, Seen] = {}
    for seen in evidence.journal.seen:
        before = lines.get((seen.watcher, seen.line))
        if before is not None and (seen.epoch, seen.version) < (before.epoch, before.version):
            found.append(f"watcher {seen.watcher}: {seen.order} after {before.order} on one socket")
        lines[(seen.watcher, seen.line)] = seen
        newest = shown.get(seen.watcher)
        if newest is None or seen.order >= newest.order:
            if newest is not None and (seen.submitted < newest.submitted or seen.entrants < newest.entrants):
                found.append(f"watcher {seen.watcher}: {seen} shows fewer than {newest}")
            shown[seen.watcher] = seen
    return found


def shown_after(evidence: Evidence) -> list[tuple[float, float, float]]:
    """(moment, seconds, allowed) of each hand-in and watcher: until its board showed as many as were acknowledged."""
    moments = sorted(evidence.journal.handed_in.values())
    result = []
    for watcher in evidence.journal.boards:
        texts = [seen for seen in evidence.journal.seen if seen.watcher == watcher]
        place = 0
        for count, moment in enumerate(moments, start=1):
            while place < len(texts) and (texts[place].submitted < count):
                place += 1
            shown = texts[place].at if place < len(texts) else float("inf")
            result.append((moment, max(0.0, shown - moment), _allowed(evidence, moment) - moment))
    return result


def _allowed(evidence: Evidence, moment: float) -> float:
    """5 s, or 15 s from when what was hit meanwhile stood again."""
    until, after = moment + SHOWN_S * evidence.slower, SHOWN_AFTER_FAULT_S * evidence.slower
    for fault in sorted(evidence.faults, key=lambda one: one.at):
        if fault.at <= until and moment <= fault.back + after:
            until = max(until, fault.back + after)
    return until


def board_true_in_time(evidence: Evidence) -> list[str]:
    """I16: a hand-in is on every watched board within 5 s, after a fault within 15 s of its end."""
    return [
        f"a hand-in was shown after {took:.1f} s, allowed were {allowed:.1f}"
        for _moment, took, allowed in shown_after(evidence)
        if took > allowed
    ]


def times_back(evidence: Evidence) -> list[tuple[Fault, float, float]]:
    """Of each fault: seconds to the first answer acknowledged of those it hit, and to the last of them."""
    sent = sorted(
        (sending.sent_at, sending.judged_at or float("inf"))
        for sending in evidence.journal.sendings.values()
        if sending.sent_at is not None
    )
    result = []
    for fault in evidence.faults:
        hit = [judged for at, judged in sent if fault.at - 60 < at <= fault.at < judged]
        if not hit:
            hit = [min((judged for at, judged in sent if at > fault.at), default=fault.at)]
        result.append((fault, min(hit) - fault.at, max(hit) - fault.at))
    return result


def back_in_time(evidence: Evidence) -> list[str]:
    """Answers are acknowledged again within 10 s of a fault."""
    return [
        f"{fault.kind}: the first acknowledgement came after {first:.1f} s"
        for fault, first, _last in times_back(evidence)
        if first > BACK_S * evidence.slower
    ]


def crowd_fared_well(evidence: Evidence) -> list[str]:
    """Nobody gave up, and every answer has its verdict."""
    journal = evidence.journal
    open_yet = [key for key, sending in journal.sendings.items() if not sending.verdict]
    refused = {sending.code for sending in journal.sendings.values() if sending.verdict == "refused"}
    found = [f"trouble: {trouble}" for trouble in journal.troubles]
    found += [f"{key}: no verdict" for key in open_yet]
    return found + [f"refused: {code}" for code in sorted(refused - {"attempt_closed"})]


Check = Callable[[Evidence], list[str]]
CHECKS: dict[str, Check] = {
    check.__name__: check
    for check in (
        nothing_lost, counted_once, judged_by_receipt, newest_stands, board_recomputed, board_never_back,
        board_true_in_time, back_in_time, crowd_fared_well,
    )
}  # fmt: skip


def violations(evidence: Evidence) -> dict[str, list[str]]:
    """Check → what it found; only those that found something."""
    return {name: found for name, check in CHECKS.items() if (found := check(evidence))}
