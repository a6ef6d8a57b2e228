"""What enters a board and who sees it: every combination that a rule sheet allows."""

from datetime import UTC, datetime, timedelta

import pytest

from contests.rules import visibility
from contests.rules.visibility import Own, Sheet, Viewer

FREEZE = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
SITTING, DONE = Own(ended=False), Own(ended=True, stands_at=FREEZE - SECOND)
DONE_LATER = Own(ended=True, stands_at=FREEZE + SECOND)
ANOTHER_LEFT = Own(ended=True, stands_at=FREEZE - SECOND, attempts_left=True)


def sheet(board_to: str = "own_submit", results: str = "submit", keys: str = "close", **more) -> Sheet:
    return Sheet(board_to, results, keys, **{"settled": False, **more})


def test_a_score_enters_only_when_its_attempt_has_ended() -> None:
    assert not visibility.enters(stands_at=None, frozen_at=None)
    assert visibility.enters(stands_at=FREEZE, frozen_at=None)


def test_a_freeze_lets_in_what_ended_up_to_its_moment_and_nothing_after() -> None:
    assert visibility.enters(stands_at=FREEZE, frozen_at=FREEZE)
    assert not visibility.enters(stands_at=FREEZE + SECOND, frozen_at=FREEZE)


@pytest.mark.parametrize(
    ("settled", "at", "holds"),
    [(False, FREEZE - SECOND, False), (False, FREEZE, True), (False, FREEZE + SECOND, True), (True, FREEZE, False)],
)
def test_a_freeze_holds_from_its_moment_until_results_stand(settled: bool, at: datetime, holds: bool) -> None:
    found = visibility.freeze_in_force(frozen_at=FREEZE, settled=settled, at=at)
    assert found == (FREEZE if holds else None)


def test_without_a_freeze_none_is_in_force() -> None:
    assert visibility.freeze_in_force(frozen_at=None, settled=False, at=FREEZE) is None


@pytest.mark.parametrize(
    ("board_to", "settled", "seen_by"),
    [
        ("nobody", False, {"staff"}),
        ("nobody", True, {"staff", "done"}),
        ("own_submit", False, {"staff", "done"}),
        ("own_submit", True, {"staff", "done"}),
        ("everybody", False, {"staff", "done", "sitting", "visitor"}),
        ("everybody", True, {"staff", "done", "sitting", "visitor"}),
    ],
)
def test_who_sees_the_board(board_to: str, settled: bool, seen_by: set[str]) -> None:
    viewers = {
        "staff": (Viewer.STAFF, None),
        "done": (Viewer.ENTRANT, DONE),
        "sitting": (Viewer.ENTRANT, SITTING),
        "another_left": (Viewer.ENTRANT, ANOTHER_LEFT),
        "visitor": (Viewer.VISITOR, None),
    }
    found = {
        name
        for name, (viewer, own) in viewers.items()
        if visibility.sees_board(sheet(board_to, settled=settled), viewer, own)
    }
    assert found == seen_by


@pytest.mark.parametrize("board_to", ["nobody", "own_submit", "everybody"])
@pytest.mark.parametrize(
    ("results", "settled", "opens"),
    [("close", False, False), ("close", True, True), ("never", False, False), ("never", True, False)],
)
def test_no_board_shows_points_before_the_rules_show_points(
    board_to: str, results: str, settled: bool, opens: bool
) -> None:
    rules = sheet(board_to, results=results, settled=settled)
    assert visibility.sees_board(rules, Viewer.STAFF)
    assert visibility.sees_board(rules, Viewer.ENTRANT, DONE) is opens
    assert visibility.sees_board(rules, Viewer.VISITOR) is (opens and board_to == "everybody")


def test_a_cancelled_contest_shows_nothing_to_those_who_sat_it() -> None:
    rules = sheet("everybody", cancelled=True)
    assert not visibility.sees_board(rules, Viewer.VISITOR)
    assert not visibility.sees_score(rules, DONE)
    assert not visibility.sees_place(rules, DONE)


def test_a_board_for_nobody_stays_shut_where_results_are_never_published() -> None:
    assert not visibility.sees_board(sheet("nobody", results="never", settled=True), Viewer.ENTRANT, DONE)


@pytest.mark.parametrize(
    ("results", "settled", "own", "seen"),
    [
        ("submit", False, DONE, True),
        ("submit", False, SITTING, False),
        ("submit", True, ANOTHER_LEFT, False),
        ("close", False, DONE, False),
        ("close", True, DONE, True),
        ("never", True, DONE, False),
    ],
)
def test_own_score(results: str, settled: bool, own: Own, seen: bool) -> None:
    assert visibility.sees_score(sheet(results=results, settled=settled), own) is seen


@pytest.mark.parametrize(
    ("one_sheet", "own", "seen"),
    [
        (sheet(), DONE, True),
        (sheet(), SITTING, False),
        (sheet("nobody"), DONE, False),
        (sheet(results="close"), DONE, False),
        (sheet(frozen_at=FREEZE), DONE, True),
        (sheet(frozen_at=FREEZE), DONE_LATER, False),
        (sheet(frozen_at=FREEZE, settled=True), DONE_LATER, True),
        (sheet("everybody"), ANOTHER_LEFT, False),
    ],
)
def test_own_place(one_sheet: Sheet, own: Own, seen: bool) -> None:
    assert visibility.sees_place(one_sheet, own) is seen


@pytest.mark.parametrize(
    ("one_sheet", "own", "seen"),
    [
        (sheet(settled=True), DONE, True),
        (sheet(settled=False), DONE, False),
        (sheet(keys="never", settled=True), DONE, False),
        (sheet(results="never", settled=True), DONE, False),
        (sheet(settled=True), ANOTHER_LEFT, False),
    ],
)
def test_explanations(one_sheet: Sheet, own: Own, seen: bool) -> None:
    assert visibility.sees_keys(one_sheet, own) is seen
