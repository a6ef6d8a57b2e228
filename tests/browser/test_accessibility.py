"""Every page of the permission tables, as somebody who may see it: axe finds nothing, nothing scrolls sideways."""

import json
import re
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Error, Page

from scripts.pictures.checks import AXE_TAGS
from tests.serving import Server, serving

#: Who is asked first; a page is looked at once, by the first of these who may see it.
LOOKERS = ("visitor", "anonymous", "entrant", "teacher", "leader", "officer")
#: Pages that differ by who looks: more looks than one.
AGAIN = {
    "home": ("entrant", "officer"),
    "contests:lobby": ("entrant",),
    "schools:account": ("leader",),
    "schools:people": ("leader", "officer"),
    "schools:class": ("leader",),
    "schools:pupil": ("officer",),
    "contests:teach": ("officer",),
}
#: Pages that say more once a contest is over.
OVER = ("contest", "results", "awards", "regrade", "regrade_item", "result_one", "results_print", "certificates")
SIZES = ((360, 740), (1366, 768))
PUPILS_WIDTH = 320


def build() -> None:
    """Runs in the server's environment; prints {role: [session, paths]} as JSON."""
    from django.conf import settings

    from tests.house.test_permissions import client_of, make_stage

    stage = make_stage()
    _more(stage)
    found: dict[str, tuple[str, list[str]]] = {}
    for role, path in dict.fromkeys(_paths(stage)):
        if role not in found:
            cookies = client_of(stage.people[role]).cookies
            found[role] = (cookies[settings.SESSION_COOKIE_NAME].value if stage.people[role] else "", [])
        found[role][1].append(path)
    sys.stdout.write(json.dumps(found) + "\n")


def _paths(stage: Any) -> Iterator[tuple[str, str]]:
    """(role, path) of every page, of the contest that runs and where it says more of one that is over."""
    from django.urls import reverse

    from tests.routes import routes, tables

    parameters = {route.name: route.parameters for route in routes()}
    for name, methods in tables().items():
        may = [role for role in LOOKERS if methods.get("GET", {}).get(role) == 200]
        for things in (stage.own, stage.over) if name.removeprefix("contests:") in OVER else (stage.own,):
            path = reverse(name, kwargs={parameter: things[parameter] for parameter in parameters[name]})
            yield from ((role, path) for role in [*may[:1], *AGAIN.get(name, ())])


def _more(stage: Any) -> None:
    """Something to see on the pages: consents, a token, a second class, a contest that is over."""
    from datetime import timedelta

    from backend import clock
    from contests.actions.awards import give_awards
    from contests.models import Attempt, Prize
    from schools.actions.consents import record_consents
    from schools.actions.tokens import make_token
    from tests.factories import make_class
    from tests.factories_results import make_counted

    side, at = stage.cast.own, clock.now()
    make_class(school=side.school, name="12A1", grade=12)
    record_consents(
        school_class=side.school_class, pupils=[side.pupil], ticks=[(side.pupil.pk, "show_name", "child")],
        signed_on=clock.day_of(at), by=side.teacher, at=at,
    )  # fmt: skip
    make_token(user=side.leader, name="Máy giáo vụ", wanted=["people:read", "results:read"], days=30, at=at)
    contest = make_counted(rights=[4, 3, 3, 2], opens_at=at - timedelta(days=2), school=side.school)
    Prize.objects.create(contest=contest, order=1, name="Giải Nhất", quota=1)
    give_awards(contest=contest, version=1, ties="all", by=side.teacher, at=at)
    attempt = Attempt.objects.filter(contest=contest)[0]
    item = attempt.paper.items.all()[0]
    stage.over = {**stage.own, "code": contest.code, "attempt_id": attempt.pk, "item_id": item.pk}


@pytest.fixture(scope="module")
def pages() -> Iterator[tuple[Server, dict[str, tuple[str, list[str]]]]]:
    with serving(start=False) as server:
        call = "from tests.browser.test_accessibility import build; build()"
        found = json.loads(server.manage("shell", "--no-imports", "-c", call).stdout.strip().splitlines()[-1])
        server.start()
        yield server, found


@pytest.mark.parametrize("role", [role for role in LOOKERS if role != "anonymous"])
def test_no_page_breaks_a_rule(
    browser: Browser, pages: tuple[Server, dict[str, tuple[str, list[str]]]], role: str
) -> None:
    server, found = pages
    faults: list[str] = []
    looked = [found[name] for name in (role, "anonymous" if role == "visitor" else "") if name in found]
    context = browser.new_context(locale="vi-VN", reduced_motion="reduce")
    session = looked[0][0]
    if session:
        context.add_cookies([{"name": "sessionid", "value": session, "url": server.url}])
    page = context.new_page()
    seen = 0
    for path in [path for _session, paths in looked for path in paths]:
        if opened(page, server.url + path):
            seen += 1
            faults += [f"{path} {fault}" for fault in faults_of(page, narrow=role in {"visitor", "entrant"})]
    context.close()
    assert seen >= 5
    assert faults == [], "\n".join(faults)


def opened(page: Page, address: str) -> bool:
    """Whether there is a page to look at: no file, no part of a page, no message for a program."""
    try:
        reply = page.goto(address)
    except Error as failure:
        if "Download is starting" not in str(failure):
            raise
        return False
    assert reply is not None
    assert reply.status == 200, f"{address}: {reply.status}"
    return reply.headers["content-type"].startswith("text/html") and reply.text().lstrip()[:9] == "<!doctype"


@pytest.mark.parametrize("role", ["teacher", "pupil", "leader", "officer", "visitor"])
def test_a_guide_is_one_sheet_of_paper(
    browser: Browser, pages: tuple[Server, dict[str, tuple[str, list[str]]]], role: str
) -> None:
    page = browser.new_page(locale="vi-VN")
    page.goto(f"{pages[0].url}/help/{role}/")
    margin = dict.fromkeys(("top", "right", "bottom", "left"), "12mm")
    printed = page.pdf(format="A4", margin=margin)  # type: ignore[arg-type]  # four margins
    page.close()
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1


def faults_of(page: Page, *, narrow: bool) -> list[str]:
    """Of the page with all its folds open, in both sizes."""
    page.evaluate("document.querySelectorAll('main details').forEach((part) => { part.open = true })")
    page.evaluate(AXE_SCRIPT)
    found: list[str] = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        found += [f"at {width} px: {fault}" for fault in [*too_wide(page), *axe(page)]]
    if narrow:
        page.set_viewport_size({"width": PUPILS_WIDTH, "height": 740})
        found += [f"at {PUPILS_WIDTH} px: {fault}" for fault in too_wide(page)]
    return found


def too_wide(page: Page) -> list[str]:
    """How far the page scrolls sideways, if it does."""
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{over} px too wide"] if over > 0 else []


def axe(page: Page) -> list[str]:
    """What axe finds on a page that has its script."""
    options = {"runOnly": {"type": "tag", "values": AXE_TAGS}, "resultTypes": ["violations"]}
    violations = page.evaluate("(options) => axe.run(options).then((found) => found.violations)", options)
    return [f"axe {one['id']}: {[node['html'][:160] for node in one['nodes'][:3]]}" for one in violations]
