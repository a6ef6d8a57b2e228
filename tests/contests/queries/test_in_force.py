"""What is published stays what is seen, on the board and on pupils' pages, until a correction is published too."""

import pytest
from django.test import Client

from contests.actions import regrade
from contests.actions.awards import give_awards
from contests.actions.confirm import confirm, propose, publish_list
from contests.actions.regrade import Ruling
from contests.models import Attempt, Contest, PaperItem, Prize
from contests.queries import board
from contests.queries.contest import progress, with_counts
from contests.queries.results import Report, Shown, per_class, report
from schools.models import User
from tests.factories import make_user
from tests.factories_contests import wrong_value
from tests.factories_results import MINUTE, make_counted, make_ended, over

pytestmark = pytest.mark.django_db
ALL = Shown(score=True, place=True, keys=True)


def published(contest: Contest, version: int, leader: User) -> None:
    at = over(contest)
    propose(contest=contest, version=version, by=contest.created_by, at=at)
    confirm(contest=contest, version=version, by=leader, at=at)
    publish_list(contest=contest, version=version, by=leader, at=at)


def ruled(contest: Contest, position: int, ruling: Ruling) -> None:
    item = PaperItem.objects.get(paper__contest=contest, position=position)
    regrade.apply(
        contest=contest, item_id=item.pk, ruling=ruling, reason="Nhầm", by=contest.created_by, at=over(contest, hours=1)
    )


def told(contest: Contest, *, newest: bool = False) -> list[Report]:
    attempts = Attempt.objects.filter(contest=contest).select_related("contest", "paper").order_by("pk")
    return [report(attempt, ALL, language="vi", newest=newest) for attempt in attempts]


def shown(contest: Contest) -> tuple[object, ...]:
    figures = board.figures(contest, over(contest, hours=2))
    leaders = [(row.attempt, row.rank, row.tied, row.points) for row in figures.leaders]
    return figures.entrants, figures.submitted, leaders, figures.steps


def test_a_correction_is_seen_by_nobody_before_it_is_published() -> None:
    contest = make_counted(rights=[4, 3, 3, 2], confirmation="school")
    leader = make_user("leader", school=contest.school)
    published(contest, 1, leader)
    before, seen = [(one.points, one.right, one.place, one.most_points) for one in told(contest)], shown(contest)
    assert all(one.items for one in told(contest))
    prints = board.fingerprints([contest.pk], over(contest))

    item = PaperItem.objects.get(paper__contest=contest, position=4)
    ruled(contest, 4, Ruling("key", (tuple(wrong_value(item)),)))
    ruled(contest, 1, Ruling("void"))
    assert [one.points for one in told(contest, newest=True)] == [200, 300, 300, 200]
    assert [(one.points, one.right, one.place, one.most_points) for one in told(contest)] == before
    assert [one.items for one in told(contest)] == [()] * 4  # answers are marked by a key that nobody has confirmed
    assert shown(contest) == seen
    assert board.fingerprints([contest.pk], over(contest)) != prints

    prints = board.fingerprints([contest.pk], over(contest))
    published(contest, 3, leader)
    assert [(one.points, one.right, one.items_counted, one.most_points) for one in told(contest)] == [
        (200, 2, 3, 300), (300, 3, 3, 300), (300, 3, 3, 300), (200, 2, 3, 300),
    ]  # fmt: skip
    assert shown(contest) != seen
    assert board.fingerprints([contest.pk], over(contest)) != prints  # so that boards in memory are made anew


def test_an_attempt_that_is_not_on_the_list_in_force_tells_what_was_given_only(client: Client) -> None:
    contest = make_counted(rights=[4, 3], confirmation="school")
    published(contest, 1, make_user("leader", school=contest.school))
    Attempt.objects.filter(contest=contest).earliest("pk").results.all().delete()
    ruled(contest, 1, Ruling("void"))
    first, second = told(contest)
    assert (first.points, first.place, first.answered) == (None, None, 4)
    assert second.points == 300
    attempt = Attempt.objects.filter(contest=contest).earliest("pk")
    client.force_login(attempt.user, backend="schools.backends.CardBackend")
    body = client.get(f"/sit/{attempt.pk}/result/").content.decode()
    assert "Máy chủ đã nhận 4/4" in body
    assert "Bài của em đã được nhận" in body
    assert ">None<" not in body


def test_a_prize_is_told_to_who_won_it_by_the_results_in_force(client: Client) -> None:
    contest = make_counted(rights=[4, 3, 3], confirmation="school", chain="points")
    prize = Prize.objects.create(contest=contest, order=1, name="Giải Nhì đặc biệt", quota=1)
    awards = {"contest": contest, "ties": "all", "by": contest.created_by, "at": over(contest)}
    give_awards(version=1, **awards)
    first, second, _third = Attempt.objects.filter(contest=contest).order_by("pk")

    def told(attempt: Attempt) -> str:
        client.force_login(attempt.user, backend="schools.backends.CardBackend")
        return client.get(f"/sit/{attempt.pk}/result/").content.decode()

    assert prize.name not in told(first)  # nobody has published it
    published(contest, 1, make_user("leader", school=contest.school))
    assert prize.name in told(first)
    assert prize.name not in told(second)
    assert f'href="/sit/{second.pk}/result/"' in client.get("/").content.decode()


def test_people_are_counted_not_turns() -> None:
    contest = make_counted(rights=[4, 3], attempts_most=2)
    again = Attempt.objects.filter(contest=contest).earliest("pk")
    make_ended(contest, again.user, 2, used_ms=9 * MINUTE, number=2, stands_at=None)
    counts = progress(contest)
    assert (counts["begun"], counts["submitted"]) == (2, 2)
    assert [(row["begun"], row["ended"]) for row in per_class(contest.pk)] == [(2, 2)]
    [one] = with_counts(Contest.objects.filter(pk=contest.pk))
    assert (one.begun, one.ended) == (2, 2)
