"""The container files, without a container engine: linted, and in step with the project."""

import re
import subprocess
import sys
from pathlib import Path

from tests.serving import ROOT

BIN = Path(sys.executable).parent
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")


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
    assert set(re.findall(r"image: (\S+:\S+)", COMPOSE)) == {"postgres:15-bookworm", "redis:7-bookworm"}


def test_the_container_starts_what_make_run_starts() -> None:
    from backend import servers

    flags = servers.command("daphne", "0.0.0.0", 8000)[1:]
    assert f"CMD {['python', *flags]}".replace("'", '"') in DOCKERFILE
