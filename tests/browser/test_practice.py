"""Practice in a real browser: by keyboard alone, on a narrow phone, without a line, and without scripts."""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from scripts.pictures import checks
from tests.browser.sitting import Wire
from tests.serving import Server

Practise = Callable[..., Page]
KINDS = ("single", "multiple", "matching", "ordering", "number", "text")
KEPT = "JSON.parse(localStorage.getItem('practice:' + document.getElementById('later').dataset.user) || '[]').length"


@dataclass(frozen=True)
class Room:
    """A server whose topic "Hiến chương ASEAN" is open with one question of each kind, and a pupil's login."""

    server: Server
    session: str
    user: int

    def cards(self) -> int:
        """Answers counted on the pupil's cards."""
        call = "from quiz.models import PracticeCard; print(sum(PracticeCard.objects.values_list('seen', flat=True)))"
        return int(self.server.manage("shell", "--no-imports", "-c", call).stdout.split()[-1])


@pytest.fixture(scope="module")
def server(fresh_server: Server) -> Server:
    return fresh_server


@pytest.fixture(scope="module")
def room(server: Server) -> Room:
    call = "from tests.browser.test_practice import build; build()"
    facts = json.loads(server.manage("shell", "--no-imports", "-c", call).stdout.strip().splitlines()[-1])
    return Room(server, **facts)


def build() -> None:
    """Runs in the server's environment; prints the facts as JSON."""
    from django.conf import settings
    from django.test import Client

    from quiz.actions.questions import load_drafts
    from quiz.exchange.bank_folder import TopicDraft
    from quiz.models import Question, Topic
    from quiz.rules.draft import OptionDraft as Option
    from tests.cast import make_cast
    from tests.factories_quiz import AT, make_draft, make_multiple

    Question.objects.filter(topic__code="charter").update(shelf="kept")
    topics = [TopicDraft(row.code, row.name_vi, row.name_en, row.pillar) for row in Topic.objects.all()]
    capitals = (("Lào", "Viêng Chăn"), ("Campuchia", "Phnôm Pênh"), ("Thái Lan", "Băng Cốc"))
    matching = tuple(Option(vi, vi, match_vi=capital, match_en=capital) for vi, capital in capitals)
    ordering = tuple(Option(vi, vi) for vi in ("Tuyên bố Băng Cốc", "Việt Nam gia nhập", "Hiến chương có hiệu lực"))
    always = {"shelf": "open", "valid_from": None}
    drafts = [
        make_draft(slug="practice-single", **always),
        make_multiple(slug="practice-multiple", stem_vi="Những nước nào ký Tuyên bố Băng Cốc?", **always),
        make_draft(slug="practice-matching", kind="matching", options=matching, stem_vi="Ghép thủ đô.", **always),
        make_draft(slug="practice-ordering", kind="ordering", options=ordering, stem_vi="Sắp thứ tự.", **always),
        make_draft(slug="practice-number", kind="number", options=(), answers=("1967",), stem_vi="Năm nào?", **always),
        make_draft(slug="practice-text", kind="text", options=(), answers=("Jakarta",), stem_vi="Ở đâu?", **always),
    ]
    load_drafts(drafts=drafts, topics=topics, at=AT)
    pupil = make_cast().own.pupil
    client = Client()
    client.force_login(pupil, backend="schools.backends.CardBackend")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    sys.stdout.write(json.dumps({"session": session, "user": pupil.pk}) + "\n")


@pytest.fixture
def practise(browser: Browser, room: Room) -> Iterator[Practise]:
    """Opens a page of practice in a browser of its own, as a visitor or as the pupil."""
    contexts: list[BrowserContext] = []

    def opened(path: str = "questions/?topic=charter", *, pupil: bool = False, **options: object) -> Page:
        context = browser.new_context(locale="vi-VN", viewport={"width": 360, "height": 740}, **options)  # type: ignore[arg-type]  # options of a context
        contexts.append(context)
        if pupil:
            context.add_cookies([{"name": "sessionid", "value": room.session, "url": room.server.url}])
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto(f"{room.server.url}/practice/{path}")
        return page

    yield opened
    for context in contexts:
        context.close()


def kind_on(page: Page) -> str:
    """The kind of the question on screen."""
    found = page.locator("[data-question]:visible [data-item]").evaluate("(element) => element.tagName")
    return str(found).removeprefix("CHOICE-").lower()


def answer_by_keyboard(page: Page) -> str:
    """Answers the question on screen without the mouse, from its legend; gives its kind."""
    kind = kind_on(page)
    if kind in {"single", "multiple"}:
        page.keyboard.press("1")
        page.keyboard.press("B" if kind == "multiple" else "2")
        page.keyboard.press("Enter")
        return kind
    page.keyboard.press("1")  # the first field has the focus
    if kind in {"number", "text"}:
        page.keyboard.type("1967")
        page.keyboard.press("Enter")
        return kind
    for place in range(1, 4):
        for _step in range(place):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the button after the last field
    return kind


def test_a_whole_batch_by_keyboard(practise: Practise) -> None:
    page = practise()
    seen = []
    for number in range(1, len(KINDS) + 1):
        expect(page.locator("[data-now]")).to_have_text(str(number))
        if number > 1:
            expect(page.locator("[data-question]:visible legend")).to_be_focused()
        seen.append(answer_by_keyboard(page))
        expect(page.locator("[data-question]:visible [data-verdict]")).to_be_focused()
        verdict = page.locator("[data-question]:visible [data-verdict]").inner_text().strip()
        expect(page.locator("[data-voice]")).to_have_text(verdict)
        page.keyboard.press("Enter")
    expect(page.locator("#end-h")).to_be_focused()
    assert sorted(seen) == sorted(KINDS)
    counts = page.locator("#end [data-count]").all_inner_texts()
    assert sum(map(int, counts)) == len(KINDS)
    expect(page.locator("[data-verdict]:visible")).to_have_count(len(KINDS))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-now]")).to_have_text("1")


def test_no_answer_is_said_and_the_focus_goes_to_the_fields(practise: Practise) -> None:
    page = practise()
    page.keyboard.press("Enter")
    expect(page.locator("[data-question]:visible [data-none]")).to_be_visible()
    expect(page.locator("[data-question]:visible [data-item] :is(input, select)").first).to_be_focused()
    expect(page.locator("[data-verdict]")).to_have_count(0)


def test_an_arrow_key_moves_among_options_and_answers_nothing(practise: Practise) -> None:
    page = practise()
    while kind_on(page) != "single":
        answer_by_keyboard(page)
        expect(page.locator("[data-question]:visible [data-verdict]")).to_be_focused()
        page.keyboard.press("Enter")
    page.keyboard.press("1")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-question]:visible [data-item] input").nth(1)).to_be_checked()
    expect(page.locator("[data-question]:visible form button")).to_be_visible()


@pytest.mark.parametrize("width", [320, 1366])
def test_start_questions_and_verdicts_are_sound_on_phone_and_computer(practise: Practise, width: int) -> None:
    page = practise("")
    page.set_viewport_size({"width": width, "height": 740})
    assert checks.faults_of(page, (), narrow=False) == []
    page.goto(page.url + "questions/?topic=charter")
    for _number in KINDS:
        assert checks.faults_of(page, (), narrow=False) == []
        answer_by_keyboard(page)
        expect(page.locator("[data-question]:visible [data-verdict]")).to_be_focused()
        assert checks.faults_of(page, (), narrow=False) == []
        page.keyboard.press("Enter")
    expect(page.locator("#end-h")).to_be_focused()
    assert checks.faults_of(page, (), narrow=False) == []


def test_without_a_line_answers_are_kept_and_graded_when_it_is_back(practise: Practise, room: Room) -> None:
    page = practise(pupil=True)
    before = room.cards()
    wire = Wire(page)
    wire.cut()
    for _number in range(2):
        answer_by_keyboard(page)
        expect(page.locator("#waiting")).to_be_focused()
        expect(page.locator("#waiting")).to_contain_text("Đã ghi, sẽ chấm khi có mạng")
        page.keyboard.press("Enter")
    expect(page.locator("[data-now]")).to_have_text("3")
    assert page.evaluate(KEPT) == 2
    assert room.cards() == before

    wire.join()
    expect(page.locator("[data-question] [data-verdict]")).to_have_count(2)
    expect(page.locator("[data-question]:visible [data-verdict]")).to_have_count(0)
    assert page.evaluate(KEPT) == 0
    expect(page.locator("#kept")).to_be_hidden()
    assert room.cards() == before + 2


def test_an_answer_left_on_the_device_is_graded_at_the_next_visit(practise: Practise, room: Room) -> None:
    page = practise(pupil=True)
    before = room.cards()
    Wire(page).cut()
    answer_by_keyboard(page)
    expect(page.locator("#waiting")).to_be_visible()
    page.close()

    page = page.context.new_page()
    page.goto(f"{room.server.url}/practice/")
    expect(page.locator("#later [data-verdict]")).to_have_count(1)
    expect(page.locator("#later h2").first).to_be_visible()
    assert page.evaluate(KEPT) == 0
    assert checks.faults_of(page, (), narrow=False) == []
    assert room.cards() == before + 1


def test_a_verdict_that_was_lost_on_the_way_is_asked_for_again_and_counted_once(practise: Practise, room: Room) -> None:
    page = practise(pupil=True)
    before = room.cards()
    lost: list[int] = []

    def lose_first(route: object) -> None:
        if lost:
            route.continue_()  # type: ignore[attr-defined]  # a route
            return
        lost.append(route.fetch().status)  # type: ignore[attr-defined]  # the server has it
        route.abort()  # type: ignore[attr-defined]  # the device does not know

    page.route("**/practice/answers", lose_first)
    answer_by_keyboard(page)
    expect(page.locator("#waiting")).to_be_visible()
    expect(page.locator("[data-question]:visible [data-verdict]")).to_be_visible(timeout=15_000)
    assert lost == [200]
    assert room.cards() == before + 1


def test_without_scripts_one_question_a_page(practise: Practise) -> None:
    page = practise(java_script_enabled=False)
    expect(page.locator("[data-question]:visible")).to_have_count(1)
    page.locator("[data-question]:visible form button").click()
    expect(page.locator("[data-question]:visible [data-none]")).to_be_visible()
    fields = page.locator("[data-question]:visible [data-item] :is(input, select)")
    if fields.first.evaluate("(field) => field.tagName") == "SELECT":
        fields.first.select_option(index=1)
    elif fields.first.get_attribute("type") == "text":
        fields.first.fill("1967")
    else:
        fields.first.check(force=True)
    page.locator("[data-question]:visible form button").click()
    expect(page.locator("[data-verdict]")).to_be_visible()
    page.get_by_role("link", name="Câu tiếp").click()
    expect(page.locator("[data-question]:visible")).to_have_count(1)


def test_no_key_is_on_the_page_before_the_answer(practise: Practise) -> None:
    page = practise()
    texts = page.content()
    for secret in ("Jakarta", "Ngày thứ 30", "https://asean.org/charter", "data-verdict"):
        assert secret not in texts
