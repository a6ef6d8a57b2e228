"""verify_board finds every planted fault and nothing else; rebuild_board mends sums; run_contests does one round."""

import io
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client

from backend import clock
from contests.actions.lease import claim_lease, release_lease
from contests.actions.upkeep import keep_up
from contests.management.commands import verify_board
from contests.models import Answer, Attempt, Contest, ContestState, Lease, Result
from contests.queries import board as reads
from contests.queries.verification import differences
from tests import factories_contests as contests
from tests.factories import make_user
from tests.factories_boards import make_board_contest, make_ended

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> Contest:
    made = make_board_contest(opens_at=clock.now() - timedelta(minutes=30))
    same = made.opens_at + timedelta(minutes=9)
    for right, ended_at in ((3, same), (2, same), (2, same), (0, same + timedelta(minutes=1))):
        make_ended(made, right=right, ended_at=ended_at)
    contests.make_attempt(made, make_user(school=made.school))
    return made


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify_board, "PAUSE_S", 0)


def verified(contest: Contest) -> str:
    out = io.StringIO()
    call_command("verify_board", contest.code, stdout=out)
    return out.getvalue()


def faults(contest: Contest) -> str:
    out = io.StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("verify_board", contest.code, stdout=out)
    assert caught.value.returncode == 1
    return out.getvalue()


def test_a_sound_board_agrees(contest: Contest) -> None:
    assert "4" in verified(contest)


def test_an_empty_board_agrees() -> None:
    assert verified(make_board_contest(opens_at=clock.now()))


def test_one_attempts_points_altered(contest: Contest) -> None:
    attempt = Attempt.objects.filter(contest=contest, right=2).latest("pk")
    Attempt.objects.filter(pk=attempt.pk).update(points=201)
    assert f"attempt {attempt.pk}: points/right/answered" in faults(contest)


def test_one_answers_right_altered(contest: Contest) -> None:
    answer = Answer.objects.filter(attempt__contest=contest, right=True).latest("pk")
    Answer.objects.filter(pk=answer.pk).update(right=False)
    assert f"answer {answer.pk}" in faults(contest)


def test_an_ungraded_answer_is_a_difference(contest: Contest) -> None:
    answer = Answer.objects.filter(attempt__contest=contest, right=True).latest("pk")
    Answer.objects.filter(pk=answer.pk).update(right=None, points=None, key_version=None)
    assert f"answer {answer.pk}" in faults(contest)


def test_a_key_that_was_corrected_without_grading_anew_is_seen(contest: Contest) -> None:
    item = contest.papers.get().items.order_by("position")[0]
    wrong = contests.wrong_value(item)
    item.keys.create(version=2, value=f'["{wrong[0]}"]', at=clock.now())
    assert "answer" in faults(contest)


def test_the_time_used_is_counted_again(contest: Contest) -> None:
    Attempt.objects.filter(contest=contest, right=3).update(time_used_ms=1)
    assert "time_used_ms" in faults(contest)


@pytest.mark.parametrize(
    "altered",
    [{"rank": 9}, {"tied": False}, {"points": 1}, {"right": 1}, {"time_used_ms": 5}],
)
def test_one_served_place_altered(contest: Contest, altered: dict[str, object]) -> None:
    rows = [row.as_dict() for row in reads.rows_served(contest, clock.now())]
    assert differences(contest, rows) == []
    rows[1] |= altered
    assert any(f"attempt {rows[1]['attempt']}" in line for line in differences(contest, rows))


@pytest.mark.parametrize("change", ["missing", "twice", "stranger", "order"])
def test_rows_missing_doubled_foreign_or_out_of_order(contest: Contest, change: str) -> None:
    rows = [row.as_dict() for row in reads.rows_served(contest, clock.now())]
    altered = {
        "missing": rows[:-1],
        "twice": [*rows, rows[-1]],
        "stranger": [*rows, {**rows[-1], "attempt": Attempt.objects.get(contest=contest, state="sitting").pk}],
        "order": rows[::-1],
    }[change]
    assert differences(contest, altered)


@pytest.mark.parametrize(
    "altered", [{"entrants": 5}, {"steps": [[300, 1, 2]]}, {"top": []}], ids=["entrants", "steps", "top"]
)
def test_the_boards_text_altered(contest: Contest, altered: dict[str, object]) -> None:
    rows = [row.as_dict() for row in reads.rows_served(contest, clock.now())]
    board = verify_board.Command().served(contest, "")[1]
    assert differences(contest, rows, board) == []
    assert len(differences(contest, rows, {**board, **altered})) == 1


@contextmanager
def answering(texts: Mapping[str, str]) -> Iterator[str]:
    """A server that gives these texts to whoever shows a session, as the product's does."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            signed_in = "sessionid=" in (self.headers["Cookie"] or "")
            self.send_response(200 if signed_in else 401)
            self.end_headers()
            self.wfile.write(texts[self.path].encode())

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def served_texts(contest: Contest) -> dict[str, str]:
    """What the product's API answers a member of staff."""
    client = Client()
    client.force_login(contest.created_by, backend="schools.backends.StaffBackend")
    paths = [f"/api/contests/{contest.code}/board/rows", f"/api/contests/{contest.code}/board"]
    return {path: client.get(path).content.decode() for path in paths}


@pytest.mark.parametrize(("old", "new"), [('"rank":2', '"rank":3'), ('"tied":true', '"tied":false'), ("200", "300")])
def test_one_place_altered_on_the_way_ends_with_1(contest: Contest, old: str, new: str) -> None:
    texts = served_texts(contest)
    with answering(texts) as url:
        call_command("verify_board", contest.code, url=url, stdout=io.StringIO())
    path = f"/api/contests/{contest.code}/board/rows"
    assert old in texts[path]
    with answering({**texts, path: texts[path].replace(old, new, 1)}) as url, pytest.raises(CommandError) as caught:
        call_command("verify_board", contest.code, url=url, stdout=io.StringIO())
    assert caught.value.returncode == 1
    assert Session.objects.count() == 1, "only the test's own login is left"


def test_a_server_that_is_not_there_is_a_plain_sentence(contest: Contest) -> None:
    with pytest.raises(CommandError, match=r"127\.0\.0\.1"):
        call_command("verify_board", contest.code, url="http://127.0.0.1:9")


def test_results_that_stand_are_counted_again(contest: Contest) -> None:
    Attempt.objects.filter(contest=contest, state="sitting").delete()
    Contest.objects.filter(pk=contest.pk).update(closes_at=clock.now() - timedelta(seconds=30))
    assert keep_up(at=clock.now(), before=None).settled == 1
    assert verified(contest)
    Result.objects.filter(contest=contest, rank=1).update(rank=2)
    assert "result" in faults(contest)


def test_the_count_is_independent() -> None:
    source = (reads.__file__.rsplit("/", 1)[0]) + "/verification.py"
    with open(source, encoding="utf-8") as file:
        imports = [line for line in file if line.startswith(("import ", "from "))]
    assert not any("ranking" in line or "scoring" in line or "contests.rules" in line for line in imports)


def test_an_unknown_contest_is_said_to_be_unknown() -> None:
    for command in ("verify_board", "rebuild_board"):
        with pytest.raises(CommandError):
            call_command(command, "NOSUCH")


def test_rebuilding_mends_sums_and_a_second_time_finds_nothing(contest: Contest) -> None:
    Attempt.objects.filter(contest=contest).update(points=7, right=9, answered=1)
    faults(contest)
    out = io.StringIO()
    call_command("rebuild_board", contest.code, stdout=out)
    assert "5" in out.getvalue()
    assert verified(contest)
    call_command("rebuild_board", contest.code, stdout=out)
    assert out.getvalue().splitlines()[-1].count("0") == 1


def test_one_round_closes_and_settles_and_leaves_the_lease_free(contest: Contest) -> None:
    Contest.objects.filter(pk=contest.pk).update(closes_at=clock.now() - timedelta(seconds=30))
    Attempt.objects.filter(contest=contest, state="sitting").update(due_at=clock.now() - timedelta(seconds=30))
    call_command("run_contests", stdout=io.StringIO())
    contest.refresh_from_db()
    assert contest.state == ContestState.SETTLED
    assert Result.objects.filter(contest=contest).count() == 5
    assert Lease.objects.get().holder == ""


def test_a_running_server_is_not_disturbed() -> None:
    epoch = claim_lease(holder="server", at=clock.now())
    assert epoch is not None
    with pytest.raises(CommandError):
        call_command("run_contests")
    release_lease(holder="server", epoch=epoch)
    call_command("run_contests", stdout=io.StringIO())
