"""Boards of real server processes: one alone on SQLite, two on PostgreSQL and Redis, the keeper killed, Redis gone."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from websockets.sync.client import ClientConnection, connect

from tests.conftest import Serve, services  # the module; this folder bears the same name
from tests.serving import ROOT, Server

pytestmark = pytest.mark.service

SECRET = "one secret for both processes of this test, long enough"
CONTEST = """
from datetime import timedelta
from backend import clock
from tests.factories_boards import make_board_contest, make_ended
contest = make_board_contest(opens_at=clock.now() - timedelta(minutes=5), board_to="everybody")
make_ended(contest, right=1, ended_at=clock.now())
print(contest.code)
"""
ONE_MORE = """
from backend import clock
from contests.models import Contest
from tests.factories import make_user
from tests.factories_boards import make_ended
contest = Contest.objects.get(code="{code}")
pupil = make_user(school=contest.school, username=f"late-{{clock.now_ms()}}")
make_ended(contest, right=2, user=pupil, ended_at=clock.now())
"""


def run(server: Server, code: str) -> str:
    return server.manage("shell", "--no-imports", "-c", code).stdout.strip()


@contextmanager
def listening(server: Server, code: str) -> Iterator[ClientConnection]:
    address = f"{server.url.replace('http', 'ws', 1)}/ws/board/{code}/"
    with connect(address, origin=server.url) as socket:  # type: ignore[arg-type]  # an origin is a text
        yield socket


def board_with(socket: ClientConnection, entrants: int, seconds: float = 25) -> dict:
    """The first text with so many entrants; texts before it may be older."""
    end = time.monotonic() + seconds
    while True:
        board = json.loads(socket.recv(timeout=max(0.1, end - time.monotonic())))
        if board["entrants"] == entrants:
            return board


def test_a_second_server_on_the_same_data_does_not_start(serve: Serve) -> None:
    with serve() as server:
        started = time.monotonic()
        second = subprocess.run(
            [sys.executable, "-c", "import backend.serve"],
            cwd=ROOT, env=server.environment, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        assert second.returncode == 1
        assert "server.lock" in second.stderr
        assert time.monotonic() - started > 9, "it waits for one that is just ending"
        assert server.answers()


def test_a_killed_server_comes_back_with_a_greater_epoch_and_the_same_board(serve: Serve) -> None:
    with serve() as server:
        code = run(server, CONTEST)
        with listening(server, code) as socket:
            before = board_with(socket, 1)
        server.kill()
        server.start()
        with listening(server, code) as socket:
            run(server, ONE_MORE.format(code=code))  # committed by another process: seen by its fingerprint
            after = board_with(socket, 2)
        assert after["epoch"] > before["epoch"]
        done = server.manage("verify_board", code, "--url", server.url, check=False)
        assert done.returncode == 0, done.stdout


@contextmanager
def second_process(first: Server) -> Iterator[Server]:
    """Another server on the same database and layer."""
    folder = first.var_dir.with_name(first.var_dir.name + "-second")
    folder.mkdir()
    server = Server({**first.environment, "VAR_DIR": str(folder)}, folder)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def test_one_of_two_processes_keeps_the_boards_and_the_other_takes_over(
    serve: Serve, postgres_url: str, redis_url: str
) -> None:
    settings = {"SECRET_KEY": SECRET, "WEB_PROCESSES": "2", "LOG_LEVEL": "WARNING"}
    with serve(database_url=postgres_url, redis_url=redis_url, **settings) as one, second_process(one) as two:
        code = run(one, CONTEST)
        with listening(one, code) as here, listening(two, code) as there:
            run(one, ONE_MORE.format(code=code))
            texts = [board_with(socket, 2) for socket in (here, there)]
            assert texts[0] == texts[1], "the same text in both processes"
        assert json.loads(two.get(f"/api/contests/{code}/board")[1]) == texts[0]
        one.kill()  # the first to start holds the lease
        with listening(two, code) as there:
            run(two, ONE_MORE.format(code=code))
            after = board_with(there, 3, seconds=40)
        assert after["epoch"] == texts[0]["epoch"] + 1
        done = two.manage("verify_board", code, "--url", two.url, check=False)
        assert done.returncode == 0, done.stdout


def test_without_redis_every_process_still_tells_the_truth(serve: Serve, postgres_url: str) -> None:
    settings = {"SECRET_KEY": SECRET, "WEB_PROCESSES": "2", "LOG_LEVEL": "ERROR"}
    with (
        services.redis() as layer,
        serve(database_url=postgres_url, redis_url=layer.url, **settings) as one,
        second_process(one) as two,
    ):
        code = run(one, CONTEST)
        with listening(one, code) as here, listening(two, code) as there:
            assert board_with(here, 1)["epoch"] == board_with(there, 1)["epoch"]
            os.kill(layer.pid, signal.SIGKILL)
            run(one, ONE_MORE.format(code=code))
            assert board_with(here, 2)["entrants"] == 2, "the keeper's own sockets need no layer"
            end = time.monotonic() + 25
            while json.loads(two.get(f"/api/contests/{code}/board")[1])["entrants"] != 2:
                assert time.monotonic() < end
                time.sleep(1)
