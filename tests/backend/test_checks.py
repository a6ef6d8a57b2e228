"""Unsafe set-ups do not start: each bad configuration is named by its check, the shipped ones pass."""

import copy
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import checks

from backend import environment
from tests.serving import ROOT

SQLITE = environment.database("sqlite:////srv/x.sqlite3")
POSTGRES = environment.database("postgresql://u:p@127.0.0.1:5432/x")
REDIS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [{"address": "redis://x", "socket_timeout": None, "max_connections": 1000}]},
    }
}


def sqlite_with(**options: object) -> dict[str, Any]:
    changed: dict[str, Any] = copy.deepcopy(SQLITE)
    changed["OPTIONS"] |= options
    return {"DATABASES": {"default": changed}}


def redis_with(host: object) -> dict[str, Any]:
    changed: dict[str, Any] = copy.deepcopy(REDIS)
    changed["default"]["CONFIG"]["hosts"] = [host]
    return {"CHANNEL_LAYERS": changed}


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "two processes, in-memory layer": ({"WEB_PROCESSES": 2, "DATABASES": {"default": POSTGRES}}, "E001"),
    "two processes, SQLite": ({"WEB_PROCESSES": 2, "CHANNEL_LAYERS": REDIS}, "E002"),
    "SQLite deferred": (sqlite_with(transaction_mode="DEFERRED"), "E003"),
    "SQLite synchronous NORMAL": (sqlite_with(init_command="PRAGMA synchronous=NORMAL"), "E004"),
    "SQLite without patience": (sqlite_with(timeout=5), "E005"),
    "Redis pool of 100": (redis_with({"address": "redis://x", "socket_timeout": None}), "E006"),
    "Redis closing idle sockets": (redis_with({"address": "redis://x", "max_connections": 1000}), "E006"),
    "Redis by address alone": (redis_with("redis://x"), "E006"),
    "short secret": ({"SECRET_KEY": "short"}, "E008"),
    "sample secret": ({"SECRET_KEY": "django-insecure-" + "x" * 60}, "E008"),
    "DEBUG for everybody": ({"DEBUG": True, "ALLOWED_HOSTS": ["thi.example.vn"]}, "E009"),
    "limits counted per process": (
        {
            "WEB_PROCESSES": 2,
            "DATABASES": {"default": POSTGRES},
            "CHANNEL_LAYERS": REDIS,
            "REST_FRAMEWORK": {"DEFAULT_THROTTLE_CLASSES": ["x"]},
        },
        "E010",
    ),
}


pytestmark = pytest.mark.filterwarnings("ignore:Overriding setting DATABASES")


@pytest.fixture(autouse=True)
def embedded(settings: Any) -> None:
    """Every set-up here starts from the shipped default, whatever this run of the suite stands on."""
    settings.DATABASES = {"default": SQLITE}


def found() -> set[str]:
    return {
        str(message.id).removeprefix("backend.") for message in checks.run_checks() if message.level >= checks.ERROR
    }


@pytest.mark.parametrize(("changes", "name"), BAD.values(), ids=BAD.keys())
def test_a_bad_set_up_is_named(settings: Any, changes: dict[str, Any], name: str) -> None:
    for key, value in changes.items():
        setattr(settings, key, value)
    assert name in found()


def test_an_old_daphne_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.checks.version", lambda name: "4.2.1")
    assert "E007" in found()


def test_the_embedded_set_up_is_sound() -> None:
    assert found() == set()
    assert settings.DEBUG is False


def test_the_province_set_up_is_sound(settings: Any) -> None:
    settings.WEB_PROCESSES = 4
    settings.DATABASES = {"default": POSTGRES}
    settings.CHANNEL_LAYERS = REDIS
    assert found() == set()


def run_server(var_dir: Path, **more: str) -> subprocess.CompletedProcess[str]:
    wanted = {"VAR_DIR": str(var_dir), "HASHED_STATIC": "0", "DJANGO_SETTINGS_MODULE": "backend.settings"}
    wanted |= {"DATABASE_URL": ""}
    return subprocess.run(
        [sys.executable, "-c", "import backend.serve"],
        cwd=ROOT, env={**os.environ, **wanted, **more}, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def test_a_server_refuses_to_start_with_one_line_and_no_traceback(tmp_path: Path) -> None:
    done = run_server(tmp_path, WEB_PROCESSES="2")
    assert done.returncode == 1
    assert "backend.E001" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_server_refuses_a_sqlite_file_without_wal(tmp_path: Path) -> None:
    done = run_server(tmp_path)
    assert done.returncode == 1
    assert "not WAL" in done.stderr


def test_a_server_refuses_a_database_without_its_tables(postgres_url: str, tmp_path: Path) -> None:
    done = run_server(tmp_path, DATABASE_URL=postgres_url)
    assert done.returncode == 1
    assert "manage.py prepare" in done.stderr
    assert "Traceback" not in done.stderr


def test_too_few_connections_are_named(postgres_url: str, tmp_path: Path) -> None:
    done = run_server(tmp_path, DATABASE_URL=postgres_url, DATABASE_POOL="500")
    assert done.returncode == 1
    assert "backend.E011" in done.stderr
