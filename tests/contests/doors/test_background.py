"""The contest loop beat by beat, and the lock that keeps an embedded server alone."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from contests import background
from contests.actions.lease import LENGTH, claim_lease
from contests.background import ContestLoop
from contests.live.snapshot import snapshots
from contests.models import Attempt, AttemptState, Contest, ContestState
from contests.queries.board import epoch
from tests import factories_contests as contests
from tests.factories import make_user
from tests.factories_boards import make_board_contest

LATER = LENGTH + timedelta(seconds=1)


@pytest.fixture
def contest() -> Contest:
    return make_board_contest()


@pytest.mark.django_db(transaction=True)  # the board hears of a change after its commit
def test_a_beat_closes_settles_and_keeps_the_board(contest: Contest) -> None:
    attempt = contests.make_attempt(contest, make_user(school=contest.school))
    loop = ContestLoop(regardless=True)
    loop.beat(attempt.due_at + timedelta(seconds=6))
    assert Attempt.objects.get().state == AttemptState.SITTING, "what was sent in time may still come in"
    loop.beat(attempt.due_at + timedelta(seconds=7))
    assert Attempt.objects.get().state == AttemptState.CLOSED
    board = snapshots.known(contest.code)
    assert board is not None
    assert '"entrants":1' in board.text
    loop.beat(contest.closes_at + timedelta(seconds=6))
    assert Contest.objects.get().state == ContestState.PUBLISHED, "a last answer may still be on its way in"
    loop.beat(contest.closes_at + timedelta(seconds=7))
    assert Contest.objects.get().state == ContestState.SETTLED


@pytest.mark.django_db
def test_what_another_process_holds_is_left_to_it(contest: Contest) -> None:
    attempt = contests.make_attempt(contest, make_user(school=contest.school))
    at = attempt.due_at + timedelta(minutes=1)
    assert claim_lease(holder="other", at=at) == 1
    loop = ContestLoop(regardless=False)
    loop.beat(at)
    assert Attempt.objects.get().state == AttemptState.SITTING
    loop.beat(at + LATER)
    assert Attempt.objects.get().state == AttemptState.CLOSED
    assert epoch() == 2


@pytest.mark.django_db
def test_one_who_lost_the_lease_steps_back_and_starts_anew_when_it_is_free(contest: Contest) -> None:
    at = contest.opens_at
    loop = ContestLoop(regardless=False)
    loop.beat(at)
    assert claim_lease(holder="other", at=at + LATER) == 2
    loop._last["renew"] = float("-inf")  # time for it to ask
    attempt = contests.make_attempt(contest, make_user(school=contest.school), due_at=at + timedelta(seconds=1))
    loop.beat(at + LATER + timedelta(seconds=1))
    attempt.refresh_from_db()
    assert attempt.state == AttemptState.SITTING
    loop.beat(at + LATER + LATER)
    attempt.refresh_from_db()
    assert (attempt.state, epoch()) == (AttemptState.CLOSED, 3)


def test_the_lock_is_held_by_one_process_and_free_when_it_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "server.lock"
    code = f"import fcntl, time; f = open({str(path)!r}, 'w'); fcntl.flock(f, fcntl.LOCK_EX); print(1, flush=True)"
    monkeypatch.setattr(background, "_lock_file", None)
    other = subprocess.Popen([sys.executable, "-c", f"{code}; time.sleep(60)"], stdout=subprocess.PIPE)
    try:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(SystemExit, match=r"server\.lock"):
            background.hold_lock(path, wait_s=0.3)
    finally:
        other.kill()
        other.wait()
    background.hold_lock(path, wait_s=5)
    background.hold_lock(path, wait_s=0)  # its own: nothing to wait for
    assert background._lock_file is not None
    background._lock_file.close()
