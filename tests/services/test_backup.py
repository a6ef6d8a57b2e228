"""A copy taken while a crowd answers holds everything acknowledged before it began, and its board is right."""

import sqlite3
import stat
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.crowds import Crowd
from tests.serving import Server, serving

pytestmark = pytest.mark.service
ANSWERS = "SELECT attempt_id, item_id, opening, seq FROM contests_answer"


def answers(path: Path) -> dict[tuple[int, int], tuple[int, int]]:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as line:
        return {(attempt, item): (opening, seq) for attempt, item, opening, seq in line.execute(ANSWERS)}


def refusal(server: Server, *arguments: str) -> str:
    done = server.manage(*arguments, check=False)
    assert done.returncode == 1, done.stdout
    return done.stderr


def test_a_copy_of_sqlite_under_load_restores_to_the_same_board(tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    with serving() as server:
        data = server.var_dir / "data.sqlite3"
        crowd = Crowd(server.url, server.environment, students=25, seconds=10)
        crowd.answering()
        while len(before := answers(data)) < 60:
            time.sleep(0.05)
        server.manage("backup", "--to", str(copy))
        figures = crowd.figures()
        assert figures["lost"] == 0
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
        assert "uses the database" in refusal(server, "restore", "--from", str(copy), "--yes")
        server.stop()
        assert "--yes" in refusal(server, "restore", "--from", str(copy))
        after = answers(data)
        server.manage("restore", "--from", str(copy), "--yes")
        restored = answers(data)
        server.start()
        verified = server.manage("verify_board", str(figures["contest"]), "--url", server.url, check=False)
        assert verified.returncode == 0, verified.stdout
    assert all(restored.get(key, (0, 0)) >= order for key, order in before.items())
    assert set(restored) <= set(after)


def test_what_is_no_whole_copy_is_not_restored_and_nothing_changes(tmp_path: Path) -> None:
    with serving(start=False) as server:
        data = server.var_dir / "data.sqlite3"
        server.manage("backup", "--to", str(tmp_path), "--keep", "1")
        (copy,) = tmp_path.glob("asean-*.sqlite3")
        whole, held = copy.read_bytes(), data.read_bytes()
        for bad in (b"", b"PGDMP" + whole[5:], whole[: len(whole) // 2], whole[:8192] + b"\x00" * 8192 + whole[16384:]):
            copy.write_bytes(bad)
            refusal(server, "restore", "--from", str(copy), "--yes")
            assert data.read_bytes() == held
