"""Values from the environment, and secrets that only this installation knows."""

import stat
import threading
from pathlib import Path

import pytest

from backend import environment


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.delenv("A_SECRET", raising=False)
    return tmp_path


def test_a_secret_is_made_once_and_readable_by_the_owner_only(folder: Path) -> None:
    value = environment.secret("a_secret")
    path = folder / "secrets" / "a_secret"
    assert len(value) >= 48
    assert environment.secret("a_secret") == value == path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_two_installations_differ(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = environment.secret("a_secret")
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "other"))
    assert environment.secret("a_secret") != first


def test_the_environment_wins_over_the_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environment.secret("a_secret")
    monkeypatch.setenv("A_SECRET", "given")
    assert environment.secret("a_secret") == "given"


def test_processes_that_start_together_agree_on_the_secret(folder: Path) -> None:
    seen: list[str] = []
    start = threading.Barrier(8)

    def ask() -> None:
        start.wait()
        seen.append(environment.secret("a_secret"))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 8
    assert len(set(seen)) == 1
    assert seen[0]


@pytest.mark.parametrize(("text", "value"), [("1", True), ("yes", True), ("0", False), ("no", False), ("", True)])
def test_a_flag_reads_as_people_write_it(monkeypatch: pytest.MonkeyPatch, text: str, value: bool) -> None:
    monkeypatch.setenv("A_FLAG", text)
    assert environment.flag("A_FLAG", default=True) is value


def test_a_postgresql_address_becomes_settings_with_a_bounded_pool() -> None:
    found = environment.database("postgresql://an%40b:p%2Fw@db:5433/asean")
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"]) == ("an@b", "p/w", "db", "5433")
    assert found["OPTIONS"]["pool"]["timeout"] == 4  # type: ignore[index]
    assert found["CONN_MAX_AGE"] == 0


def test_an_unknown_kind_of_database_is_refused() -> None:
    with pytest.raises(ValueError, match="mysql"):
        environment.database("mysql://x/y")
