"""`python -m scripts.guide_pictures`: plays a whole contest in a browser and takes the pictures of docs/guide.

A school with nothing yet: class list, contest, cards, a pupil's paper on a phone, results, award list; everything is
labelled as demonstration. Says how many seconds the machine took for each step, nobody's thinking counted.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from scripts.pictures.small import shrink
from tests.factories_lists import xlsx
from tests.services import chromium_program
from tests.serving import ROOT, Server, serving

FOLDER = ROOT / "docs" / "guide" / "img"
MOST_BYTES = 40_000
DESK, PHONE = (1200, 760), (360, 740)
ADDRESS = "http://192.168.1.10:8000"  # how a school's own server is reached
PATIENCE_MS = 60_000
PASSWORD = "mot cau minh hoa"
CLASS_LIST = [
    ("STT", "Họ và tên", "Lớp", "Ngày sinh"),
    (1, "Học sinh Minh họa Một", "10A1", "02/03/2011"),
    (2, "Học sinh Minh họa Hai", "10A1", "15/08/2011"),
    (3, "Học sinh Minh họa Ba", "10A2", "30/11/2011"),
]


class Play:
    """One contest, its teacher's desk and a pupil's phone."""

    def __init__(self, browser: Browser, server: Server, folder: Path) -> None:
        self.server, self.folder = server, folder
        self.desk = self._context(browser, DESK).new_page()
        self.phone = self._context(browser, PHONE).new_page()
        self.code = ""
        self.started = time.monotonic()
        self.seconds: list[tuple[str, float]] = []

    def prepare(self) -> None:
        """From the login to printed cards."""
        self.desk.goto(f"{self.server.url}/login/")
        self.desk.get_by_label("Tên đăng nhập").fill("minh-hoa")
        self.desk.get_by_label("Mật khẩu").fill(PASSWORD)
        self._press("Đăng nhập")
        listed = self.folder / "danh-sach.xlsx"
        listed.write_bytes(xlsx(("Khối 10", CLASS_LIST)))
        self.desk.get_by_label("Tệp danh sách lớp").set_input_files(listed)
        self._shoot(self.desk, "gv-1-danh-sach")
        self._press("Xem trước")
        self._shoot(self.desk, "gv-2-xem-truoc")
        self._press("Nhập rồi tạo cuộc thi")
        self.desk.get_by_label("Tên cuộc thi").fill("Cùng tìm hiểu ASEAN")
        self._shoot(self.desk, "gv-3-tao-cuoc-thi")
        self._prizes()
        self._press("Tạo và đọc lại thể lệ")
        self._shoot(self.desk, "gv-4-doc-lai")
        self._press("Công bố cuộc thi")
        self.code = self.desk.locator(".code-show").inner_text().strip()
        self._shoot(self.desk, "gv-5-in-the")
        with self.desk.expect_download(timeout=PATIENCE_MS):
            self._press("Tạo thẻ và tải PDF")
        self._note("idea to cards")

    def sit(self) -> None:
        """A pupil waits, sits the paper and hands it in; the teacher sees it happen."""
        self.phone.goto(f"{self.server.url}/card/")
        self._shoot(self.phone, "hs-1-the")
        session = self._happen("say_session()")
        self.phone.context.add_cookies([{"name": "sessionid", "value": session, "url": self.server.url}])
        self.phone.goto(f"{self.server.url}/contest/{self.code}/")
        self._shoot(self.phone, "hs-2-phong-cho")
        self._move("open")
        self.phone.reload()
        self.phone.locator("form[action$=start] button").click()
        expect(self.phone.locator("save-chip")).to_contain_text("Đã lưu", timeout=PATIENCE_MS)
        self._answer_all()
        self.desk.goto(f"{self.server.url}/teach/contests/{self.code}/monitor/")
        expect(self.desk.locator("tbody tr").first).to_be_visible()
        self._shoot(self.desk, "gv-6-giam-sat")
        self._note("a pupil's paper")

    def end(self) -> None:
        """From the bell to the award list."""
        self._move("end")
        self.started = time.monotonic()
        self.desk.goto(f"{self.server.url}/teach/contests/{self.code}/")
        link = self.desk.get_by_role("link", name="Xem kết quả", exact=True)
        while not link.count():
            self.desk.wait_for_timeout(500)
            self.desk.reload()
        self._note("bell to results")
        link.first.click()
        self._shoot(self.desk, "gv-7-ket-qua")
        self._press("Danh sách đạt giải", "link")
        self._press("Lập danh sách đạt giải")
        self._shoot(self.desk, "gv-8-dat-giai")
        self._press("In danh sách đạt giải", "link")
        self._note("results to award list")
        self.phone.goto(f"{self.server.url}/sit/{self._happen('say_attempt()')}/result/")
        self._shoot(self.phone, "hs-4-ket-qua")

    def _prizes(self) -> None:
        self.desk.evaluate("document.querySelectorAll('main details').forEach((part) => { part.open = true })")
        for place, (name, quota) in enumerate((("Giải Nhất", "1"), ("Giải Nhì", "2")), start=1):
            self.desk.locator(f"[name=prize_name_{place}]").fill(name)
            self.desk.locator(f"[name=prize_quota_{place}]").fill(quota)

    def _answer_all(self) -> None:
        """Right wherever a choice is asked for; a picture on the way, then handed in."""
        right, pictured = json.loads(self._happen("say_right()")), False
        for number in range(1, self.phone.locator("[data-item]").count() + 1):
            codes = right.get(self.phone.locator(f"#q{number}").get_attribute("data-item"), [])
            for code in codes:
                self.phone.locator(f"#q{number} input[value='{code}']").click()
            if len(codes) == 1 and not pictured:
                pictured = True
                expect(self.phone.locator("save-chip")).to_contain_text("Đã lưu", timeout=PATIENCE_MS)
                self._shoot(self.phone, "hs-3-lam-bai")
            self.phone.locator("[data-act=next]").click()
        expect(self.phone.locator("save-chip")).to_contain_text("Đã lưu", timeout=PATIENCE_MS)
        self.phone.locator("[data-act=review]").first.evaluate("button => button.click()")
        self.phone.locator(".dock [data-act=submit]").click()
        self.phone.locator("#confirm button[value=submit]").click()
        expect(self.phone.locator("#finish")).to_be_visible()

    def _press(self, name: str, role: str = "button") -> None:
        self.desk.get_by_role(role, name=name, exact=True).first.click()  # type: ignore[arg-type]  # a role by its name

    def _shoot(self, page: Page, name: str) -> None:
        page.wait_for_load_state("load")
        page.screenshot(path=self.folder / f"{name}.png")

    def _move(self, what: str) -> None:
        """The contest's hours, moved so that nobody has to wait."""
        self._happen(f"move({what!r})")

    def _happen(self, call: str) -> str:
        said = self.server.manage("shell", "--no-imports", "-c", f"from scripts.guide_pictures import *; {call}")
        return (said.stdout.strip().splitlines() or [""])[-1]

    def _note(self, step: str) -> None:
        self.seconds.append((step, time.monotonic() - self.started))
        self.started = time.monotonic()

    def _context(self, browser: Browser, size: tuple[int, int]) -> BrowserContext:
        viewport = {"width": size[0], "height": size[1]}
        context = browser.new_context(
            viewport=viewport, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", reduced_motion="reduce"  # type: ignore[arg-type]  # a size
        )  # fmt: skip
        context.set_default_timeout(PATIENCE_MS)
        return context


def build() -> None:
    """A school with nothing yet and its teacher. This and the next four run in the server's environment."""
    from tests.factories import make_school, make_user

    school = make_school(name="Trường THPT Minh họa Rừng Đước", is_demo=True)
    make_user(
        "teacher", school=school, full_name="Giáo viên Minh họa", username="minh-hoa", is_demo=True, password=PASSWORD
    )


def say_session() -> None:
    """A login of the first pupil of the class list."""
    from django.conf import settings
    from django.test import Client

    from schools.models import User

    client = Client()
    client.force_login(User.objects.filter(role="pupil").order_by("pk")[0], backend="schools.backends.CardBackend")
    sys.stdout.write(f"{client.cookies[settings.SESSION_COOKIE_NAME].value}\n")


def say_attempt() -> None:
    from contests.models import Attempt

    sys.stdout.write(f"{Attempt.objects.get().pk}\n")


def say_right() -> None:
    """What is right in questions with options, by item; all but two of them."""
    from contests.models import PaperKey

    keys = PaperKey.objects.filter(item__kind__in=("single", "multiple")).order_by("item__position")
    right = {key.item_id: json.loads(key.value) for key in keys[2:]}
    sys.stdout.write(f"{json.dumps(right)}\n")


def move(what: str) -> None:
    """The contest is open, or over."""
    from datetime import timedelta

    from backend import clock
    from contests.models import Contest

    now = clock.now()
    if what == "open":
        Contest.objects.update(opens_at=now - timedelta(minutes=2), closes_at=now + timedelta(hours=1))
    else:
        Contest.objects.update(closes_at=now - timedelta(seconds=30))


def main(arguments: list[str] | None = None) -> int:
    reads = argparse.ArgumentParser(prog="python -m scripts.guide_pictures", description=__doc__)
    reads.add_argument("--out", type=Path, default=FOLDER, help="where the small pictures go (docs/guide/img)")
    reads.add_argument("--raw", type=Path, help="where the large ones stay (nowhere unless given)")
    options = reads.parse_args(arguments)
    with tempfile.TemporaryDirectory() as work, serving(start=False, PUBLIC_URL=ADDRESS) as server:
        raw = options.raw or Path(work)
        raw.mkdir(parents=True, exist_ok=True)
        server.manage("shell", "--no-imports", "-c", "from scripts.guide_pictures import build; build()")
        server.start()
        play = _played(server, raw)
        options.out.mkdir(parents=True, exist_ok=True)
        for picture in sorted(raw.glob("*.png")):
            shrink(picture, options.out / f"{picture.stem}.webp", MOST_BYTES)
    for step, seconds in play.seconds:
        print(f"{seconds:6.1f} s  {step}")
    return 0


def _played(server: Server, folder: Path) -> Play:
    with sync_playwright() as playwright:
        args = ["--no-sandbox", "--disable-dev-shm-usage", "--lang=vi"]
        env: dict[str, str | float | bool] = {**os.environ, "LANGUAGE": "vi"}  # the browser's own buttons
        browser = playwright.chromium.launch(executable_path=chromium_program(), args=args, env=env)
        play = Play(browser, server, folder)
        play.prepare()
        play.sit()
        play.end()
        browser.close()
    return play


if __name__ == "__main__":
    sys.exit(main())
