"""A sheet typed in where a pupil has sat online: what it replaces can be had back, to the last column."""

from datetime import timedelta

import pytest

from backend.refusals import Refusal
from contests.actions.paper_channel import KEPT, PaperSheet, Which, record_paper
from contests.models import Answer, Attempt, Contest, LateAnswer, PaperItem, ResultList, Ruling, SetAside
from contests.queries.board import rows_served
from contests.queries.verification import differences
from contests.rules.marks import Marked
from contests.views.paper_channel import MarkField
from schools.models import Trail
from tests.factories_contests import right_value
from tests.factories_results import make_counted, make_over, over

pytestmark = pytest.mark.django_db
COLUMNS = (*KEPT, "points", "right", "answered", "speed", "receipt", "number")


def state(contest: Contest) -> tuple[object, ...]:
    answers = Answer.objects.filter(attempt__contest=contest).order_by("attempt", "item")
    columns = ("attempt", "item", "value", "opening", "seq", "received_at", "points", "right")
    return list(Attempt.objects.order_by("pk").values(*COLUMNS)), list(answers.values_list(*columns))


def typed(contest: Contest, attempt: Attempt, which: str, **more: object) -> Attempt | None:
    """A sheet with the first item right and the others left out."""
    item = PaperItem.objects.get(paper__contest=contest, position=1)
    values = {item.pk: right_value(item)}
    sheet = PaperSheet(user=attempt.user, paper=attempt.paper, values=values, which=which, reason="Nhầm em", **more)  # type: ignore[arg-type]  # columns of a sheet
    return record_paper(contest=contest, sheet=sheet, by=contest.created_by, at=over(contest, hours=1))


@pytest.mark.parametrize("counted", [False, True])
def test_a_sheet_typed_in_for_the_wrong_child_is_taken_back(counted: bool) -> None:
    contest = (make_counted if counted else make_over)(rights=[3, 4, 2])
    attempt = Attempt.objects.filter(contest=contest).earliest("pk")
    Attempt.objects.filter(pk=attempt.pk).update(
        extra_ms=60_000, started_at=contest.opens_at - timedelta(microseconds=7)
    )
    before = state(contest)
    for _twice in range(2):
        replaced = typed(contest, attempt, Which.PAPER)
        assert replaced is not None
        replaced.refresh_from_db()
        assert (replaced.channel, replaced.right) == ("paper", 1)
        back = typed(contest, attempt, Which.ONLINE)
        assert back is not None
        assert (back.pk, back.channel) == (attempt.pk, "online")
        assert state(contest) == before
        assert not SetAside.objects.exists()
    # what stood on the sheet is kept, as what the pupil had given was meanwhile
    assert set(LateAnswer.objects.values_list("attempt", "ruling")) == {(attempt.pk, Ruling.REFUSED)}
    assert Trail.objects.filter(act="paper_taken_back").count() == 2
    contest.refresh_from_db()
    assert differences(contest, [row.as_dict() for row in rows_served(contest, over(contest, hours=2))]) == []
    assert ResultList.objects.filter(contest=contest).count() == (5 if counted else 0)


def test_a_second_sheet_does_not_take_the_place_of_what_was_sat_online() -> None:
    contest = make_over(rights=[3, 4])
    attempt = Attempt.objects.filter(contest=contest).earliest("pk")
    before = state(contest)
    typed(contest, attempt, Which.PAPER)
    typed(contest, attempt, Which.PAPER, prediction=3)
    typed(contest, attempt, Which.ONLINE)
    assert state(contest) == before


def test_nothing_is_taken_back_where_nothing_was_replaced() -> None:
    contest = make_over(rights=[3])
    attempt = Attempt.objects.get(contest=contest)
    before = state(contest)
    assert typed(contest, attempt, Which.ONLINE) is None
    assert state(contest) == before
    with pytest.raises(Refusal) as caught:
        typed(contest, attempt, "")
    assert caught.value.code == "online_there"


def test_every_kind_has_a_hint_however_many_options_it_has() -> None:
    pairs = tuple(f"r{number}" for number in range(6)) + tuple(f"p{number}" for number in range(6))
    for kind in ("single", "multiple", "matching", "ordering", "number", "text"):
        codes = pairs if kind == "matching" else pairs[:6]
        assert isinstance(MarkField(Marked(1, 1, kind, codes), "").hint, str)
