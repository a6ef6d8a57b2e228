"""The board by HTTP and on the projector: the same text, the same gate, one error shape."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from backend import clock
from contests.live.keeper import Keeper
from contests.live.publish import board as publish_board
from contests.models import Attempt, Contest, ContestState
from schools.models import User
from tests import factories_contests as contests
from tests.factories import make_school, make_user
from tests.factories_boards import make_board_contest, make_ended

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> Contest:
    return make_board_contest(opens_at=clock.now() - timedelta(minutes=30))


def client(user: User | None = None) -> Client:
    made = Client()
    if user is not None:
        made.force_login(user, backend=f"schools.backends.{'Card' if user.role == 'pupil' else 'Staff'}Backend")
    return made


def urls(contest: Contest) -> list[str]:
    return [reverse(name, args=[contest.code]) for name in ("contests:board_api", "contests:board")]


def rows_url(contest: Contest) -> str:
    return reverse("contests:board_rows", args=[contest.code])


def test_api_and_page_serve_the_text_that_the_sockets_get(contest: Contest) -> None:
    user = make_ended(contest, right=2).user
    snapshot = Keeper(epoch=4).tick(contest.pk, clock.now())
    assert snapshot is not None
    publish_board(snapshot)
    api, page = (client(user).get(url) for url in urls(contest))
    assert api.content.decode() == snapshot.text == page.context["board_json"]
    assert api["Content-Type"] == "application/json"
    assert (api["Cache-Control"], page["Cache-Control"]) == ("no-store", "no-store")
    assert not api.has_header("ETag")
    assert json.loads(snapshot.text)["top"][0]["name"] not in ("", user.full_name)


def test_without_a_keeper_the_board_is_worked_out_as_version_0_of_the_epoch(contest: Contest) -> None:
    user = make_ended(contest, right=2).user
    found = client(user).get(urls(contest)[0]).json()
    assert (found["epoch"], found["version"], found["entrants"]) == (0, 0, 1)


@pytest.mark.parametrize("url", [0, 1])
def test_who_may_not_see_it_is_refused_in_the_error_shape(contest: Contest, url: int) -> None:
    sitting = contests.make_attempt(contest, make_user(school=contest.school)).user
    make_ended(contest, right=3)
    for user in (sitting, None, make_user(school=make_school()), make_user("teacher", school=make_school())):
        reply = client(user).get(urls(contest)[url], headers={"Accept": "application/json"})
        assert reply.status_code == 403
        assert reply.json()["code"] == "not_allowed"
        assert set(reply.json()) == {"code", "detail", "server_time", "request_id"}
    assert client().get(urls(contest)[url].replace(contest.code, "NOSUCH")).status_code == 404


def test_a_projector_without_login_only_where_everybody_may_look(contest: Contest) -> None:
    assert client().get(urls(contest)[1]).status_code == 403
    Contest.objects.filter(pk=contest.pk).update(board_to="everybody")
    page = client().get(urls(contest)[1])
    assert page.status_code == 200
    assert page.context["ws_url"] == f"/ws/board/{contest.code}/"
    assert page.context["api_url"] == urls(contest)[0]


def test_staff_of_the_contest_see_it_whatever_the_rules(contest: Contest) -> None:
    Contest.objects.filter(pk=contest.pk).update(board_to="nobody")
    for user in (
        contest.created_by,
        make_user("leader", school=contest.school),
        make_user("officer"),
        make_user("admin"),
    ):
        assert [client(user).get(url).status_code for url in (*urls(contest), rows_url(contest))] == [200] * 3


def test_nobody_sees_until_results_stand(contest: Contest) -> None:
    user = make_ended(contest).user
    Contest.objects.filter(pk=contest.pk).update(board_to="nobody")
    assert client(user).get(urls(contest)[0]).status_code == 403
    Contest.objects.filter(pk=contest.pk).update(state=ContestState.SETTLED, settled_at=clock.now())
    assert client(user).get(urls(contest)[0]).status_code == 200


def test_rows_are_for_staff_of_the_contest(contest: Contest) -> None:
    attempt = make_ended(contest, right=2)
    assert client().get(rows_url(contest)).status_code == 401
    assert client(attempt.user).get(rows_url(contest)).status_code == 403
    assert client(make_user("teacher", school=make_school())).get(rows_url(contest)).status_code == 404
    reply = client(contest.created_by).get(rows_url(contest))
    assert reply["Cache-Control"] == "no-store"
    assert [(row["attempt"], row["user"], row["rank"], row["points"]) for row in reply.json()["rows"]] == [
        (attempt.pk, attempt.user_id, 1, 200)
    ]
    assert set(reply.json()["rows"][0]) == {
        "attempt", "user", "rank", "tied", "decided_by", "points", "right", "time_used_ms", "ended_at",
    }  # fmt: skip


def test_a_teacher_who_sits_the_contest_is_an_entrant_like_others(contest: Contest) -> None:
    teacher = make_user("teacher", school=contest.school)
    attempt = contests.make_attempt(contest, teacher)
    assert [client(teacher).get(url).status_code for url in (*urls(contest), rows_url(contest))] == [403] * 3
    Attempt.objects.filter(pk=attempt.pk).update(
        state="submitted", ended_at=clock.now(), stands_at=clock.now(), time_used_ms=1
    )
    assert [client(teacher).get(url).status_code for url in (*urls(contest), rows_url(contest))] == [200, 200, 403]


def test_reading_the_board_is_no_way_to_change_it(contest: Contest) -> None:
    staff = client(contest.created_by)
    for url in (*urls(contest), rows_url(contest)):
        for method in ("post", "put", "patch", "delete"):
            assert getattr(staff, method)(url).status_code == 405
