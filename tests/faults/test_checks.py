"""The checks on small made-up evidence: each is quiet where all is well and speaks where one thing is wrong."""

from dataclasses import replace

from contests.management.simulation.ledger import Sending
from tests.faults import checks, scorer
from tests.faults.checks import Evidence, Fault
from tests.faults.export import AnswerRow, AttemptRow, Export, ItemRow, LateRow
from tests.faults.journal import Heard, Journal, Probe, Seen

DUE = 1_000.0
ITEMS = {7: ItemRow(7, "single", 100, ("aa",)), 8: ItemRow(8, "number", 100, ("2", "3"))}


def attempt(pk: int = 1, **fields: object) -> AttemptRow:
    row = AttemptRow(pk, "submitted", 100.0, DUE, 900.0, 900.0, True, 800_000, 100, 1, 1)
    return replace(row, **fields)  # type: ignore[arg-type]  # fields of the row


def answer(**fields: object) -> AnswerRow:
    return replace(AnswerRow(1, 7, 1, 1, ("aa",), 100, True, 500.0), **fields)  # type: ignore[arg-type]  # as above


def evidence(**fields: object) -> Evidence:
    """One pupil whose single answer was acknowledged, and who handed in then."""
    sent = Sending(1, 7, ["aa"], 1, 1, sent_at=5.0, verdict="stored", judged_at=5.1)
    journal = Journal(sendings={(1, 7, 1, 1): sent}, heard=[Heard(1, 7, 1, 1, 5.0, 5.1, "stored")], handed_in={1: 9.0})
    board = {"entrants": 1, "top": [{"rank": 1, "tied": False, "points": 100}], "steps": [[100, 1, 1]]}
    journal.boards[0] = board
    journal.seen.append(Seen(0, 1, 9.5, 1, 2, "t", 1, 1))
    export = Export(("points", "time_used"), "settled", ITEMS, {1: attempt()}, [answer()], [])
    return replace(Evidence(journal, export), **fields)  # type: ignore[arg-type]  # fields of the evidence


def exported(**fields: object) -> Evidence:
    whole = evidence()
    return replace(whole, export=replace(whole.export, **fields))  # type: ignore[arg-type]  # fields of the export


def test_all_is_quiet_where_all_is_well() -> None:
    assert checks.violations(evidence()) == {}


def test_an_acknowledged_answer_that_is_missing_older_or_changed_is_lost() -> None:
    assert checks.nothing_lost(exported(answers=[]))
    assert checks.nothing_lost(exported(answers=[answer(value=("bb",))]))
    assert checks.nothing_lost(exported(attempts={1: attempt(state="closed")}))


def test_points_that_a_single_sending_would_not_earn_are_seen() -> None:
    assert checks.counted_once(exported(attempts={1: attempt(points=200)}))
    assert checks.counted_once(exported(answers=[answer(points=50)]))
    assert checks.counted_once(exported(answers=[answer(), answer()]))
    assert checks.counted_once(exported(answers=[answer(value=("bb",), points=0, right=False)]))


def test_receipt_decides_about_the_deadline() -> None:
    limit = DUE + checks.GRACE_S
    late = LateRow(1, 7, 1, 1, limit + 1)

    def probed(lower: float, verdict: str, **more: object) -> Evidence:
        whole = exported(**more)
        whole.journal.probes.append(Probe(1, 7, 1, 1, "socket", 0.0, lower, lower + 0.01, verdict))
        return whole

    assert not checks.judged_by_receipt(probed(limit - 1, "stored"))
    assert checks.judged_by_receipt(probed(limit - 1, "late"))
    assert checks.judged_by_receipt(probed(limit + 1, "stored"))
    assert not checks.judged_by_receipt(probed(limit + 1, "late", answers=[], late=[late]))
    assert checks.judged_by_receipt(probed(limit + 1, "late", answers=[]))
    assert checks.judged_by_receipt(evidence(probes=1))


def test_an_older_answer_over_a_newer_one_is_seen() -> None:
    whole = evidence()
    whole.journal.heard.append(Heard(1, 7, 1, 2, 6.0, 6.1, "stored"))
    assert checks.newest_stands(whole)
    taken = evidence()
    taken.journal.heard.insert(0, Heard(1, 7, 1, 2, 2.0, 2.1, "stored"))
    assert any("taken" in line for line in checks.newest_stands(taken))
    after = evidence()
    after.journal.handed_in[1] = 4.0
    assert checks.newest_stands(after)


def test_a_board_that_says_something_else_is_seen() -> None:
    whole = evidence()
    whole.journal.boards[0]["steps"] = [[100, 1, 2]]
    assert checks.board_recomputed(whole)
    assert checks.board_recomputed(evidence(verified="attempt 1: missing from the board"))


def test_a_board_that_goes_back_is_seen() -> None:
    whole = evidence()
    whole.journal.seen.append(Seen(0, 1, 9.9, 1, 1, "t", 1, 1))
    assert checks.board_never_back(whole)
    fewer = evidence()
    fewer.journal.seen.append(Seen(0, 1, 9.9, 1, 3, "t", 0, 0))
    assert checks.board_never_back(fewer)


def test_a_hand_in_is_shown_in_five_seconds_or_fifteen_after_a_fault() -> None:
    late = evidence()
    late.journal.seen[0] = replace(late.journal.seen[0], at=16.0)
    assert checks.board_true_in_time(late)
    assert not checks.board_true_in_time(replace(late, faults=[Fault("x", 8.0, 8.5)]))
    assert checks.board_true_in_time(replace(late, faults=[Fault("x", 0.1, 0.2)]))


def test_whoever_is_hit_hears_again_within_ten_seconds() -> None:
    assert not checks.back_in_time(evidence(faults=[Fault("x", 5.05, 6.0)]))
    slow = evidence(faults=[Fault("x", 5.05, 6.0)])
    next(iter(slow.journal.sendings.values())).judged_at = 16.0
    assert checks.back_in_time(slow)
    assert not checks.back_in_time(replace(slow, slower=2.0))


def test_equal_ones_share_a_place() -> None:
    rows = {one: attempt(one, ended_at=900.0) for one in (1, 2)}
    answers = [answer(), answer(attempt=2)]
    export = Export(("points", "time_used"), "settled", ITEMS, rows, answers, [])
    assert [row[1:3] for row in scorer.places(export)] == [(1, True), (1, True)]
    assert scorer.is_right(ITEMS[8], ("2,5",))
    assert not scorer.is_right(ITEMS[8], ("4",))
