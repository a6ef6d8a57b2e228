"""The screens whose pictures are taken: where they are, who looks, and what must be found on them by name."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

from scripts.pictures.checks import Region

Size = tuple[int, int]
PHONE: Size = (360, 740)
DESKTOP: Size = (1366, 768)
PROJECTOR: Size = (1920, 1080)
NAMES = {PHONE: "phone", DESKTOP: "desktop", PROJECTOR: "projector"}
SAVED = re.compile("Đã lưu|Saved")
SCHEMES = ("light", "dark")
HEADER: Region = ("banner", "")
FOOT: Region = ("contentinfo", "")
LANGUAGE: Region = ("button", "English|EN|Tiếng Việt")
FRAME = (HEADER, FOOT, LANGUAGE)
RAIL: Region = ("navigation", "Khu vực làm việc")


def _as_it_opens(page: Page) -> None:
    """Nothing to do first."""


@dataclass(frozen=True)
class Screen:
    """`path` and `stir` are filled with what the world says; `ready` brings the page to the state that is pictured."""

    name: str
    path: str
    who: str = ""
    regions: Sequence[Region] = FRAME
    sizes: Sequence[Size] = (PHONE, DESKTOP)
    schemes: Sequence[str] = SCHEMES
    status: int = 200
    ready: Callable[[Page], None] = field(default=_as_it_opens)
    tall: int = 0  # height of the picture on a desktop, where the first view says too little
    stir: str = ""  # what happens in the world once the page is open


# of questions with options; a drop-down list says its choices again and again
LENGTHS = "all => all.map(one => one.matches('choice-single, choice-multiple') ? one.textContent.length : 0)"


def _longest_question(page: Page) -> None:
    """Some answers given, one question flagged, and the longest question of the paper on screen."""
    chip = page.locator("save-chip")
    expect(chip).to_contain_text(SAVED, timeout=60_000)
    lengths = page.locator("[data-item]").evaluate_all(LENGTHS)
    for number in range(1, 6):
        _answer(page, number)
        page.locator("[data-act=next]").click()
    page.locator("[data-list] a").nth(lengths.index(max(lengths))).evaluate("link => link.click()")
    chosen = page.locator(f"#q{lengths.index(max(lengths)) + 1} input")
    expect(chosen.first).to_be_visible(timeout=60_000)
    if not chosen.nth(1).is_checked():
        chosen.nth(1).click()
    expect(chip).to_contain_text(SAVED, timeout=60_000)


def _answer(page: Page, number: int) -> None:
    """Something for the question, whatever its kind, unless it has an answer."""
    fields = page.locator(f"#q{number} select, #q{number} input")
    if fields.first.evaluate("field => field.tagName === 'SELECT'"):
        for at in range(fields.count()):
            fields.nth(at).select_option(index=at + 1)
    elif fields.first.evaluate("field => field.type === 'text'"):
        fields.first.fill("1967")
    elif not page.locator(f"#q{number} input:checked").count():
        fields.first.click()


def _review(page: Page) -> None:
    expect(page.locator("save-chip")).to_contain_text(SAVED, timeout=60_000)
    page.locator("[data-act=review]").first.evaluate("button => button.click()")
    expect(page.locator("#review h1")).to_be_visible()


def _board(page: Page) -> None:
    """Ten rows, some of which have moved."""
    expect(page.locator(".board li").nth(9)).to_be_visible(timeout=60_000)
    expect(page.locator(".board .dn").first).to_be_visible(timeout=60_000)


def _opened(page: Page) -> None:
    page.locator("main details summary").first.click()


EMPTY = (
    Screen("home-empty", "/", regions=(*FRAME, ("textbox", "Mã cuộc thi"), ("button", "Vào thi"))),
    Screen("home-pupil-empty", "/", who="pupil", regions=(*FRAME, ("textbox", "Mã cuộc thi"))),
    Screen("teach-empty", "/teach/", who="teacher", regions=(*FRAME, RAIL, ("link", "Tạo cuộc thi|cuộc thi mới"))),
    Screen("department-empty", "/department/", who="officer", regions=(*FRAME, RAIL)),
    Screen("people-empty", "/people/", who="teacher", regions=(*FRAME, RAIL)),
    Screen("error-404", "/contest/KHONG1/", status=404, regions=(HEADER, ("link", "Về trang|trang"))),
    Screen("error-403", "/teach/", who="pupil", status=403, regions=(HEADER, ("link", "Về trang|trang"))),
)

FULL = (
    Screen("home", "/", regions=(*FRAME, ("textbox", "Mã cuộc thi"), ("button", "Vào thi"), ("link", "thẻ"))),
    Screen("home-pupil", "/", who="fresh", regions=(*FRAME, ("textbox", "Mã cuộc thi"), ("button", "Vào thi"))),
    Screen("lobby", "/contest/{soon}/", who="fresh", regions=(*FRAME, ("heading", "Luật thi"), ("timer", ""))),
    Screen("lobby-open", "/contest/{running}/", who="fresh", regions=(*FRAME, ("button", "Bắt đầu"))),
    Screen(
        "question",
        "/sit/{sit}/",
        who="pupil",
        regions=(*FRAME, ("timer", "Thời gian còn lại"), ("group", ""), ("button", "Câu sau|Tiếp|Xem lại")),
        ready=_longest_question,
    ),
    Screen("review", "/sit/{sit}/", who="pupil", regions=(*FRAME, ("button", "Nộp bài")), ready=_review),
    Screen("result", "/sit/{result}/result/", who="pupil", regions=FRAME),
    Screen("result-waiting", "/sit/{result_running}/result/", who="ended", regions=FRAME),
    Screen(
        "board",
        "/contest/{running}/board/",
        regions=(("list", "Mười bạn dẫn đầu"),),
        sizes=(PHONE, DESKTOP, PROJECTOR),
        ready=_board,
        stir="hand_in('{running}')",
    ),
    Screen("teach", "/teach/", who="teacher", regions=(*FRAME, RAIL)),
    Screen("contest", "/teach/contests/{over}/", who="officer", regions=(*FRAME, RAIL)),
    Screen("contest-running", "/teach/contests/{running}/", who="officer", regions=(*FRAME, RAIL)),
    Screen("contest-draft", "/teach/contests/{draft}/", who="teacher", regions=(*FRAME, RAIL, ("button", "Công bố"))),
    Screen(
        "contest-new",
        "/teach/contests/new/",
        who="teacher",
        regions=(*FRAME, RAIL, ("textbox", "Tên cuộc thi"), ("textbox", "Giờ mở"), ("group", "Ai được dự thi")),
    ),
    Screen("cards", "/people/classes/{school_class}/cards/", who="teacher", regions=(*FRAME, RAIL), ready=_opened),
    Screen("class", "/people/classes/{school_class}/", who="teacher", regions=(*FRAME, RAIL)),
    Screen("people", "/people/", who="teacher", regions=(*FRAME, RAIL)),
    Screen("department", "/department/", who="officer", regions=(*FRAME, RAIL), tall=1330),
    Screen("bank", "/bank/", who="teacher", regions=(*FRAME, RAIL)),
    Screen("bank-item", "/bank/members-p01/", who="officer", regions=(*FRAME, RAIL)),
    Screen("bank-editor", "/bank/members-p01/edit/", who="officer", regions=(*FRAME, RAIL), tall=1600),
    Screen("practice", "/practice/"),
    Screen("practice-question", "/practice/questions/?topic=members"),
)
