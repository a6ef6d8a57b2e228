"""The pictures' checks find planted faults; and the screens, at their longest real cases, have none."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from scripts.pictures import checks
from tests.serving import ROOT, Server

REGIONS = (("banner", ""), ("contentinfo", ""), ("textbox", "Mã cuộc thi"), ("button", "Vào thi"))
PLANTS = {
    "overflow": ("main > .wrap { inline-size: 130vw; max-inline-size: none }", "overflow: "),
    "overflow at 320 px only": ("main > .wrap { min-inline-size: 340px }", "at 320 px: overflow: "),
    "clipped sideways": ("h1 { white-space: nowrap; overflow: hidden; inline-size: 8em }", "clipped: h1"),
    "clipped in height": ("h1 { overflow: hidden; block-size: 1em }", "clipped: h1"),
    "out of its box": (".btn.pri { inline-size: 3rem; white-space: nowrap; padding: 0 }", "clipped: button"),
    "squeezed": (".hint { inline-size: 2em }", "clipped: p#code-h"),
    "contrast": (".hint { color: #b9bfca }", "axe color-contrast"),
    "no region": ("header { display: none }", "missing: banner"),
}


@pytest.fixture
def home(browser: Browser, server: Server) -> Iterator[Page]:
    """The first page as it is, in a browser that lets a test plant style."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="vi-VN", bypass_csp=True)
    page = context.new_page()
    page.goto(server.url)
    yield page
    context.close()


def test_a_sound_page_has_no_fault(home: Page) -> None:
    assert checks.faults_of(home, REGIONS) == []


@pytest.mark.parametrize("plant", PLANTS)
def test_a_planted_fault_is_found(home: Page, plant: str) -> None:
    style, said = PLANTS[plant]
    home.add_style_tag(content=style)
    found = checks.faults_of(home, REGIONS)
    assert [fault for fault in found if fault.startswith(said)], found


def test_an_ellipsis_counts_only_where_the_whole_text_can_be_had(home: Page) -> None:
    home.add_style_tag(
        content="h1 { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; inline-size: 8em }"
    )
    assert checks.clipped(home)
    home.evaluate("() => { const h = document.querySelector('h1'); h.title = h.textContent }")
    assert checks.clipped(home) == []


def test_labels_of_a_chart_that_lie_on_each_other_are_found(home: Page) -> None:
    label = "<text x='{x}' y='20' font-size='12'>12.345</text>"
    for apart, faults in ((60, 0), (20, 1)):
        labels = label.format(x=0) + label.format(x=apart)
        home.set_content(f"<main><h1>Điểm</h1><svg viewBox='0 0 200 40' width='200'>{labels}</svg></main>")
        assert len(checks.clipped(home)) == faults


def pictures(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scripts.pictures", "--out", str(folder), "--crowd", "300", *options]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=600)


@pytest.mark.usefixtures("browser")
@pytest.mark.parametrize("options", [["--quick"], pytest.param([], marks=pytest.mark.long)], ids=["quick", "whole"])
def test_every_screen_is_sound(tmp_path: Path, options: list[str]) -> None:
    done = pictures(tmp_path, *options)
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    assert (tmp_path / "board-projector.png").stat().st_size > 10_000


@pytest.mark.usefixtures("browser")
def test_the_script_fails_on_a_fault(tmp_path: Path) -> None:
    done = pictures(tmp_path, "--only", "home-empty", "--plant", "main > .wrap { min-inline-size: 1500px }")
    assert done.returncode == 1
    assert "overflow: " in done.stdout
