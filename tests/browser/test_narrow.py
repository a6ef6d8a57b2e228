"""Narrow screens and what does not fit them by itself: one long word, a printed code, dates side by side."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.sitting import Sitter, chip
from tests.browser.test_kinds import kinds  # noqa: F401 - a fixture
from tests.browser.world import World
from tests.serving import Server, serving

WIDTHS = (360, 320)
LONG = "aseanregionalforum.asean.org/" * 3
#: Every text of the elements becomes one long word.
ONE_WORD = "(parts, word) => parts.forEach((part) => { part.textContent = word })"
#: What stands beyond the right edge of the element in which it should be.
OUTSIDE = """(pairs) => pairs.map((inner) => [inner, inner.closest("label, li, .card")])
  .filter(([inner, outer]) => inner.getBoundingClientRect().right > outer.getBoundingClientRect().right + 1)
  .map(([inner]) => inner.outerHTML.slice(0, 120))"""
LINES = """(cells) => cells.map((cell) => {
  const range = document.createRange(); range.selectNodeContents(cell);
  return new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size })"""
#: How many pixels of its longest choice a select does not show; the arrow takes 20.
CUT = """(lists) => lists.map((list) => {
  const look = getComputedStyle(list), pen = document.createElement("canvas").getContext("2d");
  pen.font = look.font;
  const text = Math.max(...[...list.options].map((one) => pen.measureText(one.text).width));
  return text + 20 - (list.clientWidth - parseFloat(look.paddingLeft) - parseFloat(look.paddingRight)) })"""


def build() -> None:
    """Runs in the server's environment; prints {role: session} and ids as JSON."""
    from datetime import date

    from django.conf import settings
    from django.test import Client

    from backend import clock
    from schools.models import Placement
    from schools.rules import years
    from tests import factories
    from tests.cast import make_cast
    from tests.factories_results import make_counted

    cast = make_cast()
    side = cast.own
    factories.make_class(side.school, name="10A2", year=years.start_year(clock.today()))
    Placement.objects.create(school=side.school, unit=factories.make_unit(), valid_from=date(2011, 3, 4))
    attempt = make_counted(rights=[3, 1], school=side.school).attempts.order_by("pk")[0]
    people = {"leader": side.leader, "officer": cast.officer, "sitter": attempt.user}
    facts: dict[str, object] = {"school": side.school.pk, "attempt": attempt.pk}
    for role, user in people.items():
        client = Client()
        client.force_login(user, backend=f"schools.backends.{'Card' if role == 'sitter' else 'Staff'}Backend")
        facts[role] = client.cookies[settings.SESSION_COOKIE_NAME].value
    sys.stdout.write(json.dumps(facts) + "\n")


@dataclass(frozen=True)
class Site:
    """A server with its people, and a browser for each page."""

    browser: Browser
    server: Server
    facts: dict[str, str]

    def page(self, role: str, path: str) -> Page:
        """Ends with the browser."""
        context = self.browser.new_context(locale="vi-VN", viewport={"width": WIDTHS[0], "height": 740})
        context.add_cookies([{"name": "sessionid", "value": self.facts[role], "url": self.server.url}])
        page = context.new_page()
        page.goto(self.server.url + path)
        return page


@pytest.fixture(scope="module")
def site(browser: Browser) -> Iterator[Site]:
    with serving(start=False) as server:  # nobody else settles the contest meanwhile
        call = "from tests.browser.test_narrow import build; build()"
        facts = json.loads(server.manage("shell", "--no-imports", "-c", call).stdout.strip().splitlines()[-1])
        server.start()
        yield Site(browser, server, facts)


def fits(page: Page) -> None:
    """In both widths nothing scrolls sideways."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_one_long_word_stays_in_its_box_on_the_paper(kinds: World, sit: Sitter) -> None:  # noqa: F811 - a fixture
    page = sit(kinds)
    chip(page, "Đã lưu")
    texts = "[data-item] .choice label > :nth-child(2), [data-item] .pairs label, [data-item] legend, option"
    page.locator(texts).evaluate_all(ONE_WORD, LONG)
    for number in range(1, 6):
        fits(page)
        inside = page.locator(f"#q{number} .choice .mark, #q{number} .pairs select")
        assert inside.evaluate_all(OUTSIDE) == [], number
        page.locator("[data-act=next]").click()


def test_one_long_word_stays_in_its_box_on_the_result(site: Site) -> None:
    page = site.page("sitter", f"/sit/{site.facts['attempt']}/result/")
    texts = page.locator(".rev > div > :nth-child(2), article h3")
    assert texts.count()
    texts.evaluate_all(ONE_WORD, LONG)
    fits(page)
    assert page.locator(".rev .tag").evaluate_all(OUTSIDE) == []


def test_the_slip_with_the_code_fits(site: Site) -> None:
    page = site.page("leader", "/people/staff/")
    page.locator("[name=full_name]").fill("Nguyễn Hoàng Phương Uyên")
    page.locator("[name=username]").fill(f"{'nguyenhoangphuonguyen' * 2}{page.evaluate('Date.now()')}")
    page.locator("form[action='/people/staff/'] button.pri").click()
    assert page.locator("dd.lg.num").inner_text().count("-") == 2
    fits(page)
    assert page.locator("dd.lg.num").evaluate_all(LINES) == [1]
    assert page.locator("dd").evaluate_all(OUTSIDE) == []


def test_the_choices_of_the_next_school_year_can_be_read(site: Site) -> None:
    page = site.page("leader", "/people/year/")
    lists = page.locator("tbody select")
    assert lists.count()
    fits(page)
    assert max(lists.evaluate_all(CUT)) <= 0


def test_dates_in_folded_tables_stay_whole(site: Site) -> None:
    page = site.page("officer", f"/people/places/{site.facts['school']}/")
    days = page.locator("td.num:has-text('04/03/2011')")
    assert days.count() == 1
    fits(page)
    assert days.evaluate_all(LINES) == [1]
    assert days.evaluate_all(OUTSIDE) == []


def test_what_is_kept_about_oneself_fits(site: Site) -> None:
    page = site.page("sitter", "/account/data/")
    assert page.locator("article").count()
    page.locator("h2, h3, dd:not(.num)").evaluate_all(ONE_WORD, LONG)
    fits(page)
