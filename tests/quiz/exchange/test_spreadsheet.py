"""Items in Excel: what teachers type and what Excel makes of it, named cell by cell."""

from datetime import date, datetime, time, timedelta

import pytest

from quiz.exchange import spreadsheet
from quiz.exchange.reading import FileRefused, Reading
from quiz.rules.draft import ItemDraft, OptionDraft
from tests.quiz.exchange.workbooks import Rows, xlsx

HEADINGS = ["Câu hỏi", "Phương án A", "Phương án B", "Phương án C", "Phương án D", "Đáp án"]
QUESTION = ["Cờ ASEAN có mấy màu?", "Hai", "Ba", "Bốn", "Năm", "C"]


def read(rows: Rows, **options: object) -> Reading:
    return spreadsheet.read(xlsx(rows, **options))  # type: ignore[arg-type]


def one(rows: Rows, **options: object) -> ItemDraft:
    reading = read(rows, **options)
    assert reading.problems == []
    [draft] = reading.drafts
    return draft


def trouble(rows: Rows) -> tuple[str, str, tuple[str, ...]]:
    reading = read(rows)
    assert reading.drafts == []
    [problem] = reading.problems
    return problem.where, problem.code, problem.values


def refusal(rows: Rows) -> tuple[str, str, tuple[str, ...]]:
    with pytest.raises(FileRefused) as refused:
        read(rows)
    return refused.value.problem.where, refused.value.problem.code, refused.value.problem.values


def item(**cells: object) -> tuple[list[str], list[object]]:
    """Headings and cells of an item that is sound as it stands."""
    row = dict(zip(HEADINGS, QUESTION, strict=True)) | cells
    return list(row), list(row.values())


def given_cells(**cells: object) -> ItemDraft:
    return one(item(**cells))


def rights(draft: ItemDraft) -> list[str]:
    return [option.vi for option in draft.options if option.right]


def test_a_row_is_an_item() -> None:
    draft = one([HEADINGS, QUESTION])
    assert (draft.kind, draft.stem_vi, draft.stem_en) == ("single", "Cờ ASEAN có mấy màu?", "")
    assert [option.vi for option in draft.options] == ["Hai", "Ba", "Bốn", "Năm"]
    assert rights(draft) == ["Bốn"]
    assert draft.slug == one([HEADINGS, [cell.upper() if cell != "C" else cell for cell in QUESTION]]).slug


@pytest.mark.parametrize(
    "headings",
    [
        ["CÂU HỎI (*)", "A", "B", "C", "D", "ĐÁP ÁN ĐÚNG"],
        ["cau hoi", "phuong an a", "PHUONG AN B", "Phương  án\nC", "phương án d", "dap an"],
        ["Nội dung câu hỏi", "Đáp án A", "Đáp án B", "Đáp án C", "Đáp án D", "Đáp án"],
        ["Question", "Option A", "Option B", "Option C", "Option D", "Correct answer"],
        ["Question", "Answer 1", "Answer 2", "Answer 3", "Answer 4", "Key"],
        ["stem_vi", "option_a_vi", "option_b_vi", "option_c_vi", "option_d_vi", "key"],
        ["Ca\u0302u ho\u0309i", "Phương án A", "Phương án B", "Phương án C", "Phương án D", "Đáp án"],
    ],
)
def test_headings_are_known_by_many_names(headings: list[str]) -> None:
    assert rights(one([headings, QUESTION])) == ["Bốn"]


def test_columns_stand_in_any_order_and_titles_above_them() -> None:
    turned = [list(reversed(row)) for row in (HEADINGS, QUESTION)]
    assert rights(one([["SỞ GD&ĐT CÀ MAU"], [], ["Ngân hàng câu hỏi"], *turned])) == ["Bốn"]


def test_a_heading_may_be_merged_over_letters() -> None:
    above = ["STT", "Câu hỏi", "Phương án", "", "", "", "Đáp án", "Mức độ"]
    below = ["", "", "A", "B", "C", "D", "", ""]
    draft = one([above, below, [1, *QUESTION, "TH"]])
    assert (rights(draft), draft.level) == (["Bốn"], "understand")
    above = ["Tiếng Việt", "", "", "", "", "Tiếng Anh", "", "", "", "", "Đáp án"]
    below = ["Câu hỏi", "A", "B", "C", "D"] * 2 + [""]
    draft = one([above, below, [*QUESTION[:5], "How many?", "Two", "Three", "Four", "Five", "C"]])
    assert (draft.stem_en, draft.options[2]) == ("How many?", OptionDraft("Bốn", "Four", right=True))


def test_english_headings_beside_vietnamese_ones_name_the_english_text() -> None:
    draft = one([[*HEADINGS, "Question", "Option A"], [*QUESTION, "How many colours?", "Two"]])
    assert (draft.stem_en, draft.options[0].en) == ("How many colours?", "Two")


def test_what_is_wrong_with_the_headings_is_named() -> None:
    assert refusal([HEADINGS[1:], QUESTION[1:]]) == ("Sheet1!1", "column_missing", ("Câu hỏi",))
    assert refusal([HEADINGS[:5], QUESTION[:5]]) == ("Sheet1!1", "column_missing", ("Đáp án",))
    assert refusal([[*HEADINGS, "dap an dung"], QUESTION]) == ("Sheet1!G1", "column_twice", ("Đáp án",))
    assert refusal([["một", "hai"], ["ba", "bốn"]])[1] == "no_headings"


def test_unknown_columns_and_sheets_are_noted() -> None:
    reading = spreadsheet.read(xlsx([[*HEADINGS, "STT", "Người ra đề"], QUESTION], ("Ghi chú", [["Xin chào"]])))
    assert [(note.where, note.code, note.values) for note in reading.notes] == [
        ("Sheet1!H1", "column_unknown", ("Người ra đề",)),
        ("Ghi chú", "sheet_not_read", ()),
    ]


def test_every_sheet_with_our_headings_is_read_but_the_examples() -> None:
    second = [HEADINGS, ["Q2?", *QUESTION[1:]]]
    reading = spreadsheet.read(
        xlsx([HEADINGS, QUESTION], ("Bài 2", second), ("Ví dụ", [HEADINGS, ["Q3?", "a", "b", "c"]]))
    )
    assert [draft.stem_vi for draft in reading.drafts] == ["Cờ ASEAN có mấy màu?", "Q2?"]
    assert reading.problems == reading.notes == []


@pytest.mark.parametrize(
    "key", ["A, C", "a,c", "A;C", "AC", "A C", "A và C", "A & C", "1, 3", "Đáp án: A, C", "C/A", "(A), (C)", 1.3]
)
def test_a_key_of_several_letters(key: object) -> None:
    draft = given_cells(**{"Đáp án": key})
    assert (draft.kind, rights(draft)) == ("multiple", ["Hai", "Bốn"])


@pytest.mark.parametrize("key", ["C", "c", "C.", "(C)", "3", 3, "Đáp án C", "Bốn", "bon"])
def test_a_key_of_one(key: object) -> None:
    assert rights(given_cells(**{"Đáp án": key})) == ["Bốn"]


@pytest.mark.parametrize(
    ("cells", "code", "values"),
    [
        ({"Đáp án": ""}, "no_key", ()),
        ({"Đáp án": "E"}, "answer_unknown", ("E",)),
        ({"Đáp án": "Sáu"}, "key_bad", ("Sáu",)),
        ({"Đáp án": "A, A"}, "key_bad", ("A, A",)),
        ({"Phương án C": ""}, "answer_unknown", ("C",)),
        ({"Câu hỏi": ""}, "stem_missing", ()),
        ({"Dạng câu": "Tự luận"}, "kind_not_carried", ("Tự luận",)),
        ({"Dạng câu": "Nhiều đáp án"}, "key_count", ("C",)),
        ({"Dạng câu": "single", "Đáp án": "A, B"}, "key_count", ("A, B",)),
        ({"Dạng câu": "Điền số", "Đáp án": "nhiều"}, "number_bad", ("nhiều",)),
        ({"Dạng câu": "Điền số", "Đáp án": "1.967"}, "number_unclear", ("1.967",)),
        ({"Dạng câu": "Điền số", "Đáp án": 9, "Đáp án đến": 1}, "range_reversed", ()),
        ({"Dạng câu": "Điền từ", "Đáp án": " | ="}, "no_key", ()),
        ({"Dạng câu": "Sắp thứ tự", "Đáp án": "A, B"}, "key_bad", ("A, B",)),
        ({"Dạng câu": "Ghép đôi", "Vế ghép A": "x"}, "match_bad", ("Ba",)),
        ({"Câu hỏi": "x" * 20_001}, "text_too_long", ()),
    ],
)
def test_what_is_wrong_with_an_item_is_named(cells: dict[str, object], code: str, values: tuple[str, ...]) -> None:
    place, found, said = trouble(item(**cells))
    assert (found, said) == (code, values)
    assert place.startswith("Sheet1!")
    assert place.endswith("2" if code != "text_too_long" else "A2")


@pytest.mark.parametrize(
    ("heading", "day"), [("Đúng từ ngày", "31/02/2026"), ("Đúng đến ngày", "2026"), ("Câu hỏi về ngày", "mai")]
)
def test_a_day_that_is_none_is_named_with_its_cell(heading: str, day: str) -> None:
    assert trouble(item(**{heading: day})) == ("Sheet1!G2", "day_bad", (heading, day))


@pytest.mark.parametrize(
    "day",
    [
        date(2008, 12, 15), datetime(2008, 12, 15), "15/12/2008", "15-12-2008", "15.12.2008", "2008-12-15",
        "15 tháng 12 năm 2008", "ngày 15 tháng 12 năm 2008", "15 / 12 / 2008",
    ],
)  # fmt: skip
@pytest.mark.parametrize("date_1904", [False, True])
def test_days_as_excel_and_as_people_write_them(day: object, date_1904: bool) -> None:
    draft = one(item(**{"Đúng từ ngày": day}), date_1904=date_1904)
    assert draft.valid_from == date(2008, 12, 15)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (1967, "1967"), (680.5, "680,5"), (0.1 + 0.2, "0,3"), (-3, "-3"), ("00123", "00123"), (True, "Đúng"),
        (date(1967, 8, 8), "08/08/1967"), (time(8, 30), "8:30"), (timedelta(hours=26), "26:00"), (1e11, "100000000000"),
        ("=1+1", "=1+1"), ("  hai\n dòng ", "hai dòng"), ("Ca\u0300 Mau", "Cà Mau"), ("<b>x</b>", "<b>x</b>"),
    ],
)  # fmt: skip
def test_cells_say_what_their_author_saw(cell: object, text: str) -> None:
    assert given_cells(**{"Phương án A": cell}).options[0].vi == text


def test_days_and_numbers_in_english_columns_are_english() -> None:
    draft = given_cells(**{"Phương án A (tiếng Anh)": date(1967, 8, 8), "Phương án B (tiếng Anh)": 680.5})
    assert [option.en for option in draft.options[:2]] == ["8 August 1967", "680.5"]


@pytest.mark.parametrize(
    ("key", "highest", "answers"),
    [
        (1967, "", ("1967",)), ("1967", "", ("1967",)), ("680,5", "", ("680.5",)), (680.5, 700, ("680.5", "700")),
        ("660 - 680", "", ("660", "680")), ("từ 660 đến 680", "", ("660", "680")), ("-5", "-5", ("-5",)),
        ("1.234.567", "", ("1234567",)), ("12 345", "", ("12345",)), ("1.234,5", "", ("1234.5",)),
        (1.967, "", ("1.967",)),
    ],
)  # fmt: skip
def test_numbers(key: object, highest: object, answers: tuple[str, ...]) -> None:
    headings = ["Dạng câu", "Câu hỏi", "Đáp án", "Đáp án đến"]
    assert one([headings, ["Điền số", "Bao nhiêu?", key, highest]]).answers == answers


@pytest.mark.parametrize(
    ("key", "answers"),
    [
        ("Jakarta | Gia-các-ta", ("Jakarta", "Gia-các-ta")), ("Jakarta; Gia-các-ta", ("Jakarta", "Gia-các-ta")),
        ("Jakarta\nGia-các-ta", ("Jakarta", "Gia-các-ta")), ("=Cà Mau", ("=Cà Mau",)), (1967, ("1967",)),
        ("a; b | c", ("a; b", "c")), ("a | b\n", ("a | b",)),
    ],
)  # fmt: skip
def test_accepted_spellings(key: object, answers: tuple[str, ...]) -> None:
    assert one([["Dạng câu", "Câu hỏi", "Đáp án"], ["Điền từ", "Ở đâu?", key]]).answers == answers


def test_matching_and_ordering() -> None:
    headings = ["Dạng câu", "Câu hỏi", "A", "B", "C", "Vế ghép A", "Vế ghép B", "Vế ghép C", "Vế ghép D", "Đáp án"]
    draft = one([headings, ["Ghép đôi", "Ghép", "Lào", "Thái Lan", "Brunei", "1", "2", "3", "4", ""]])
    assert [(option.vi, option.match_vi) for option in draft.options] == [
        ("Lào", "1"), ("Thái Lan", "2"), ("Brunei", "3"), ("", "4"),
    ]  # fmt: skip
    row = ["", "Xếp", "Lào", "Thái Lan", "Brunei", "", "", "", "", "C, A, B"]
    draft = one([headings, ["Sắp thứ tự", *row[1:]]])
    assert [option.vi for option in draft.options] == ["Brunei", "Lào", "Thái Lan"]
    draft = one([headings, ["Sắp thứ tự", *row[1:-1], ""]])
    assert [option.vi for option in draft.options] == ["Lào", "Thái Lan", "Brunei"]


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ({}, "single"), ({"Đáp án": "A, B"}, "multiple"), ({"Dạng câu": "Trắc nghiệm", "Đáp án": "A, B"}, "multiple"),
        ({"Vế ghép A": "1", "Vế ghép B": "2", "Vế ghép C": "3", "Vế ghép D": "4", "Đáp án": ""}, "matching"),
        ({f"Phương án {letter}": "" for letter in "ABCD"} | {"Đáp án": "1967"}, "number"),
        ({f"Phương án {letter}": "" for letter in "ABCD"} | {"Đáp án": "Jakarta"}, "text"),
    ],
)  # fmt: skip
def test_a_row_without_a_kind_is_what_it_must_be(cells: dict[str, object], kind: str) -> None:
    assert given_cells(**cells).kind == kind


@pytest.mark.parametrize(
    ("heading", "word", "field", "code"),
    [
        ("Mức độ", "vận dụng CAO", "level", "analyse"), ("Mức độ", "nb", "level", "recall"),
        ("Độ khó", 3, "level", "apply"),
        ("Level", "understand", "level", "understand"), ("Cấp học", "Trung học cơ sở", "band", "lower_secondary"),
        ("Phù hợp từ", "TH", "band", "primary"), ("Kho", "công khai", "shelf", "open"),
        ("Kho", "kept", "shelf", "kept"),
        ("Trụ cột", "Chính trị - An ninh", "pillar", "apsc"), ("Trụ cột", "Văn hoá – Xã hội", "pillar", "ascc"),
        ("Chủ đề", "charter", "topic", "charter"), ("Chủ đề", "Hiến chương (charter)", "topic", "charter"),
        ("Mã câu", "charter-001", "slug", "charter-001"), ("Mã dữ kiện", "a-1, b-2; c", "facts", ("a-1", "b-2; c")),
        ("Nguồn", "Hiến chương", "source_title", "Hiến chương"), ("Nhóm", "g-1", "group", "g-1"),
        ("Địa chỉ nguồn", "https://asean.org/", "source_url", "https://asean.org/"),
    ],
)  # fmt: skip
def test_words_for_marks(heading: str, word: object, field: str, code: object) -> None:
    assert getattr(given_cells(**{heading: word}), field) == code


@pytest.mark.parametrize(
    ("heading", "word"),
    [
        ("Mức độ", "rất khó"), ("Chủ đề", "Hiến chương"), ("Địa chỉ nguồn", "asean.org"), ("Mã câu", "Câu 1"),
        ("Đáp án đến", "9"), ("Nhận xét E", "Không có phương án này"), ("Mã dữ kiện", "x" * 81),
    ],
)  # fmt: skip
def test_a_word_that_cannot_be_kept_is_noted(heading: str, word: str) -> None:
    if heading == "Đáp án đến":
        table = [["Dạng câu", "Câu hỏi", "Đáp án", heading], ["Điền từ", "Q?", "x", word]]
    else:
        table = list(item(**{heading: word}))
    reading = read(table)
    assert [(note.code, note.values[0]) for note in reading.notes] == [("value_not_kept", heading)]
    assert len(reading.drafts) == 1


def test_the_same_item_twice_is_named_and_empty_rows_are_nothing() -> None:
    reading = read([HEADINGS, QUESTION, [], ["", "  ".strip()], QUESTION])
    assert [(problem.where, problem.code) for problem in reading.problems] == [("Sheet1!5", "slug_twice")]
    assert len(reading.drafts) == 1
