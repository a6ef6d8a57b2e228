"""A running server does long work by itself, in a process of its own."""

import sqlite3
import time

import pytest

from tests.serving import Server

NOW = "2026-11-26 01:00:00"


@pytest.mark.long
def test_the_loop_takes_what_waits_and_says_when_it_cannot_be_done(server: Server) -> None:
    """Of a kind that nobody knows, so that it fails; the row says so and the server goes on."""
    base = sqlite3.connect(server.var_dir / "data.sqlite3", timeout=20)
    columns = "kind, made_at, cancel_asked, state, done, total, note, updated_at, " + '"order"'
    values = ("unknown", NOW, 0, "waiting", 0, 1, "", NOW, "{}")
    base.execute(f"INSERT INTO contests_job ({columns}) VALUES ({', '.join('?' * len(values))})", values)
    base.commit()
    end = time.monotonic() + 60
    state, note = "", ""
    while state != "failed" and time.monotonic() < end:
        time.sleep(0.2)
        state, note = base.execute("SELECT state, note FROM contests_job WHERE kind = 'unknown'").fetchone()
    assert state == "failed"
    assert "Có lỗi trong lúc làm" in note
    assert server.answers()
