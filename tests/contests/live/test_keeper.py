"""The keeper of boards: versions without gaps, nothing sent twice, moves; any history = the board worked out anew."""

import json
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contests.actions.attempt import close_overdue, record_answers
from contests.live import publish
from contests.live.keeper import Keeper
from contests.live.snapshot import Snapshot
from contests.models import Attempt, Contest, ContestState
from contests.queries import board as reads
from contests.queries.verification import differences
from contests.rules.packets import Given, Packet
from tests import factories_contests as contests
from tests.factories import make_user
from tests.factories_boards import make_board_contest, make_ended, steady_keeper

pytestmark = pytest.mark.django_db


class Hands:
    """A clock whose hands the test moves; with `each` they move by themselves whenever somebody looks."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.each = 0.0

    def __call__(self) -> float:
        self.now += self.each
        return self.now


@pytest.fixture
def contest() -> Contest:
    return make_board_contest()


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def keeper(hands: Hands) -> Keeper:
    return Keeper(epoch=7, monotonic=hands)


@pytest.fixture(autouse=True)
def _no_marks() -> Iterator[None]:
    publish.marked()
    yield
    publish.marked()


def beat(keeper: Keeper, contest: Contest, minutes: float = 50) -> list[Snapshot]:
    return keeper.beat(contest.opens_at + timedelta(minutes=minutes))


def body(snapshots: list[Snapshot]) -> dict:
    assert len(snapshots) == 1
    return json.loads(snapshots[0].text)


def test_the_first_beat_sends_every_live_board_and_the_second_nothing(keeper: Keeper, contest: Contest) -> None:
    make_ended(contest, right=2)
    first = body(beat(keeper, contest))
    assert (first["epoch"], first["version"], first["entrants"]) == (7, 1, 1)
    assert beat(keeper, contest) == []


def test_a_marked_board_is_sent_once_with_the_next_version(keeper: Keeper, contest: Contest) -> None:
    beat(keeper, contest)
    make_ended(contest)
    assert beat(keeper, contest) == [], "nobody said so yet"
    publish.contests_changed({contest.pk})
    assert body(beat(keeper, contest))["version"] == 2
    assert beat(keeper, contest) == []


def test_a_mark_without_a_visible_change_sends_nothing_and_uses_no_version(keeper: Keeper, contest: Contest) -> None:
    beat(keeper, contest)
    publish.contests_changed({contest.pk})
    assert beat(keeper, contest) == []
    make_ended(contest)
    publish.contests_changed({contest.pk})
    assert body(beat(keeper, contest))["version"] == 2


def test_what_another_process_committed_is_seen_within_ten_seconds(
    keeper: Keeper, contest: Contest, hands: Hands
) -> None:
    beat(keeper, contest)
    make_ended(contest, right=1)
    hands.now += 9
    assert beat(keeper, contest) == []
    hands.now += 1
    assert body(beat(keeper, contest))["entrants"] == 1


def test_points_before_the_end_of_an_attempt_change_nothing(keeper: Keeper, contest: Contest) -> None:
    sitting = contests.make_attempt(contest, make_user(school=contest.school))
    beat(keeper, contest)
    Attempt.objects.filter(pk=sitting.pk).update(points=300, right=3, answered=3)
    publish.contests_changed({contest.pk})
    assert beat(keeper, contest) == []


def test_moves_stay_until_the_order_changes_again(keeper: Keeper, contest: Contest) -> None:
    one = make_ended(contest, right=2, ended_at=contest.opens_at + timedelta(minutes=1))
    two = make_ended(contest, right=1, ended_at=contest.opens_at + timedelta(minutes=2))
    beat(keeper, contest)
    Attempt.objects.filter(pk=two.pk).update(points=300)
    publish.contests_changed({contest.pk})
    assert [row["move"] for row in body(beat(keeper, contest))["top"]] == [1, -1]
    contests.make_attempt(contest, make_user(school=contest.school))
    publish.contests_changed({contest.pk})
    assert [row["move"] for row in body(beat(keeper, contest))["top"]] == [1, -1], "only the counts changed"
    Attempt.objects.filter(pk=one.pk).update(points=400)
    publish.contests_changed({contest.pk})
    assert [row["move"] for row in body(beat(keeper, contest))["top"]] == [1, -1]
    make_ended(contest)
    publish.contests_changed({contest.pk})
    assert [row["move"] for row in body(beat(keeper, contest))["top"]] == [0, 0, 0]


def test_moves_are_old_news_after_a_while(keeper: Keeper, contest: Contest) -> None:
    make_ended(contest, right=2, ended_at=contest.opens_at + timedelta(minutes=1))
    two = make_ended(contest, right=1, ended_at=contest.opens_at + timedelta(minutes=2))
    beat(keeper, contest)
    Attempt.objects.filter(pk=two.pk).update(points=300)
    for minutes, moves in ((50.0, [1, -1]), (50.4, [0, 0])):
        publish.contests_changed({contest.pk})
        assert [row["move"] for row in body(beat(keeper, contest, minutes))["top"]] == moves
    publish.contests_changed({contest.pk})
    assert beat(keeper, contest, 51) == []


def test_one_board_that_fails_stops_no_other_and_is_tried_again(keeper: Keeper, contest: Contest) -> None:
    broken = make_board_contest(chain="points,luck")
    make_ended(broken)
    sent = beat(keeper, contest)
    assert [one.code for one in sent] == [contest.code]
    Contest.objects.filter(pk=broken.pk).update(chain="points")
    assert [one.code for one in beat(keeper, contest)] == [broken.code]


def test_a_cancelled_contest_has_no_board_any_more(keeper: Keeper, contest: Contest, hands: Hands) -> None:
    make_ended(contest)
    beat(keeper, contest)
    Contest.objects.filter(pk=contest.pk).update(state=ContestState.CANCELLED)
    publish.contests_changed({contest.pk})
    assert beat(keeper, contest) == []
    hands.now += 60
    assert beat(keeper, contest) == []


def test_a_new_epoch_starts_from_the_database_alone(keeper: Keeper, contest: Contest) -> None:
    make_ended(contest, right=1)
    old = body(beat(keeper, contest))
    new = body(Keeper(epoch=8).beat(contest.opens_at + timedelta(minutes=50)))
    assert (new.pop("epoch"), old.pop("epoch")) == (8, 7)
    assert new == old


def test_boards_come_more_seldom_while_a_round_takes_long_and_say_so(
    keeper: Keeper, contest: Contest, hands: Hands
) -> None:
    def rounds(many: int) -> list[int]:
        """What each text of the next beats says of the time between two."""
        said = []
        for _ in range(many):
            make_ended(contest)
            publish.contests_changed({contest.pk})
            hands.now = float(int(hands.now) + 1)
            said += [json.loads(one.text).get("every", 1) for one in beat(keeper, contest)]
        return said

    assert rounds(2) == [1, 1]
    hands.each = 0.3  # a look at the clock takes so long: a round takes twice that, and the beat before it comes late
    assert rounds(6) == [2, 4], "beats between them send nothing, and what was marked waits"
    hands.each = 0.0
    assert rounds(40)[-1] == 1
    hands.now += 3600
    assert rounds(3) == [1, 1, 1], "a machine that slept was not busy"


# --- whatever happened, in whatever order -----------------------------------------------------------------------------

ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("answer"), st.integers(0, 3), st.integers(0, 2), st.booleans(), st.integers(1, 4)),
        st.tuples(st.just("submit"), st.integers(0, 3)),
        st.tuples(st.just("close"), st.integers(0, 40)),
        st.tuples(st.just("beat"), st.integers(0, 2)),
    ),
    max_size=30,
)


def play(contest: Contest, attempts: list[Attempt], act: tuple, minute: float, keeper: Keeper) -> list[Snapshot]:
    """One event of a history; the texts that it brought."""
    at = contest.opens_at + timedelta(minutes=minute)
    if act[0] == "answer":
        _, who, item_number, right, seq = act
        item = contest.papers.get().items.order_by("position")[item_number]
        value = contests.right_value(item) if right else contests.wrong_value(item)
        given_answer = (Given(item.pk, tuple(value), 1, seq),)
        record_answers(packets=[Packet(attempts[who].pk, given_answer, False, at)], at=at)
    elif act[0] == "submit":
        record_answers(packets=[Packet(attempts[act[1]].pk, (), True, at)], at=at)
    elif act[0] == "close":
        close_overdue(at=contest.opens_at + timedelta(minutes=act[1]))
    else:
        publish.contests_changed({contest.pk})
        return keeper.beat(at)
    return []


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(ACTS)
def test_after_any_history_the_board_is_what_is_worked_out_anew(acts: list[tuple]) -> None:
    contest = make_board_contest()
    attempts = [contests.make_attempt(contest, make_user(school=contest.school)) for _ in range(4)]
    keeper = steady_keeper(1)
    texts: list[Snapshot] = []
    for number, act in enumerate(acts):
        texts += [one for one in play(contest, attempts, act, number / 2, keeper) if one.code == contest.code]
    close_overdue(at=contest.closes_at + timedelta(seconds=7))
    publish.contests_changed({contest.pk})
    at = contest.closes_at + timedelta(seconds=8)
    texts += [one for one in keeper.beat(at) if one.code == contest.code]
    rows = [row.as_dict() | {"ended_at": None} for row in reads.rows_served(contest, at)]
    assert len(rows) == 4
    assert differences(contest, rows, json.loads(texts[-1].text)) == []
    versions = [one.version for one in texts]
    assert versions == list(range(1, len(versions) + 1)), "no gap"
    seen = [json.loads(one.text)["entrants"] for one in texts]
    assert all(before <= after for before, after in pairwise(seen)), "nobody leaves a board"
