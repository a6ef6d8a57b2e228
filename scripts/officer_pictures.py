"""`python -m scripts.officer_pictures`: plays an officer's way in a browser and takes the pictures of docs/guide.

From the overview to a corrected report, on a small province that is labelled as demonstration.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from scripts.guide_pictures import DESK, FOLDER, MOST_BYTES, PASSWORD, PATIENCE_MS
from scripts.pictures.small import shrink
from tests.services import chromium_program
from tests.serving import Server, serving

WIDEST = 900  # papers on a screen are full of small letters
WORDS = (
    "Có {hoc_sinh_du_thi} học sinh dự thi, đạt {ty_le_tham_gia} số học sinh được mời. Các trường tổ chức nghiêm túc, "
    "đúng thể lệ."
)
LIMITS = "Một số trường ở xa còn thiếu máy, học sinh phải thi theo ca."


class Way:
    """The officer's desk, with a picture at every stop."""

    def __init__(self, page: Page, server: Server, folder: Path) -> None:
        self.page, self.server, self.folder = page, server, folder

    def look(self) -> None:
        """Overview, silent schools, a cluster, a school, who has reported."""
        self._open("/login/")
        self.page.get_by_label("Tên đăng nhập").fill("minh-hoa-so")
        self.page.get_by_label("Mật khẩu").fill(PASSWORD)
        self._press("Đăng nhập")
        self._open("/department/")
        self._shoot("cb-1-tong-quan")
        self._at("Chưa tham gia")
        self._shoot("cb-2-chua-tham-gia")
        self.page.locator("table a[href*='/department/units/']").first.click()
        self._shoot("cb-3-dia-ban")
        self._open("/department/registers/")
        self._shoot("cb-4-so-hoat-dong")

    def write(self) -> None:
        """A draft, its words, the confirmation, the frozen version."""
        self._open("/department/reports/")
        self._press("Soạn báo cáo")
        self._word("strengths", WORDS)
        self._word("limits", LIMITS)
        self.page.locator("#s-strengths").evaluate("(it) => { it.scrollIntoView(); scrollBy(0, -220) }")
        self._shoot("cb-5-soan")
        self._press("Xem lại và chốt", "link")
        self._shoot("cb-6-chot")
        self._press("Chốt báo cáo")
        self._shoot("cb-7-ban-chot")

    def fetch(self, kind: str) -> Path:
        """A file of the version on the page."""
        with self.page.expect_download(timeout=PATIENCE_MS) as waiting:
            self.page.locator(f"a[href$='/files/{kind}']").click()
        path = self.folder / waiting.value.suggested_filename
        waiting.value.save_as(path)
        return path

    def correct(self) -> None:
        """A paper comes in late: a second version that says what changed."""
        call = "from tests.browser.test_officer_journey import one_more_turn; one_more_turn()"
        self.server.manage("shell", "--no-imports", "-c", call)
        self._press("Sửa và chốt bản mới")
        self._press("Xem lại và chốt", "link")
        self.page.get_by_label("Lý do").fill("Một trường nộp bài muộn")
        self._press("Chốt báo cáo")
        self._shoot("cb-8-dieu-chinh")

    def _word(self, section: str, text: str) -> None:
        self.page.locator(f"#s-{section}").evaluate("(part) => { part.open = true }")
        self.page.locator(f"#w-{section}").fill(text)
        self.page.locator(f"#s-{section} button[name=section]").click()
        self.page.wait_for_load_state()

    def _at(self, text: str) -> None:
        self.page.locator("main h2, main summary", has_text=text).first.evaluate(
            "(it) => { it.scrollIntoView(); scrollBy(0, -16) }"
        )

    def _open(self, path: str) -> None:
        self.page.goto(self.server.url + path)

    def _press(self, name: str, role: str = "button") -> None:
        self.page.get_by_role(role, name=name, exact=True).first.click()  # type: ignore[arg-type]  # a role by its name
        self.page.wait_for_load_state()

    def _shoot(self, name: str) -> None:
        self.page.screenshot(path=self.folder / f"{name}.png")


def main(arguments: list[str] | None = None) -> int:
    reads = argparse.ArgumentParser(prog="python -m scripts.officer_pictures", description=__doc__)
    reads.add_argument("--out", type=Path, default=FOLDER, help="where the small pictures go (docs/guide/img)")
    reads.add_argument("--raw", type=Path, help="where the large ones and the files stay (nowhere unless given)")
    options = reads.parse_args(arguments)
    with tempfile.TemporaryDirectory() as work, serving(start=False) as server:
        raw = options.raw or Path(work)
        raw.mkdir(parents=True, exist_ok=True)
        call = "from tests.factories_province import make_province; "
        call += f"make_province(password={PASSWORD!r})"
        server.manage("shell", "--no-imports", "-c", call)
        server.start()
        _play(server, raw)
        options.out.mkdir(parents=True, exist_ok=True)
        for picture in sorted(raw.glob("cb-*.png")):
            shrink(picture, options.out / f"{picture.stem}.webp", MOST_BYTES, WIDEST)
    return 0


def _play(server: Server, folder: Path) -> None:
    with sync_playwright() as playwright:
        args = ["--no-sandbox", "--disable-dev-shm-usage", "--lang=vi"]
        browser = playwright.chromium.launch(executable_path=chromium_program(), args=args)
        size = {"width": DESK[0], "height": DESK[1]}
        context = browser.new_context(viewport=size, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")  # type: ignore[arg-type]  # a size
        context.set_default_timeout(PATIENCE_MS)
        way = Way(context.new_page(), server, folder)
        way.look()
        way.write()
        for kind in ("docx", "xlsx"):
            way.fetch(kind)
        _page(way.fetch("pdf"), 1, folder / "cb-9-trang-dau.png")
        way.correct()
        way.fetch("docx")
        _page(way.fetch("pdf"), -1, folder / "cb-10-trang-dieu-chinh.png")
        browser.close()


def _page(paper: Path, number: int, picture: Path) -> None:
    """A page of a PDF as a picture (-1: the last), where poppler's programs are there."""
    if not shutil.which("pdftoppm"):
        return
    said = subprocess.run(["pdfinfo", str(paper)], capture_output=True, text=True, check=True).stdout
    last = next(int(line.split()[1]) for line in said.splitlines() if line.startswith("Pages:"))
    page = str(last if number < 0 else number)
    one = [
        "pdftoppm",
        "-r",
        "58",
        "-f",
        page,
        "-l",
        page,
        "-singlefile",
        "-png",
        str(paper),
        str(picture.with_suffix("")),
    ]
    subprocess.run(one, check=True)


if __name__ == "__main__":
    sys.exit(main())
