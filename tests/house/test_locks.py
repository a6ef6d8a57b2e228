"""What is installed is pinned with hashes, in step with what was asked for, and names no address."""

import re

import pytest

from tests.serving import ROOT

FOLDER = ROOT / "requirements"
LOCKS = ("bootstrap", "run", "dev")
PIN = re.compile(r"^([a-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE | re.IGNORECASE)


def pins(name: str) -> dict[str, str]:
    return {found[0].lower().replace("_", "-"): found[1] for found in PIN.findall((FOLDER / name).read_text())}


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_address(name: str) -> None:
    text = (FOLDER / f"{name}.txt").read_text()
    assert re.findall(r"https?:|index-url|find-links|file:|trusted-host", text) == []


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_of_a_lock_has_hashes(name: str) -> None:
    blocks = re.split(r"\n(?=\S)", (FOLDER / f"{name}.txt").read_text().strip())
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_is_in_step_with_its_wishes(name: str) -> None:
    wanted, locked = pins(f"{name}.in"), pins(f"{name}.txt")
    assert {package: locked.get(package) for package in wanted} == wanted


def test_every_wish_is_pinned() -> None:
    for name in LOCKS:
        lines = [line.split("#")[0].strip() for line in (FOLDER / f"{name}.in").read_text().splitlines()]
        assert [line for line in lines if line and not line.startswith("-r ") and "==" not in line] == []


def test_development_runs_what_the_product_runs() -> None:
    run, dev = pins("run.txt"), pins("dev.txt")
    assert {name: dev.get(name) for name in run} == run
