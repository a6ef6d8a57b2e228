"""No pupil learns anything of the key before the rules say so: twin contests give equal payloads."""

import json
import re
from dataclasses import replace
from datetime import datetime
from unittest.mock import patch

import pytest
from django.db.models import QuerySet

from contests import access
from contests.actions import standing
from contests.actions.recording import Recording
from contests.models import Attempt, Contest, PaperKey
from contests.queries import board
from contests.queries import paper as papers
from contests.queries.attempt import sums_of
from contests.queries.judging import Standing
from contests.rules.packets import Given, Verdict
from quiz.models import Question
from quiz.queries import ShownItem
from tests import factories_quiz as bank
from tests.journeys import twins
from tests.journeys.twins import World

pytestmark = pytest.mark.django_db(transaction=True)

HIDDEN = {"board_to": "nobody", "results_open": "never", "keys_open": "never"}
#: What may differ once somebody has handed in and the board may be seen: its scores, places and digest.
#: Own results of the two who hand in; what such a page may say of their score and place.
OWN_RESULT = re.compile(r"/result/ by pupil [01]$")
OWN_SCORE = (
    re.compile(r'<span class="num">\d+</span>/3'),
    re.compile(r'data-points="\d+"'),
    re.compile(r"(Hạng|Rank) \d+/\d+( · (đồng hạng|tied))?"),
)
BOARD_FIELDS = {"rank", "tied", "name", "group", "points", "move", "top", "steps"}


@pytest.fixture
def questions() -> list[Question]:
    return bank.make_questions(3)


def answered(world: World) -> None:
    """Two pupils answer by HTTP and socket, change their minds, look at everything; nobody hands in."""
    twins.look_around(world, "before")
    first, second = twins.start(world, 0, seed="s0"), twins.start(world, 1, seed="s1")
    twins.look_around(world, "started")
    twins.give(world, first, {1: 0, 2: 1})
    twins.give_by_socket(world, second, {1: 1, 3: 0}, seq=1)
    twins.give(world, first, {1: 1}, seq=2)
    twins.look_around(world, "answered")


def played_to_the_end(world: World) -> None:
    answered(world)
    first, second = (world.contest.attempts.get(user=pupil) for pupil in world.pupils[:2])
    twins.give(world, first, {3: 0}, seq=3, submit=True)
    twins.look_around(world, "one handed in")
    twins.give(world, second, {2: 2}, seq=4)
    twins.settle(world)
    twins.look_around(world, "settled")


def handed_in_by_others(world: World) -> None:
    """Pupils 0 and 1 have handed in; pupil 2 is still at it."""
    answered(world)
    for number, pupil in enumerate(world.pupils[:2]):
        twins.give(world, world.contest.attempts.get(user=pupil), {3: number}, seq=5, submit=True)
    twins.start(world, 2, seed="s2")
    twins.look_around(world, "others handed in")


def test_a_hidden_board_and_hidden_results_say_nothing_to_the_end(questions: list[Question]) -> None:
    assert twins.differences(*twins.play_twins(questions, played_to_the_end, **HIDDEN)) == []


def test_with_the_default_rules_nothing_is_said_while_nobody_has_handed_in(questions: list[Question]) -> None:
    assert twins.differences(*twins.play_twins(questions, answered)) == []


def test_what_others_handed_in_shows_on_the_board_and_nowhere_else(questions: list[Question]) -> None:
    one, other = twins.play_twins(questions, handed_in_by_others, board_to="everybody", sub_boards="grade")
    found = twins.differences(one, other)
    assert any("board" in difference.partition("\n")[0] for difference in found)
    for difference in found:
        label = difference.partition("\n")[0]
        mine, theirs = dict(one.kept)[label], dict(other.kept)[label]
        if OWN_RESULT.search(label):
            mine, theirs = without_own_score(mine), without_own_score(theirs)
        else:
            assert "board" in label, difference
        assert without_board_fields(mine) == without_board_fields(theirs), difference


def test_where_points_wait_for_the_end_others_hand_in_and_nothing_differs(questions: list[Question]) -> None:
    waits = {"board_to": "everybody", "results_open": "close"}
    assert twins.differences(*twins.play_twins(questions, handed_in_by_others, **waits)) == []


def asked_while_sitting(world: World) -> None:
    """All that can be asked at all, by one who sits and by one who may still begin."""
    twins.give(world, twins.start(world, 0, seed="s0"), {1: 0, 2: 1})
    twins.look_everywhere(world, "answered")


def asked_everywhere(world: World) -> None:
    """And by one who has handed in while another may still begin."""
    asked_while_sitting(world)
    twins.give(world, world.contest.attempts.get(user=world.pupils[0]), {3: 0}, seq=2, submit=True)
    twins.look_everywhere(world, "handed in")


@pytest.mark.parametrize("audience", ["pupils", "teachers"])
def test_no_desk_file_or_api_says_a_thing_to_those_who_sit(questions: list[Question], audience: str) -> None:
    one, other = twins.play_twins(questions, asked_everywhere, **HIDDEN, audience=audience)
    assert len(one.kept) > 200
    assert twins.differences(one, other) == []
    printed = {label.split()[-4] for label, said in one.kept if twins.PDF in said}
    assert printed <= {"contests:door_lists"}  # names and rooms


def test_a_mutant_that_lets_teachers_who_may_still_sit_read_the_papers_is_caught(questions: list[Question]) -> None:
    with patch.object(access, "_may_still_sit", lambda _user, _contest: False):
        worlds = twins.play_twins(questions, asked_while_sitting, **HIDDEN, audience="teachers")
    assert any("contests:paper " in difference.partition("\n")[0] for difference in twins.differences(*worlds))


ANOTHER_LEFT = {"board_to": "everybody", "attempts_most": 2, "prediction": "all_right", "sub_boards": "grade"}


def handed_in_with_one_left(world: World) -> None:
    """Two hand in with a prediction, and may try again."""
    answered(world)
    for number, pupil in enumerate(world.pupils[:2]):
        attempt = world.contest.attempts.get(user=pupil)
        twins.give(world, attempt, {3: number}, seq=5, submit=True, guess=number)
    twins.look_around(world, "handed in, one left")


def test_while_an_attempt_is_left_an_earlier_one_moves_nothing(questions: list[Question]) -> None:
    assert twins.differences(*twins.play_twins(questions, handed_in_with_one_left, **ANOTHER_LEFT)) == []


def test_a_mutant_that_lets_an_earlier_attempt_stand_is_caught(questions: list[Question]) -> None:
    plain = standing._wanted

    def leaking(contest: Contest, attempts: list[Attempt], _over: bool) -> dict[int, datetime | None]:
        return plain(contest, attempts, True)

    with patch.object(standing, "_wanted", leaking):
        found = twins.differences(*twins.play_twins(questions, handed_in_with_one_left, **ANOTHER_LEFT))
    assert any("part=grade" in difference.partition("\n")[0] for difference in found)


def test_a_mutant_that_shows_a_score_while_an_attempt_is_left_is_caught(questions: list[Question]) -> None:
    with patch.object(access.visibility, "sees_score", lambda _sheet, own: own.ended):
        found = twins.differences(*twins.play_twins(questions, handed_in_with_one_left, **ANOTHER_LEFT))
    assert any("/result/" in difference.partition("\n")[0] for difference in found)


def without_own_score(page: str) -> str:
    """The result page of one who has handed in, without the own points and place that the rules show there."""
    for field in OWN_SCORE:
        page = field.sub("<own>", page)
    return page


def without_board_fields(payload: str) -> str:
    """The payload with the values of BOARD_FIELDS taken out, wherever a JSON object holds them."""
    body = payload.partition("\n")[2] or payload  # a page with its headers, or a message
    for text in [body, *re.findall(r'<script id="board-first"[^>]*>(.*?)</script>', body, re.DOTALL)]:
        try:
            board = json.loads(text.replace("<version>", "0"))
        except ValueError:
            continue
        board = json.loads(board) if isinstance(board, str) else board
        rest = {name: value for name, value in board.items() if name not in BOARD_FIELDS}
        payload = payload.replace(text, json.dumps(rest, sort_keys=True))
    return payload


def test_a_mutant_that_puts_points_into_the_verdict_is_caught(questions: list[Question]) -> None:
    plain = Recording._judge

    def leaking(self: Recording, attempt: Standing, given: Given, received_at: datetime) -> Verdict:
        verdict = plain(self, attempt, given, received_at)
        return replace(verdict, code=str(self.standing[attempt.id, given.item].points))

    with patch.object(Recording, "_judge", leaking):
        assert twins.differences(*twins.play_twins(questions, answered)) != []


def test_a_mutant_that_orders_options_by_the_key_is_caught(questions: list[Question]) -> None:
    plain = papers._shown

    def leaking(item: papers.FrozenItem, *rest: object) -> ShownItem:
        shown = plain(item, *rest)  # type: ignore[arg-type]  # passed on as they came
        key = json.loads(PaperKey.objects.get(item_id=item.id).value)
        options = tuple(sorted(shown.options, key=lambda option: option.code not in key))
        return ShownItem(**{**vars(shown), "options": options})

    with patch.object(papers, "_shown", leaking):
        assert twins.differences(*twins.play_twins(questions, answered)) != []


def test_a_mutant_whose_board_moves_before_the_hand_in_is_caught(questions: list[Question]) -> None:
    def everybody(attempts: QuerySet[Attempt], frozen_at: object) -> QuerySet[Attempt]:
        return attempts

    def summed_up_at_once(recording: Recording) -> None:
        store(recording)
        for pk, (earned, _right) in sums_of(recording.attempts).items():
            Attempt.objects.filter(pk=pk).update(points=earned)

    store = Recording.store
    with patch.object(board, "_entered", everybody), patch.object(Recording, "store", summed_up_at_once):
        found = twins.differences(*twins.play_twins(questions, answered, board_to="everybody"))
    assert found != []
