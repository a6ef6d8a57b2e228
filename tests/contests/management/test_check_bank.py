"""`check_bank --contest CODE`: is the frozen paper true on every day of the window?"""

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from contests.models import Contest
from quiz.actions.questions import load_drafts
from tests.factories import make_user
from tests.factories_contests import OPENS, make_contest, make_paper
from tests.factories_quiz import AT, TOPICS, make_draft, make_question

pytestmark = pytest.mark.django_db
LAST = date(2026, 11, 27)  # the day, in Cà Mau, on which the contest below closes


def contest_with(**item: object) -> Contest:
    """A published contest of three days with one item that has the given span."""
    teacher = make_user("teacher")
    contest = make_contest(school=teacher.school, by=teacher, closes_at=OPENS + timedelta(days=2))
    make_paper(contest, [make_question(slug="asked", **item), make_question(slug="always", valid_from=None)])
    return contest


def check(code: str) -> dict[str, object]:
    out = StringIO()
    call_command("check_bank", "--contest", code, "--format", "json", stdout=out)
    return json.loads(out.getvalue())


def test_a_paper_true_to_its_last_day_passes() -> None:
    contest = contest_with(valid_from=date(2026, 11, 25), valid_to=LAST)
    assert check(contest.code) == {
        "contest": contest.code,
        "items": 2,
        "first": "2026-11-25",
        "last": "2026-11-27",
        "errors": 0,
        "problems": [],
        "warnings": [],
    }


@pytest.mark.parametrize(
    "span",
    [
        {"valid_from": None, "valid_to": LAST - timedelta(days=1)},
        {"valid_from": date(2026, 11, 26), "valid_to": None},
    ],
)
def test_an_item_untrue_on_one_day_of_the_window_is_named(span: dict[str, object]) -> None:
    out = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("check_bank", "--contest", contest_with(**span).code, stdout=out)
    assert caught.value.returncode == 1
    assert "asked: " in out.getvalue()
    assert "always" not in out.getvalue()


def test_the_paper_counts_as_frozen_not_as_edited_since() -> None:
    contest = contest_with(valid_from=None, valid_to=LAST)
    load_drafts(drafts=[make_draft(slug="asked", valid_to=date(2026, 11, 25))], topics=TOPICS, at=AT)
    assert check(contest.code)["errors"] == 0


def test_an_unknown_contest_and_one_without_paper_are_problems() -> None:
    teacher = make_user("teacher")
    draft = make_contest(school=teacher.school, by=teacher, state="draft")
    for code in ("ZZZZZZ", draft.code):
        with pytest.raises(CommandError):
            check(code)
