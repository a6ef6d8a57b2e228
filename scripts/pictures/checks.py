"""What a page must hold before its picture counts: every check gives the faults it found, in words."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

LOOKS = (Path(__file__).parent / "looks.js").read_text(encoding="utf-8")
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW = 320

#: Every page has these: a role and, where it matters, a pattern its accessible name must match.
Region = tuple[str, str]
COMMON: Sequence[Region] = (("main", ""), ("heading", ""))


def faults_of(page: Page, regions: Sequence[Region], *, narrow: bool = True, rules: bool = True) -> list[str]:
    """All faults of the page as it stands; with `narrow` also how it stands at 320 px, with `rules` what axe finds."""
    found = [*overflow(page), *clipped(page), *missing(page, regions), *(axe(page) if rules else [])]
    if narrow:
        found += [f"at {NARROW} px: {fault}" for fault in _at_width(page, NARROW)]
    return found


def overflow(page: Page) -> list[str]:
    """What sticks out of the picture sideways, so that the page scrolls or the rest is never seen."""
    return [f"overflow: {said}" for said in page.evaluate(f"({LOOKS})().overflow")]


def clipped(page: Page) -> list[str]:
    """Text that is cut off and can be read nowhere else, or that runs out of its own box."""
    return [f"clipped: {said}" for said in page.evaluate(f"({LOOKS})().clipped")]


def missing(page: Page, regions: Sequence[Region]) -> list[str]:
    """Regions that a reader of this screen needs and a screen reader cannot find."""
    said = [f"missing: {role} {name!r}" for role, name in (*COMMON, *regions) if not _there(page, role, name)]
    titled = page.get_by_role("heading", level=1).count() > 0
    return said if titled else [*said, "missing: a first-level heading"]


def axe(page: Page) -> list[str]:
    """Violations axe-core finds, with the first places and what it measured."""
    options = {"runOnly": {"type": "tag", "values": AXE_TAGS}, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [f"axe {v['id']} ({v['impact']}): {_places(v['nodes'])}" for v in found]


def _places(nodes: list[dict[str, Any]]) -> str:
    said = [f"{' '.join(map(str, n['target']))} — {' '.join(n['failureSummary'].split())[:200]}" for n in nodes[:3]]
    return " | ".join(said) + (f" and {len(nodes) - 3} more" if len(nodes) > 3 else "")


def _there(page: Page, role: str, name: str) -> bool:
    found: Locator = page.get_by_role(role, name=re.compile(name, re.IGNORECASE)) if name else page.get_by_role(role)  # type: ignore[arg-type]  # a role by its name
    return any(one.is_visible() for one in found.all())


def _at_width(page: Page, width: int) -> list[str]:
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({"width": width, "height": size["height"]})
    try:
        return [*overflow(page), *clipped(page)]
    finally:
        page.set_viewport_size(size)
