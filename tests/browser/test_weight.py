"""What a poor phone has to fetch: scripts, styles and the sitting page stay within their budgets."""

import gzip
import re
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.world import make_world
from tests.serving import ROOT, Server

STATIC = ROOT / "frontend" / "static"
MOST_SCRIPT = 30_000  # gzipped, in all: what lobby, sitting and board load
MOST_OTHER_SCRIPT = 7_000  # as above, what all other pages of a pupil load beside it
MOST_REHEARSAL_SCRIPT = 2_000  # as above, its own: a room opens that page on another day
MOST_STAFF_SCRIPT = 5_000  # as above, for people at a desk
MOST_ITEM_STYLE = 4_500  # pages that show questions load it beside the others
MOST_STYLE = 24_000  # tokens and app together, as they stand
MOST_FIRST_LOAD = 120_000  # the sitting page with everything it asks for, compressed


def packed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 6))


def loaded(*pages: str) -> set[str]:
    """These modules and all that they import."""
    needed, new = set(), set(pages)
    while new:
        needed |= new
        found = set()
        for name in new:
            path = STATIC / name
            for there in re.findall(r'from "(\.[^"]+)"|import "(\.[^"]+)"', path.read_text()):
                found.add(str((path.parent / "".join(there)).resolve().relative_to(STATIC)))
        new = found - needed
    return needed


def test_scripts_of_the_pupil() -> None:
    """Lobby, sitting and board together; and the rest (practice, result, home, card) beside them."""
    contest = loaded("js/early.js", *(f"js/pages/{name}.js" for name in ("lobby", "sit", "board", "leave")))
    every = {str(path.relative_to(STATIC)) for path in (STATIC / "js").rglob("*.js") if "staff" not in path.parts}
    assert sum(packed(STATIC / name) for name in contest) <= MOST_SCRIPT
    rehearsal = "js/pages/rehearsal.js"
    assert sum(packed(STATIC / name) for name in every - contest - {rehearsal}) <= MOST_OTHER_SCRIPT
    assert packed(STATIC / rehearsal) <= MOST_REHEARSAL_SCRIPT


def test_all_scripts_of_staff_pages_together() -> None:
    assert sum(packed(path) for path in (STATIC / "js" / "staff").glob("*.js")) <= MOST_STAFF_SCRIPT


def test_the_style_of_questions() -> None:
    assert (STATIC / "css" / "item.css").stat().st_size < MOST_ITEM_STYLE


def test_styles_of_every_page() -> None:
    assert sum((STATIC / "css" / name).stat().st_size for name in ("tokens.css", "app.css")) < MOST_STYLE


def test_scripts_name_every_module_they_need_and_carry_no_sentence() -> None:
    """Each level of imports costs a round trip on a slow line, so the page names all modules; words come from pages."""
    named = set(re.findall(r"js/[a-z_/]+\.js", (ROOT / "frontend/templates/contests/_sit_modules.html").read_text()))
    assert named == loaded("js/pages/sit.js")
    for path in (STATIC / "js").rglob("*.js"):
        assert not re.search(r"[ăâđêôơưàảãạèẻẽẹìỉĩịòỏõọùủũụỳỷỹỵ]", path.read_text(), re.IGNORECASE), path


def test_first_load_of_the_sitting_page_has_no_web_font_and_fits(server: Server, browser: Browser) -> None:
    world = make_world(server)
    context = browser.new_context(locale="vi-VN")
    context.add_cookies([{"name": "sessionid", "value": world.session, "url": server.url}])
    page = context.new_page()
    got: dict[str, int] = {}
    page.on("response", lambda reply: got.update({reply.url: len(gzip.compress(reply.body()))}))
    page.goto(server.url + world.path, wait_until="networkidle")
    context.close()
    assert not [url for url in got if url.endswith(".woff2")]
    assert all(url.startswith(server.url) for url in got)
    assert sum(got.values()) <= MOST_FIRST_LOAD
