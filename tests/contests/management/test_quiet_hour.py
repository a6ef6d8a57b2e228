"""Nobody stops a server under a contest without having been told."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from backend import clock
from contests.models import AttemptState
from tests import factories_contests as contests
from tests.factories import make_user
from tests.factories_boards import make_board_contest

pytestmark = pytest.mark.django_db


def asked(**options: object) -> str:
    out = StringIO()
    call_command("quiet_hour", stdout=out, **options)
    return out.getvalue()


def test_quiet_until_two_hours_before_a_contest_and_after_its_last_attempt() -> None:
    contest = make_board_contest(items=1, opens_at=clock.now() + timedelta(hours=3))
    assert "quiet" in asked()
    with pytest.raises(CommandError):
        asked(hours=4)
    assert contest.code in asked(hours=4, force=True)

    contest.opens_at, contest.closes_at = clock.now() - timedelta(hours=2), clock.now() - timedelta(minutes=1)
    contest.save()
    assert "quiet" in asked()
    attempt = contests.make_attempt(contest, make_user(school=contest.school))
    with pytest.raises(CommandError):
        asked()
    attempt.state = AttemptState.CLOSED
    attempt.ended_at = clock.now()
    attempt.save()
    assert "quiet" in asked()
