"""The container files, without a container engine: linted, and in step with the project."""

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from backend import checks, servers
from scripts.programs import postgres_folder
from scripts.province import front
from tests.serving import ROOT

BIN = Path(sys.executable).parent
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
YAML = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES = YAML["services"]


def run(*command: str) -> None:
    done = subprocess.run([str(BIN / command[0]), *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_compose_follows_its_schema() -> None:
    run("check-jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml")


def test_dockerfile_is_clean() -> None:
    run("hadolint", "Dockerfile")


def test_everything_copied_is_there_and_not_ignored() -> None:
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    for sources in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE):
        for source in sources.split():
            assert (ROOT / source).exists(), source
            assert source.split("/")[0] in kept, source


def test_the_image_does_not_run_as_root() -> None:
    assert re.search(r"^USER [1-9]\d+$", DOCKERFILE, re.MULTILINE)


def test_images_are_pinned_to_what_is_tested() -> None:
    assert re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE) == ["python:3.11-slim-bookworm"] * 2
    images = {service["image"] for service in SERVICES.values()}
    assert images == {"tim-hieu-asean", "postgres:15-bookworm", "redis:7-bookworm", "nginx:1.28-bookworm"}


def test_the_container_starts_what_a_unit_starts() -> None:
    """One entry for all: it becomes the server that the environment names."""
    assert 'CMD ["python", "-m", "backend.servers"]' in DOCKERFILE
    assert re.search(r"^ENV .*HOST=0\.0\.0\.0 PORT=8000", DOCKERFILE, re.MULTILINE)
    assert "command" not in SERVICES["web"]
    assert SERVICES["web"]["environment"]["WEB_SERVER"] == "${WEB_SERVER:-uvicorn}"
    assert "uvicorn" in servers.SERVERS


def test_processes_count_themselves() -> None:
    web = SERVICES["web"]
    assert web["deploy"]["replicas"] == web["environment"]["WEB_PROCESSES"] == "${WEB_PROCESSES:-2}"
    pool = int(re.search(r"\d+", web["environment"]["DATABASE_POOL"])[0])
    allowed = int(re.search(r"max_connections=(\d+)", " ".join(SERVICES["db"]["command"]))[1])
    assert 8 * (pool + checks.CONNECTIONS_BESIDE_POOL) < allowed


def test_what_compose_mounts_and_waits_for_is_there() -> None:
    for service in SERVICES.values():
        assert set(service.get("depends_on", {})) <= set(SERVICES)
        for volume in service.get("volumes", ()):
            source = volume.split(":")[0]
            assert (ROOT / source).exists() if source.startswith("./") else source in YAML["volumes"], volume
    assert SERVICES["nginx"]["ports"] == ["${PORT:-8000}:80"]
    assert "/readyz" in " ".join(SERVICES["web"]["healthcheck"]["test"])
    assert "/healthz" in DOCKERFILE


def test_compose_mounts_nginx_as_it_is_rendered() -> None:
    """`python -c "from scripts.province import front; print(front.for_containers(), end='')"` makes it anew."""
    assert (ROOT / "deploy" / "compose" / "nginx.conf").read_text(encoding="utf-8") == front.for_containers()


def test_the_nightly_copy_is_whole_and_old_ones_go(postgres_url: str, tmp_path: Path) -> None:
    parts = urlsplit(postgres_url)
    environment = {
        "PATH": f"{postgres_folder()}:{os.environ['PATH']}", "ONCE": "1", "KEEP": "2", "BACKUPS": str(tmp_path),
        "PGHOST": str(parts.hostname), "PGPORT": str(parts.port), "PGUSER": str(parts.username),
        "PGDATABASE": parts.path[1:],
    }  # fmt: skip
    for day in ("20260101", "20260102", "20260103"):
        (tmp_path / f"asean-{day}-020000.dump").touch()
    subprocess.run(["sh", str(ROOT / "deploy" / "compose" / "backup.sh")], env=environment, check=True)
    old, new = sorted(tmp_path.iterdir())
    assert old.name == "asean-20260103-020000.dump"
    assert (new.read_bytes()[:5], new.stat().st_mode & 0o777) == (b"PGDMP", 0o600)
