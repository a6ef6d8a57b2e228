"""One holder at a time; every claim is a new epoch; and a step of the loop that fails stops no other."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections

from backend import clock
from contests.actions import upkeep
from contests.actions.lease import LENGTH, claim_lease, release_lease, renew_lease
from contests.models import Attempt, Contest, ContestState, Result
from contests.queries.board import epoch as current_epoch
from contests.queries.board import lease_holder
from tests.factories_boards import make_board_contest, make_ended
from tests.factories_quiz import AT

pytestmark = pytest.mark.django_db


def test_the_first_claim_is_epoch_1_and_holds() -> None:
    assert claim_lease(holder="a", at=AT) == 1
    assert claim_lease(holder="b", at=AT + LENGTH - timedelta(milliseconds=1)) is None
    assert (lease_holder(AT), current_epoch()) == ("a", 1)


def test_a_lease_that_ran_out_is_claimed_with_a_new_epoch_and_its_old_holder_hears_it() -> None:
    first = claim_lease(holder="a", at=AT)
    assert first is not None
    assert claim_lease(holder="b", at=AT + LENGTH) == first + 1
    assert not renew_lease(holder="a", epoch=first, at=AT + LENGTH)
    assert renew_lease(holder="b", epoch=first + 1, at=AT + LENGTH)


def test_renewing_keeps_it() -> None:
    first = claim_lease(holder="a", at=AT)
    assert first is not None
    assert renew_lease(holder="a", epoch=first, at=AT + timedelta(seconds=9))
    assert claim_lease(holder="b", at=AT + timedelta(seconds=12)) is None


def test_who_has_the_file_lock_claims_regardless() -> None:
    assert claim_lease(holder="a", at=AT) == 1
    assert claim_lease(holder="b", at=AT, regardless=True) == 2


def test_a_released_lease_is_free_at_once() -> None:
    first = claim_lease(holder="a", at=AT)
    assert first is not None
    release_lease(holder="a", epoch=first)
    assert lease_holder(AT) == ""
    assert claim_lease(holder="b", at=AT) == 2


@pytest.mark.django_db(transaction=True)
def test_of_many_that_claim_at_once_one_gets_it() -> None:
    found: list[int | None] = []

    def claim(number: int) -> None:
        found.append(claim_lease(holder=str(number), at=AT))
        connections.close_all()

    claim_lease(holder="before", at=AT - LENGTH)
    threads = [threading.Thread(target=claim, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found, key=str) == [2, None, None, None, None, None], connection.vendor


def over(contest: Contest) -> Contest:
    Contest.objects.filter(pk=contest.pk).update(closes_at=clock.now() - timedelta(seconds=30))
    contest.refresh_from_db()
    return contest


def test_a_contest_that_cannot_be_settled_stops_no_other() -> None:
    opens_at = clock.now() - timedelta(hours=1, minutes=5)
    broken = over(make_board_contest(opens_at=opens_at, chain="points,luck"))
    sound = over(make_board_contest(opens_at=opens_at))
    for contest in (broken, sound):
        make_ended(contest)
    done = upkeep.keep_up(at=clock.now(), before=None)
    assert (done.settled, done.failed) == (1, 1)
    assert set(Result.objects.values_list("contest_id", flat=True)) == {sound.pk}
    assert Contest.objects.get(pk=broken.pk).state == ContestState.PUBLISHED


def test_nothing_is_closed_while_an_answer_of_its_time_waits() -> None:
    contest = over(make_board_contest(opens_at=clock.now() - timedelta(hours=1)))
    attempt = make_ended(contest, state="sitting", submitted_at=None, ended_at=contest.opens_at, time_used_ms=None)
    Attempt.objects.filter(pk=attempt.pk).update(ended_at=None, due_at=contest.closes_at)
    waiting = contest.closes_at + timedelta(seconds=4)
    assert upkeep.keep_up(at=clock.now(), before=waiting).closed == 0
    assert upkeep.keep_up(at=clock.now(), before=None).closed == 1
