"""`python -m scripts.pictures`: pictures of the main screens at their longest real cases, and the faults found.

Exit 1 where a page scrolls sideways, cuts text, lacks a named region, breaks an accessibility rule or complains.
"""

import argparse
import json
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from scripts.pictures import sheet
from scripts.pictures.camera import Camera, happen
from scripts.pictures.screens import EMPTY, FULL, Screen
from scripts.pictures.small import keep
from tests.services import chromium_program
from tests.serving import serving

CROWD = 18_000  # enough for counts of five digits everywhere


def main(arguments: list[str] | None = None) -> int:
    options = _options(arguments)
    folder = options.out or Path(tempfile.mkdtemp(prefix="pictures-"))
    folder.mkdir(parents=True, exist_ok=True)
    faults: dict[str, list[str]] = {}
    with sync_playwright() as play:
        args = ["--no-sandbox", "--disable-dev-shm-usage"]
        browser = play.chromium.launch(executable_path=chromium_program(), args=args)
        for screens, call in ((EMPTY, "build_empty()"), (FULL, f"build({options.crowd})")):
            chosen = [screen for screen in screens if not options.only or screen.name in options.only]
            if options.quick:
                chosen = [replace(screen, schemes=("light",)) for screen in chosen if "light" in screen.schemes]
            if chosen:
                faults |= _round(browser, chosen, call, folder, options)
        browser.close()
    if options.keep and not faults:
        keep(folder, options.keep)
    return _told(faults, folder)


def _round(browser: Browser, screens: list[Screen], call: str, folder: Path, options: Any) -> dict[str, list[str]]:
    """One state of a new database, filled before its server starts; the faults found in it."""
    with serving(start=False) as server:
        world = json.loads(happen(server, call))
        server.start()
        wishes = {name: getattr(options, name) for name in ("whole", "language", "plant", "quick")}
        camera = Camera(browser, server, world, folder, **wishes)
        camera.take(screens)
        if "school_class" in world and not options.only:
            sheet.take(server, world, folder)
    return camera.faults


def _told(faults: dict[str, list[str]], folder: Path) -> int:
    for name, found in faults.items():
        print(f"✗ {name}")
        for fault in found:
            print(f"    {fault}")
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}, {len(faults)} with faults")
    return 1 if faults else 0


def _options(arguments: list[str] | None) -> Any:
    reads = argparse.ArgumentParser(prog="python -m scripts.pictures", description=__doc__)
    reads.add_argument("--out", type=Path, help="where the pictures go (a new folder unless given)")
    reads.add_argument("--keep", type=Path, metavar="DIR", help="small copies of the main pictures, as in docs/img")
    reads.add_argument("--only", nargs="+", metavar="NAME", help="only these screens")
    reads.add_argument("--crowd", type=int, default=CROWD, help="pupils in the province")
    reads.add_argument("--language", choices=["vi", "en"], default="vi")
    reads.add_argument("--plant", default="", metavar="CSS", help="style added to every page, to see the checks fail")
    reads.add_argument("--quick", action="store_true", help="no dark ones, and without axe")
    reads.add_argument("--whole", action="store_true", help="whole pages instead of the first view")
    return reads.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
