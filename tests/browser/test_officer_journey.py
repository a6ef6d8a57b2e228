"""An officer's way from the overview to a corrected report: looked at, worded, frozen, fetched, corrected."""

import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from docx import Document
from playwright.sync_api import Browser, Page, expect
from python_calamine import CalamineWorkbook

from tests.browser.test_accessibility import axe, too_wide
from tests.factories import PASSWORD
from tests.serving import Server, serving

NARROW, PHONE, DESK = (320, 740), (360, 740), (1366, 768)


def build() -> None:
    """Runs in the server's environment."""
    from tests.factories_province import make_province

    make_province(schools=6, pupils=7, items=6)


def one_more_turn() -> None:
    """Somebody's paper comes in late: a figure moves."""
    from contests.models import Contest
    from schools.models import User
    from tests.factories_reports import make_turn

    contest = Contest.objects.order_by("pk")[0]
    silent = User.objects.filter(role="pupil", attempts=None, school__is_demo=True).order_by("-pk")[0]
    grade = silent.enrolments.get().school_class.grade
    make_turn(contest, silent, right=3, school=silent.school, grade=grade)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving(start=False) as running:
        running.manage("shell", "--no-imports", "-c", "from tests.browser.test_officer_journey import build; build()")
        running.start()
        yield running


@pytest.fixture
def desk(browser: Browser, server: Server) -> Iterator[Page]:
    context = browser.new_context(
        locale="vi-VN", viewport={"width": DESK[0], "height": DESK[1]}, reduced_motion="reduce", accept_downloads=True
    )
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.goto(f"{server.url}/login/?next=/department/")
    page.get_by_label("Tên đăng nhập").fill("minh-hoa-so")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).first.click()
    yield page
    context.close()


def test_from_the_overview_to_a_corrected_report(desk: Page, server: Server, tmp_path: Path) -> None:
    look_around(desk, server)
    write_by_keyboard(desk)
    freeze(desk)
    files_open(desk, tmp_path)
    correct(desk, server, tmp_path)


def look_around(desk: Page, server: Server) -> None:
    """Overview, silent schools, unit, school, contest: sound for everybody, nothing scrolls sideways, prints whole."""
    desk.goto(f"{server.url}/department/")
    expect(desk.get_by_role("heading", name="Chưa tham gia: 2 trường")).to_be_visible()
    expect(desk.get_by_text("Số liệu minh họa").first).to_be_visible()
    sound(desk, swept=True)
    desk.emulate_media(media="print")
    expect(desk.locator(".rail")).to_be_hidden()
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    desk.emulate_media(media="screen")
    desk.locator("table a[href*='/department/units/']").first.click()
    sound(desk, swept=True)
    desk.locator("table a[href*='/department/schools/']").first.click()
    sound(desk, swept=True)
    desk.locator("table a[href*='/department/contests/']").first.click()
    sound(desk, swept=True)
    desk.goto(f"{server.url}/department/registers/")
    expect(desk.get_by_role("heading", name="Sổ hoạt động toàn tỉnh")).to_be_visible()


def write_by_keyboard(desk: Page) -> None:
    """The draft is begun and worded without a mouse."""
    desk.get_by_role("link", name="Báo cáo", exact=True).focus()
    desk.keyboard.press("Enter")
    desk.locator("#ky").focus()
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    desk.locator("#s-strengths summary").focus()
    if not desk.locator("#w-strengths").is_visible():
        desk.keyboard.press("Enter")
    desk.keyboard.press("Tab")
    desk.keyboard.type("Có {hoc_sinh_du_thi} học sinh dự thi.")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Đã lưu 1 phần.")).to_be_visible()
    expect(desk.locator(".doc")).to_contain_text("học sinh dự thi.")
    sound(desk)


def freeze(desk: Page) -> None:
    desk.get_by_role("link", name="Xem lại và chốt").click()
    sound(desk)
    desk.get_by_role("button", name="Chốt báo cáo").click()
    expect(desk.get_by_text("Đã chốt bản 1.")).to_be_visible()
    sound(desk)


def files_open(desk: Page, folder: Path) -> None:
    """Each file is what its name says."""
    fetched = {kind: fetch(desk, kind, folder) for kind in ("docx", "section", "xlsx", "pdf", "json", "csv")}
    assert any("BÁO CÁO" in line.text for line in Document(str(fetched["docx"])).paragraphs)
    assert Document(str(fetched["section"])).tables
    assert len(CalamineWorkbook.from_path(str(fetched["xlsx"])).sheet_names) > 3
    assert fetched["pdf"].read_bytes().startswith(b"%PDF-")
    assert json.loads(fetched["json"].read_bytes())["issued"]["version"] == 1
    assert "tu-dien-du-lieu.csv" in zipfile.ZipFile(fetched["csv"]).namelist()


def fetch(desk: Page, kind: str, folder: Path) -> Path:
    with desk.expect_download() as waiting:
        desk.locator(f"a[href$='/files/{kind}']").click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def turns(desk: Page, folder: Path) -> int:
    return int(json.loads(fetch(desk, "json", folder).read_bytes())["report"]["overall"]["turns"])


def correct(desk: Page, server: Server, folder: Path) -> None:
    """A paper more: the second version says that the figure changed, but not from what, for that would tell of one
    pupil; and the first leads to it."""
    call = "from tests.browser.test_officer_journey import one_more_turn; one_more_turn()"
    server.manage("shell", "--no-imports", "-c", call)
    first, before = desk.url, turns(desk, folder)
    desk.get_by_role("button", name="Sửa và chốt bản mới").click()
    desk.get_by_role("link", name="Xem lại và chốt").click()
    desk.get_by_label("Lý do").fill("Một trường nộp bài muộn")
    desk.get_by_role("button", name="Chốt báo cáo").click()
    expect(desk.get_by_text("Đã chốt bản 2.")).to_be_visible()
    expect(desk.get_by_role("heading", name="Đã đổi so với bản 1")).to_be_visible()
    changed = desk.get_by_role("row").filter(has_text="Toàn tỉnh: lượt thi")
    was, now = (cell.inner_text() for cell in changed.locator("td").all())
    assert (was, int(now.replace(".", ""))) == ("có thay đổi", before + 1)
    assert turns(desk, folder) == before + 1
    sound(desk)
    desk.goto(first)
    expect(desk.get_by_text("Bản này đã được thay.")).to_be_visible()


def sound(desk: Page, *, swept: bool = False) -> None:
    """axe finds nothing in light and dark; nothing scrolls sideways at 320 px. `swept`: another test has looked at the
    page in the light."""
    address = desk.url
    desk.evaluate("document.querySelectorAll('main details').forEach((part) => { part.open = true })")
    desk.evaluate(AXE_SCRIPT)
    faults = [] if swept else [*axe(desk), *at_width(desk, PHONE, axe)]
    desk.emulate_media(color_scheme="dark")
    faults += [f"dark: {fault}" for fault in axe(desk)]
    desk.emulate_media(color_scheme="light")
    faults += at_width(desk, NARROW, too_wide)
    assert faults == [], "\n".join([address, *faults])


def at_width(desk: Page, size: tuple[int, int], look: Callable[[Page], list[str]]) -> list[str]:
    desk.set_viewport_size({"width": size[0], "height": size[1]})
    found = [f"at {size[0]} px: {fault}" for fault in look(desk)]
    desk.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    return found
