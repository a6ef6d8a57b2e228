"""The bank in a browser: no rule of accessibility broken, no sideways scroll, an editor that follows the hand."""

import json
import sys
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Dialog, Page, expect

from tests.serving import Server

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}
GIFT = "::flag::Cờ ASEAN có mấy màu?{=Bốn ~Ba ~Hai}\n\n::bad::Cờ có hình gì?{~Sao ~Trăng ~Lửa}\n"


@pytest.fixture(scope="module")
def server(fresh_server: Server) -> Server:
    return fresh_server


@pytest.fixture(scope="module")
def bank(server: Server) -> dict[str, str]:
    """Slugs of items in every state, and the session of an officer."""
    call = "from tests.browser.test_bank import build; build()"
    return dict(json.loads(server.manage("shell", "--no-imports", "-c", call).stdout.strip().splitlines()[-1]))


def build() -> None:
    """Runs in the server's environment; prints slugs and session as JSON."""
    from django.conf import settings
    from django.test import Client

    from backend import clock
    from quiz.actions import editing
    from quiz.models import Question
    from quiz.queries.bank import draft_alone
    from schools.models import Role
    from tests.factories import make_user
    from tests.factories_bank import make_edit, make_record
    from tests.factories_quiz import make_draft

    officer, teacher = make_user(Role.OFFICER, username="can-bo"), make_user(Role.TEACHER, username="thay-co")
    approved = Question.objects.filter(state="approved", kind="single", current__picture=None).order_by("slug")
    plain, edited = approved[0], approved[1]
    make_record(plain, 0.625)
    make_edit(edited, teacher, explanation_vi="Giải thích khác hẳn.")
    pictured = Question.objects.filter(state="approved", current__picture__isnull=False).order_by("slug")[0]
    editing.create_items(drafts=[make_draft(slug="moi-viet")], by=teacher, at=clock.now(), private=True)
    proposed = Question.objects.get(owner=teacher)
    editing.send_to_review(question=proposed, draft=draft_alone(proposed, proposed.current), by=teacher, at=clock.now())
    client = Client()
    client.force_login(officer, backend="schools.backends.StaffBackend")
    slugs = {"plain": plain.slug, "edited": edited.slug, "pictured": pictured.slug, "proposed": proposed.slug}
    for kind in ("multiple", "matching", "ordering", "number", "text"):
        slugs[kind] = Question.objects.filter(state="approved", kind=kind).order_by("slug")[0].slug
    sys.stdout.write(json.dumps({**slugs, "session": client.cookies[settings.SESSION_COOKIE_NAME].value}) + "\n")


@pytest.fixture
def page(browser: Browser, server: Server, bank: dict[str, str]) -> Iterator[Page]:
    context = browser.new_context(locale="vi-VN", viewport={"width": 1280, "height": 900})
    context.add_cookies([{"name": "sessionid", "value": bank["session"], "url": server.url}])
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()


def look_over(page: Page, what: str) -> None:
    """No rule broken, wide and narrow, and nothing to scroll sideways."""
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, f"{what} at {width} px is {overflow} px too wide"
        found = Axe().run(page, options=RULES).response["violations"]
        short = [(v["id"], v["help"], [n["html"][:160] for n in v["nodes"][:3]]) for v in found]
        assert short == [], f"{what} at {width} px: {json.dumps(short, ensure_ascii=False, indent=1)[:3000]}"


def open_all(page: Page) -> None:
    """Every fold of the page, one at a time being enough for the eye but not for the rules."""
    page.evaluate("document.querySelectorAll('main details').forEach((part) => { part.open = true })")


# how these pages open is looked at in test_accessibility.py
@pytest.mark.parametrize("path", ["?state=review", "?text=khong-co-cau-nay", "export/?format=gift&look=notes"])
def test_the_pages_of_the_bank_break_no_rule(page: Page, server: Server, path: str) -> None:
    page.goto(f"{server.url}/bank/{path}")
    open_all(page)
    look_over(page, path)


@pytest.mark.parametrize("name", ["plain", "edited", "pictured", "proposed", "matching", "ordering", "number", "text"])
def test_items_break_no_rule(page: Page, server: Server, bank: dict[str, str], name: str) -> None:
    page.goto(f"{server.url}/bank/{bank[name]}/")
    look_over(page, name)


@pytest.mark.parametrize("name", ["plain", "pictured", "multiple", "matching", "ordering", "number", "text"])
def test_the_editor_of_every_kind_breaks_no_rule(page: Page, server: Server, bank: dict[str, str], name: str) -> None:
    page.goto(f"{server.url}/bank/{bank[name]}/edit/")
    open_all(page)
    look_over(page, f"editor of {name}")


def test_refused_forms_break_no_rule(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/bank/new/")
    page.locator("[name=stem_vi]").fill("Câu chưa có phương án?")
    page.locator("[name=valid_from]").fill("31/02/2026")
    page.locator("button[value=save]").click()
    expect(page.locator("#id_valid_from_error")).to_be_visible()
    expect(page.locator("[name=stem_vi]")).to_have_value("Câu chưa có phương án?")
    look_over(page, "refused editor")


def test_a_file_is_looked_at_and_brought_in(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/bank/import/")
    page.locator("input[type=file]").set_input_files(
        {"name": "de.txt", "mimeType": "text/plain", "buffer": GIFT.encode()}
    )
    page.locator("main form button.pri").click()
    expect(page.locator("#pv")).to_be_visible()
    look_over(page, "import preview")
    # the box that leaves broken questions out must be ticked
    page.get_by_role("button", name="Nhập 1 câu").click()
    expect(page.locator("#pv")).to_be_visible()
    page.locator("[name=without_broken]").check()
    page.get_by_role("button", name="Nhập 1 câu").click()
    expect(page.locator("main tbody tr")).not_to_have_count(0)
    assert "state=draft" in page.url


def test_the_preview_follows_the_hand_and_stores_nothing(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/bank/new/")
    preview = page.locator("#preview")
    page.locator("[name=stem_vi]").type("Cờ <b>ASEAN</b> có mấy màu?")
    expect(preview.locator(".q")).to_have_text("Cờ <b>ASEAN</b> có mấy màu?")
    page.locator("[name=vi_0]").fill("Bốn")
    expect(preview.locator(".choice")).to_have_count(1)
    expect(preview).to_contain_text("Thiếu đáp án.")
    page.locator("[name=stem_en]").fill("How many colours?")
    page.locator("[data-look=en]").click()
    expect(preview.locator(".q")).to_have_text("How many colours?")
    expect(page.locator("[data-look=en]")).to_have_attribute("aria-pressed", "true")
    page.locator("[name=kind]").select_option("number")
    expect(preview.locator("input.written")).to_be_visible()
    assert (
        server.manage(
            "shell",
            "--no-imports",
            "-c",
            "from quiz.models import *; print(Question.objects.filter(slug__startswith='w-').count())",
        )
        .stdout.strip()
        .endswith("0")
    )


def test_rows_and_fields_appear_as_they_are_needed(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/bank/new/")
    rows = page.locator("[data-row]:visible")
    expect(rows).to_have_count(4)
    page.locator("[name=vi_3]").fill("Phương án thứ tư")
    expect(rows).to_have_count(5)
    page.locator("[name=vi_4]").fill("Phương án thứ năm")
    expect(rows).to_have_count(6)
    page.locator("[name=vi_4]").fill("")
    expect(rows).to_have_count(5)
    expect(page.locator("[name=answers]")).to_be_hidden()
    expect(page.locator("[name=match_vi_0]")).to_be_hidden()
    page.locator("[name=kind]").select_option("matching")
    expect(page.locator("[name=match_vi_0]")).to_be_visible()
    expect(page.locator("[name=right_0]")).to_be_hidden()
    page.locator("[name=kind]").select_option("text")
    expect(page.locator("[name=answers]")).to_be_visible()
    expect(rows).to_have_count(0)


def test_what_was_typed_is_not_left_by_mistake(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/bank/new/")
    page.locator("[name=stem_vi]").type("Câu viết dở")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", stay)
    page.goto(f"{server.url}/bank/")
    assert asked == ["beforeunload"]


def test_items_are_ticked_and_retiring_asks_first(page: Page, server: Server, bank: dict[str, str]) -> None:
    page.goto(f"{server.url}/bank/?text={bank['plain']}")
    box = page.locator(f"input[name=slug][value='{bank['plain']}']")
    expect(page.locator("[data-ticked]")).to_have_text("0")
    box.check()
    expect(page.locator("[data-ticked]")).to_have_text("1")
    page.locator("#m-act").select_option("retire")
    asked: list[str] = []

    def no(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.once("dialog", no)
    page.locator("#marking button").click()
    assert len(asked) == 1
    expect(box).to_be_checked()
    # what changes nothing for contests is done without a question
    page.locator("#m-act").select_option("level:apply")
    page.locator("#marking button").click()
    expect(page.get_by_text("Đã đổi 1 câu.")).to_be_visible()
    page.locator(f"input[name=slug][value='{bank['plain']}']").check()
    page.locator("#m-act").select_option("retire")
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("#marking button").click()
    expect(page.get_by_text("Đã làm xong 1 câu.")).to_be_visible()
    expect(page.locator("main tbody tr")).to_have_count(0)
