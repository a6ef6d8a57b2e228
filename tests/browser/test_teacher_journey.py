"""A new teacher's way from the login to printed cards, and from the end of a contest to its award list: few clicks."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.factories import PASSWORD
from tests.factories_lists import xlsx
from tests.serving import Server, serving

ADDRESS = "http://192.168.1.10:8000"  # cards name how a school's own server is reached
CLASS_LIST = [
    ("STT", "Họ và tên", "Lớp", "Ngày sinh"),
    (1, "Danh Thị Bích Trâm", "10A1", "02/03/2011"),
    (2, "Huỳnh Văn Út", "10A1", "15/08/2011"),
    (3, "Trương Nguyễn Hoàng Phương Thanh Nghiêng", "10A2", "30/11/2011"),
]
# the count outlives the pages of one tab; a script that clicks does not count
COUNTER = """addEventListener('pointerdown', (event) => {
  if (event.isTrusted) sessionStorage.clicks = Number(sessionStorage.clicks || 0) + 1
}, true)"""


@dataclass
class Way:
    """A tab with what it has cost so far."""

    page: Page
    loads: list[str] = field(default_factory=list)

    @property
    def clicks(self) -> int:
        return int(self.page.evaluate("sessionStorage.clicks || 0"))

    def press(self, name: str, role: str = "button") -> None:
        self.page.get_by_role(role, name=name, exact=True).first.click()  # type: ignore[arg-type]  # a role by its name


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving(start=False, PUBLIC_URL=ADDRESS) as running:
        call = "from tests.browser.test_teacher_journey import build; build()"
        running.manage("shell", "--no-imports", "-c", call)
        running.start()
        yield running


@pytest.fixture
def way(browser: Browser, server: Server) -> Iterator[Way]:
    context = browser.new_context(locale="vi-VN", viewport={"width": 1366, "height": 768}, accept_downloads=True)
    context.add_init_script(COUNTER)
    page = context.new_page()
    page.set_default_timeout(30_000)
    way = Way(page)
    page.on("load", lambda loaded: way.loads.append(loaded.url))
    yield way
    context.close()


def login(way: Way, server: Server, name: str) -> None:
    way.page.goto(f"{server.url}/login/")
    way.page.get_by_label("Tên đăng nhập").fill(name)
    way.page.get_by_label("Mật khẩu").fill(PASSWORD)
    way.press("Đăng nhập")


def build() -> None:
    """Three schools: one has nothing yet, two have a contest that is over. Runs in the server's environment."""
    import itertools
    from datetime import timedelta

    from backend import clock
    from contests.models import Prize
    from tests import factories
    from tests.factories_results import make_counted

    factories._numbers = itertools.count(1000)  # far from what the bank of the server has
    school = factories.make_school(name="Trường THPT Hồ Thị Kỷ")
    factories.make_user("teacher", school=school, full_name="Phạm Thị Đào", username="thay-co-moi")
    opens_at = clock.now() - timedelta(days=1, hours=1)
    for way in ("at_once", "school"):
        contest = make_counted(rights=[4, 3, 2], opens_at=opens_at, confirmation=way, title=f"Cuộc thi {way}")
        for order, name in enumerate(("Giải Nhất", "Giải Nhì"), start=1):
            Prize.objects.create(contest=contest, order=order, name=name, quota=1)
        for role in ("teacher", "leader"):
            factories.make_user(role, school=contest.school, username=f"{role}-{way}")


def test_from_login_to_printed_cards(way: Way, server: Server, tmp_path: Path) -> None:
    listed = tmp_path / "danh-sach.xlsx"
    listed.write_bytes(xlsx(("Khối 10", CLASS_LIST)))
    login(way, server, "thay-co-moi")
    way.page.get_by_label("Tệp danh sách lớp").set_input_files(listed)
    way.press("Xem trước")
    way.press("Nhập rồi tạo cuộc thi")
    way.page.get_by_label("Tên cuộc thi").fill("Cùng tìm hiểu ASEAN")
    way.press("Tạo và đọc lại thể lệ")
    way.press("Công bố cuộc thi")
    with way.page.expect_download(timeout=60_000) as coming:
        way.press("Tạo thẻ và tải PDF")
    assert coming.value.path().read_bytes().startswith(b"%PDF-")
    assert coming.value.suggested_filename.endswith(".pdf")
    assert way.clicks <= 12, way.clicks
    assert len(way.loads) <= 6, way.loads


def test_from_the_end_to_the_award_list(way: Way, server: Server) -> None:
    login(way, server, "teacher-at_once")
    way.press("Xem kết quả", "link")
    awarded(way)
    assert way.clicks <= 10, way.clicks


def test_the_same_where_a_second_person_confirms(way: Way, server: Server) -> None:
    login(way, server, "teacher-school")
    way.press("Xem kết quả", "link")
    way.press("Đề nghị xác nhận")
    way.page.context.clear_cookies()  # the leader's own computer
    login(way, server, "leader-school")
    way.press("Xem kết quả", "link")
    way.press("Xác nhận kết quả")
    awarded(way)
    assert way.clicks <= 10, way.clicks


def awarded(way: Way) -> None:
    """From the results page to the list as it is printed."""
    way.press("Danh sách đạt giải", "link")
    way.press("Lập danh sách đạt giải")
    way.press("In danh sách đạt giải", "link")
    expect(way.page.locator("main")).to_contain_text("Giải Nhất")
