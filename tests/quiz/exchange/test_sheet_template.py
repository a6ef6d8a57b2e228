"""The workbook that a teacher fills in: what its guide says works at the first try."""

import io
import re
import zipfile
from datetime import date

import pytest
import python_calamine

from quiz.exchange import spreadsheet
from quiz.exchange.spreadsheet.columns import HEADINGS, column_of
from quiz.exchange.spreadsheet.guide import COMMENTS, EXAMPLES, GUIDE
from quiz.exchange.spreadsheet.writing import columns_for
from quiz.rules.draft import ItemDraft
from quiz.rules.kinds import KINDS
from quiz.rules.soundness import draft_problems
from tests.factories_quiz import make_draft, make_multiple
from tests.quiz.exchange.drafts import AWKWARD
from tests.quiz.exchange.workbooks import SHEET, filled

TOPICS = [("charter", "Hiến chương ASEAN"), ("ca_mau", "Cà Mau và ASEAN")]
TEMPLATE = spreadsheet.template(TOPICS)
COLUMNS = [column.heading for column in columns_for([])]


def part(name: str, data: bytes = TEMPLATE) -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read(name).decode()


def table(name: str) -> list[list[object]]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(TEMPLATE))
    return book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def typed(*rows: dict[str, str]) -> list[ItemDraft]:
    """What comes of rows typed under the template's headings."""
    cells = [{COLUMNS.index(heading): cell for heading, cell in row.items()} for row in rows]
    reading = spreadsheet.read(filled(TEMPLATE, cells))
    assert reading.problems == reading.notes == []
    return reading.drafts


def test_an_empty_template_holds_nothing_and_no_fault() -> None:
    reading = spreadsheet.read(TEMPLATE)
    assert (reading.drafts, reading.problems, reading.notes) == ([], [], [])


def test_the_first_sheet_is_the_one_to_fill_in() -> None:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(TEMPLATE))
    assert book.sheet_names == ["Câu hỏi", "Ví dụ", "Hướng dẫn", "Danh mục"]
    assert [about.visible == python_calamine.SheetVisibleEnum.Visible for about in book.sheets_metadata] == [
        True, True, True, False,
    ]  # fmt: skip
    assert table("Câu hỏi") == [COLUMNS]


def test_headings_stay_in_sight_are_explained_and_have_room() -> None:
    xml = part(SHEET)
    assert 'state="frozen"' in xml
    assert {base for base in HEADINGS if base not in COMMENTS} == set()
    assert part("xl/comments1.xml").count("<comment ") == len(COLUMNS)
    widths = [float(width) for width in re.findall(r'<col [^>]*width="([0-9.]+)"', xml)]
    assert min(widths) >= 12
    assert max(widths) <= 60


def test_lists_drop_down_with_vietnamese_words() -> None:
    xml = part(SHEET)
    assert xml.count('<dataValidation type="list"') == 6
    lists = {str(row[0]): [cell for cell in row[1:] if cell] for row in zip(*table("Danh mục"), strict=True)}
    assert lists["Dạng câu"] == ["Một đáp án", "Nhiều đáp án", "Ghép đôi", "Sắp thứ tự", "Điền số", "Điền từ"]
    assert lists["Mức độ"] == ["Nhận biết", "Thông hiểu", "Vận dụng", "Vận dụng cao"]
    assert lists["Chủ đề"] == ["Hiến chương ASEAN (charter)", "Cà Mau và ASEAN (ca_mau)"]
    assert set(lists) == {"Dạng câu", "Mức độ", "Phù hợp từ", "Trụ cột", "Kho", "Chủ đề"}


def test_every_word_of_the_lists_is_read_back() -> None:
    lists = {str(row[0]): [cell for cell in row[1:] if cell] for row in zip(*table("Danh mục"), strict=True)}
    for heading, words in lists.items():
        column, _english = column_of(heading) or pytest.fail(heading)
        if column.base == "kind":
            continue
        rows = [
            {
                "Câu hỏi": f"{word}?",
                "Phương án A": "x",
                "Phương án B": "y",
                "Phương án C": "z",
                "Đáp án": "A",
                heading: word,
            }
            for word in map(str, words)
        ]
        assert len({getattr(draft, column.base) for draft in typed(*rows)} - {""}) == len(words)


def test_a_topic_is_known_by_its_name_alone() -> None:
    row = {"Câu hỏi": "Q?", "Phương án A": "x", "Phương án B": "y", "Đáp án": "A", "Chủ đề": "cà mau VÀ asean"}
    assert typed(row)[0].topic == "ca_mau"


def test_the_examples_show_every_kind_and_are_sound() -> None:
    assert {draft.kind for draft in EXAMPLES} == set(KINDS)
    codes = {problem.code for draft in EXAMPLES for problem in draft_problems(draft, {""})}
    assert codes == set()


def test_copied_examples_come_in_as_they_are() -> None:
    heading, *rows = table("Ví dụ")
    assert heading == COLUMNS
    cells = [{place: cell for place, cell in enumerate(row) if cell != ""} for row in rows]
    # a number keeps its form when it is copied, a day as well; as text they are read, too
    texts = [
        {place: f"{cell:%d/%m/%Y}" if isinstance(cell, date) else _typed(cell) for place, cell in row.items()}
        for row in cells
    ]
    reading = spreadsheet.read(filled(TEMPLATE, texts))
    assert reading.problems == reading.notes == []
    unnamed = [make_draft(**{**vars_of(draft), "slug": ""}) for draft in reading.drafts]
    assert unnamed == list(EXAMPLES)
    assert len({draft.slug for draft in reading.drafts}) == len(EXAMPLES)


def _typed(cell: object) -> str:
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


def vars_of(draft: ItemDraft) -> dict[str, object]:
    return {name: value for name, value in vars(draft).items() if name not in {"choices", "key"}}


def test_what_the_guide_says_works() -> None:
    options = {"Phương án A": "Lào", "Phương án B": "Thái Lan", "Phương án C": "Brunei", "Phương án D": "Việt Nam"}
    partners = {"Vế ghép A": "1", "Vế ghép B": "2", "Vế ghép C": "3", "Vế ghép D": "4", "Vế ghép E": "5"}
    drafts = typed(
        {"Dạng câu": "Một đáp án", "Câu hỏi": "Q1?", **options, "Đáp án": "B", "Đúng từ ngày": "15/12/2008"},
        {"Dạng câu": "Nhiều đáp án", "Câu hỏi": "Q2?", **options, "Đáp án": "A, C", "Mức độ": "VDC"},
        {"Dạng câu": "Ghép đôi", "Câu hỏi": "Q3?", **options, **partners},
        {"Dạng câu": "Sắp thứ tự", "Câu hỏi": "Q4?", **options, "Đáp án": "C, A, B, D"},
        {"Dạng câu": "Điền số", "Câu hỏi": "Q5?", "Đáp án": "680,5"},
        {"Dạng câu": "Điền số", "Câu hỏi": "Q6?", "Đáp án": "660", "Đáp án đến": "680"},
        {"Dạng câu": "Điền từ", "Câu hỏi": "Q7?", "Đáp án": "Jakarta | Gia-các-ta"},
        {"Dạng câu": "Điền từ", "Câu hỏi": "Q8?", "Đáp án": "=Cà Mau"},
        {"Câu hỏi": "Q9?", **options, "Phương án A": "00123", "Đáp án": "A"},
    )
    assert [draft.kind for draft in drafts] == [
        "single", "multiple", "matching", "ordering", "number", "number", "text", "text", "single",
    ]  # fmt: skip
    assert drafts[0].valid_from == date(2008, 12, 15)
    assert drafts[2].options[4].match_vi == "5"
    assert [option.vi for option in drafts[3].options] == ["Brunei", "Lào", "Thái Lan", "Việt Nam"]
    assert [draft.answers for draft in drafts[4:8]] == [
        ("680.5",), ("660", "680"), ("Jakarta", "Gia-các-ta"), ("=Cà Mau",),
    ]  # fmt: skip
    assert drafts[8].options[0].vi == "00123"


def test_the_guide_is_written_for_people() -> None:
    assert table("Hướng dẫn") == [list(row) for row in GUIDE]
    text = " ".join(how for _what, how in GUIDE)
    for heading in ("Câu hỏi", "Đáp án", "Đáp án đến", "Phương án E", "Vế ghép E"):
        assert heading in text


def test_nothing_written_is_a_formula_or_a_link() -> None:
    drafts = [
        make_draft(stem_vi=f"{word} x", stem_en=word, source_title=word) for word in (*AWKWARD, "=1+1", "+1", "@a")
    ]
    data = spreadsheet.write(
        [make_draft(**{**vars_of(draft), "slug": f"q-{n}"}) for n, draft in enumerate(drafts)]
    ).data
    assert "<f>" not in part(SHEET, data)
    assert "<hyperlink" not in part(SHEET, data)
    styles = part("xl/styles.xml", data)
    assert 'quotePrefix="1"' in styles


def test_what_is_written_can_be_filled_in_like_the_template() -> None:
    data = spreadsheet.write([make_draft(), make_multiple(slug="charter-002")]).data
    assert part(SHEET, data).count('<dataValidation type="list"') == 5
    rows = filled(
        data, [{COLUMNS.index("Câu hỏi"): "Q?", 2: "a", 3: "b", 4: "c", COLUMNS.index("Đáp án"): "C"}], first=4
    )
    assert [draft.stem_vi for draft in spreadsheet.read(rows).drafts][2] == "Q?"


def test_equal_items_give_equal_files() -> None:
    assert spreadsheet.write([make_draft()]).data == spreadsheet.write([make_draft()]).data
    assert spreadsheet.template(TOPICS) == TEMPLATE
