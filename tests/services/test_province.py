"""The province set as a whole: two web processes, PostgreSQL and Redis behind nginx, and one of them dies."""

import http.client
import json
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from scripts.province import Province, prepared, province
from tests.crowds import Crowd

pytestmark = pytest.mark.service
#: What a browser goes by, and what nginx and the web process may not say differently.
SAME = (
    "content-type", "cache-control", "access-control-allow-origin", "x-content-type-options", "referrer-policy",
    "cross-origin-opener-policy",
)  # fmt: skip


@pytest.fixture(scope="module")
def set_(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    ready = prepared(Path(os.environ["TESTS_VAR_DIR"]) / "province")
    with province(tmp_path_factory.mktemp("set"), processes=2, like=ready) as made:
        yield made


def get(port: int, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    return asked(port, "GET", path, **headers)


def asked(port: int, method: str, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=15)
    try:
        line.request(method, path, headers=headers)
        reply = line.getresponse()
        return reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read()
    finally:
        line.close()


def test_pages_come_through_and_what_is_for_the_watch_does_not(set_: Province) -> None:
    assert set_.nginx is not None
    status, headers, _body = get(set_.nginx.port, "/")
    assert status == 200
    assert "default-src 'self'" in headers["content-security-policy"]
    for hidden in ("/metrics", "/readyz", "//metrics", "/%6detrics", "/x/../metrics"):
        assert get(set_.nginx.port, hidden)[0] == 404, hidden
    assert all(get(one.port, "/readyz")[0] == 200 for one in set_.web)


def test_static_files_are_served_by_nginx_as_the_web_process_serves_them(set_: Province) -> None:
    assert set_.nginx is not None
    manifest = json.loads((set_.folder / "static" / "staticfiles.json").read_text(encoding="utf-8"))["paths"]
    names = ("css/app.css", manifest["css/app.css"], next(new for old, new in manifest.items() if old.endswith(".js")))
    for path in (f"/static/{name}" for name in names):
        ours, theirs = get(set_.nginx.port, path), get(set_.web[0].port, path)
        assert (ours[0], ours[2]) == (theirs[0], theirs[2])
        assert {name: ours[1].get(name) for name in SAME} == {
            name: theirs[1].get(name, "").replace('"utf-8"', "utf-8") or None for name in SAME
        }
        packed = get(set_.nginx.port, path, **{"Accept-Encoding": "gzip"})[1]
        assert (packed.get("content-encoding"), packed.get("vary")) == ("gzip", "Accept-Encoding"), path


def answers(url: str) -> dict[tuple[int, int], tuple[int, int]]:
    with psycopg.connect(url) as line:
        rows = line.execute("SELECT attempt_id, item_id, opening, seq FROM contests_answer").fetchall()
    return {(attempt, item): (opening, seq) for attempt, item, opening, seq in rows}


def test_a_crowd_loses_nothing_when_a_process_is_killed_and_a_copy_is_taken(set_: Province, tmp_path: Path) -> None:
    """Pages, sockets and answers of 30 pupils through nginx; the address answers on; board and copy are right."""
    assert set_.nginx is not None
    crowd = Crowd(set_.url, set_.environment, students=30, seconds=10)
    crowd.answering()
    set_.web[0].kill()
    assert get(set_.nginx.port, "/")[0] == 200
    set_.web[0].start()
    while len(before := answers(set_.postgres.url)) < 60:
        time.sleep(0.05)
    set_.manage("backup", "--to", str(tmp_path / "copy.dump"))
    figures = crowd.figures()
    assert figures["lost"] == 0
    set_.manage("verify_board", str(figures["contest"]), "--url", set_.url)
    refused = set_.manage("restore", "--from", str(tmp_path / "copy.dump"), "--yes", check=False)
    assert "uses the database" in refused.stderr
    check_copy(set_, tmp_path / "copy.dump", before, str(figures["contest"]))


def check_copy(set_: Province, copy: Path, before: dict[tuple[int, int], tuple[int, int]], contest: str) -> None:
    """Restored into a database beside: what was there before it was taken is there, and the board is right."""
    beside = set_.postgres.url.rsplit("/", 1)[0] + "/beside"
    with psycopg.connect(set_.postgres.url, autocommit=True) as line:
        line.execute("CREATE DATABASE beside TEMPLATE template0")
    there = replace(set_, environment=set_.environment | {"DATABASE_URL": beside})
    cut = copy.with_name("cut.dump")
    cut.write_bytes(copy.read_bytes()[: copy.stat().st_size * 2 // 3])
    assert there.manage("restore", "--from", str(cut), check=False).returncode == 1
    there.manage("restore", "--from", str(copy))  # nothing of the cut one was kept: it is still empty
    restored = answers(beside)
    assert all(restored.get(key, (0, 0)) >= order for key, order in before.items())
    there.manage("verify_board", contest)
    refused = there.manage("restore", "--from", str(copy), check=False)
    assert "--yes" in refused.stderr


def test_everything_keeps_its_address_when_it_is_killed(set_: Province) -> None:
    assert set_.nginx is not None
    before = set_.url, set_.postgres.url, set_.redis.url
    for part in (set_.postgres, set_.redis, set_.nginx):
        part.kill()
        assert not part.running
        part.start()
    assert before == (set_.url, set_.postgres.url, set_.redis.url)
    # the processes' pools still hold lines to the PostgreSQL that was killed: they heal by themselves
    end = time.monotonic() + 10
    while (status := get(set_.nginx.port, "/")[0]) == 503 and time.monotonic() < end:
        time.sleep(0.1)
    assert status == 200


def test_postgresql_runs_as_it_must_for_an_answer_to_last(set_: Province) -> None:
    with psycopg.connect(set_.environment["DATABASE_URL"]) as line:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            assert line.execute(f"SHOW {name}").fetchone() == ("on",)


def test_while_no_process_answers_the_door_says_so(set_: Province) -> None:
    assert set_.nginx is not None
    for one in set_.web:
        one.kill()
    status, headers, body = get(set_.nginx.port, "/")
    assert (status, headers["content-type"]) == (503, "text/html; charset=utf-8")
    assert int(headers["retry-after"]) >= 5
    assert headers["refresh"] == headers["retry-after"]
    assert "Máy chủ sẽ trở lại ngay" in body.decode()
    status, headers, body = get(set_.nginx.port, "/api/contests/ABCDEF/board")
    assert (status, json.loads(body)["code"]) == (503, "busy")
    assert int(headers["retry-after"]) >= 5
    assert get(set_.nginx.port, "/static/css/tokens.css")[0] == 200
    for path, comes_again in (("/contest/ABCDEF/start", True), ("/practice/", False)):
        status, headers, body = asked(set_.nginx.port, "POST", path)
        assert (status, "refresh" in headers) == (503, comes_again)
        assert "Máy chủ sẽ trở lại ngay" in body.decode()


def socket(port: int, path: str) -> tuple[int, http.client.HTTPConnection]:
    """A handshake's status, and the line, which stays open."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=15)
    key = {"Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="}
    origin = f"http://127.0.0.1:{port}"
    line.request("GET", path, headers={"Connection": "Upgrade", "Upgrade": "websocket", "Origin": origin, **key})
    return line.getresponse().status, line


def test_after_the_death_of_all_processes_every_socket_comes_through_again(set_: Province) -> None:
    """nginx lets one request at a time through to what was marked as down, and a socket does not end."""
    assert set_.nginx is not None
    for one in set_.web:
        if not one.running:
            one.start()
    made = set_.manage(
        "shell", "--no-imports", "-c", "from tests.faults.cast import make; print(make(1, 600, 0.1, 'x'))"
    )
    board = f"/ws/board/{json.loads(made.stdout.splitlines()[-1])['contest']}/"
    for one in set_.web:
        one.kill()
    assert {socket(set_.nginx.port, board)[0] for _try in range(8)} == {502}
    for one in set_.web:
        one.start()
    opened = [socket(set_.nginx.port, board) for _number in range(12)]
    assert [status for status, _line in opened] == [101] * 12
    for _status, line in opened:
        line.close()
