"""Exam papers in Word, layout by layout: where questions, options and the rest are found, and what is wrong."""

import unicodedata

import pytest

from quiz.exchange.reading import FileRefused
from tests.quiz.exchange.paper_readings import OPTIONS, TEXTS, all_of, notes, one, read, rights, texts, troubles
from tests.quiz.exchange.papers import Block, Listed, Picture, Xml, png

BOX = "<w:txbxContent><w:p><w:r><w:t>B. chen</w:t></w:r></w:p></w:txbxContent>"


@pytest.mark.parametrize(
    "label",
    [
        "Câu 1.", "Câu 1:", "CÂU 1.", "câu 1 .", "Câu hỏi 1)", "Câu 1/", "Câu 1 -", "Câu 01.", "Cau 1.", "Question 1.",
        "**Câu 1.**", "Câu 1\t", "Câu 1 (0,25 điểm):", "Câu 1. (0.25đ)", "Câu số 1:", "1.", "1)", "Câu 1.\n",
    ],
)  # fmt: skip
def test_a_question_begins_with_its_number(label: str) -> None:
    draft = one(f"{label} Thủ đô của Việt Nam là", "__A__. Hà Nội", *OPTIONS[1:])
    assert (draft.kind, draft.stem_vi, draft.stem_en) == ("single", "Thủ đô của Việt Nam là", "")
    assert (texts(draft), rights(draft)) == (TEXTS, ["Hà Nội"])
    assert (draft.topic, draft.level, draft.source_title, draft.facts) == ("", "", "", ())


@pytest.mark.parametrize(
    "text", ["Câu 1 đến câu 5 dựa vào đoạn sau", "Câu hỏi nào đúng", "Câu 12a", "1945 là năm nào", "Câu 1-5: chọn"]
)
def test_other_lines_do_not(text: str) -> None:
    assert [draft.stem_vi for draft in all_of(text, "Câu 3. Q", "__A__. x", "B. y", "C. z")] == ["Q"]


@pytest.mark.parametrize(
    "options",
    [
        ["A. Hà Nội", "__B__. Huế", "C. Đà Nẵng", "D. Cà Mau"],
        ["A. Hà Nội\t__B__. Huế", "C. Đà Nẵng\tD. Cà Mau"],
        ["A. Hà Nội\t\t__B. Huế__\t\tC. Đà Nẵng\tD. Cà Mau"],
        ["A. Hà Nội    __B. Huế__      C. Đà Nẵng   D. Cà Mau"],
        ["A. Hà Nội __B. Huế__ C. Đà Nẵng D. Cà Mau"],
        ["A.Hà Nội\n__B__.Huế\nC.Đà Nẵng\nD.Cà Mau"],
        ["A) Hà Nội", "__B)__ Huế", "C) Đà Nẵng", "D) Cà Mau"],
        ["a. Hà Nội", "__b__. Huế", "c. Đà Nẵng", "d. Cà Mau"],
        ["a) Hà Nội\t__b) Huế__", "c) Đà Nẵng\td) Cà Mau"],
        ["A/ Hà Nội", "__B__/ Huế", "C/ Đà Nẵng", "D/ Cà Mau"],
        ["(A) Hà Nội", "__(B)__ Huế", "(C) Đà Nẵng", "(D) Cà Mau"],
        [[["A. Hà Nội", "__B__. Huế"], ["C. Đà Nẵng", "D. Cà Mau"]]],
        [[["A.", "Hà Nội"], ["__B__.", "Huế"], ["C.", "Đà Nẵng"], ["D.", "Cà Mau"]]],
        [[["A", "Hà Nội", "__B__", "Huế"], ["C", "Đà Nẵng", "D", "Cà Mau"]]],
        [[["A. Hà Nội\r__B__. Huế", "C. Đà Nẵng\rD. Cà Mau"]]],
    ],
)
def test_options_stand_in_many_ways(options: list[Block]) -> None:
    draft = one("Câu 1. Kinh đô triều Nguyễn ở đâu?", *options)
    assert (texts(draft), rights(draft)) == (TEXTS, ["Huế"])


def test_stem_and_options_may_share_a_line() -> None:
    draft = one("Câu 1. Ở đâu? A. Hà Nội B. Huế C. Đà Nẵng __D. Cà Mau__")
    assert (draft.stem_vi, texts(draft), rights(draft)) == ("Ở đâu?", TEXTS, ["Cà Mau"])
    draft = one("Câu 1. Ở đâu?\nA. Hà Nội\t__B. Huế__\nC. Đà Nẵng\tD. Cà Mau")
    assert (draft.stem_vi, texts(draft), rights(draft)) == ("Ở đâu?", TEXTS, ["Huế"])


def test_letters_inside_texts_are_no_options() -> None:
    stem = "Ba cuốn sách ghi 7 (cuốn A), 9 (cuốn B) và 10 nước (cuốn C). Vitamin A. Hỏi B. ra đời khi nào?"
    assert one(f"Câu 1. {stem}", "__A__. Nhóm B. Huế", "B. Ông C. Mác", "C. x", "D. y").stem_vi == stem


def test_a_whole_paper_may_be_a_table() -> None:
    cells = [["Câu 1", "Thủ đô?\rA. Hà Nội\r__B__. Huế\rC. x"], ["Câu 2", "Q2?\rA. Hà Nội\rB. Huế\r**C. x**"]]
    assert [(draft.stem_vi, rights(draft)) for draft in all_of(cells)] == [("Thủ đô?", ["Huế"]), ("Q2?", ["x"])]


def test_automatic_numbers_are_seen() -> None:
    blocks = [
        Listed("Thủ đô?", 0), Listed("Hà Nội", 1), Listed("__Huế__", 1), Listed("Cà Mau", 1),
        Listed("Cố đô?", 0), Listed("Hà Nội", 1), Listed("Huế", 1), Listed("!!Cà Mau!!", 1),
    ]  # fmt: skip
    for lists in (("Câu %1.", "%2."), ("Câu %1:", "%2)"), ("%1.", "%2.")):
        assert [rights(draft) for draft in all_of(*blocks, lists=lists)] == [["Huế"], ["Cà Mau"]]


def test_an_automatic_list_that_counts_on_is_read_by_place() -> None:
    blocks: list[Block] = ["Câu 1. Một?", *(Listed(text, 1) for text in ("a", "__b__", "c", "d"))]
    blocks += ["Câu 2. Hai?", *(Listed(text, 1) for text in ("e", "f", "__g__", "h")), "ĐÁP ÁN: 1B 2C"]
    assert [rights(draft) for draft in all_of(*blocks)] == [["b"], ["g"]]
    restarted = ["Câu 1. Một?", *(Listed(text, 1) for text in ("a", "__b__", "c")), "Câu 2. Hai?"]
    restarted += [Listed("e", 1, restart=True), Listed("f", 1), Listed("__g__", 1)]
    assert [rights(draft) for draft in all_of(*restarted)] == [["b"], ["g"]]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Câu 1. [NB] Q?", "recall"), ("Câu 1 (TH). Q?", "understand"), ("Câu 1 [VD]: Q?", "apply"),
        ("Câu 1. (VDC) Q?", "analyse"), ("Câu 1. [Nhận biết] Q?", "recall"), ("Câu 1. Q? [TH]", "understand"),
        ("Câu 1 (0,25đ) [Vận dụng cao]. Q?", "analyse"), ("Câu 1. (Mức độ: Thông hiểu) Q?", "understand"),
    ],
)  # fmt: skip
def test_levels_in_brackets(text: str, level: str) -> None:
    draft = one(text, "__A__. x", "B. y", "C. z")
    assert (draft.level, draft.stem_vi) == (level, "Q?")


def test_a_level_line_counts_until_the_next() -> None:
    question = ["__A__. x", "B. y", "C. z"]
    drafts = all_of(
        "I. NHẬN BIẾT", "Câu 1. Q1?", *question, "Câu 2. Q2?", *question, "Mức độ: Thông hiểu (3 câu)", "Câu 3. Q3?",
        *question, "Câu 4. [VD] Q4?", *question,
    )  # fmt: skip
    assert [draft.level for draft in drafts] == ["recall", "recall", "understand", "apply"]


def test_other_brackets_belong_to_the_stem() -> None:
    assert one("Câu 1. (1967) Năm ấy? (năm)", "__A__. x", "B. y", "C. z").stem_vi == "(1967) Năm ấy? (năm)"


def test_headings_and_feet_are_no_part_of_anything() -> None:
    drafts = all_of(
        [["SỞ GD&ĐT CÀ MAU\rTRƯỜNG THPT ĐẤT MŨI", "ĐỀ KIỂM TRA CUỐI KỲ\rMôn: Giáo dục địa phương"]],
        "Họ và tên: ………………… Lớp: ……", "Mã đề: 101", "(Đề thi có 03 trang)", "Thời gian làm bài: 45 phút",
        "A. TRẮC NGHIỆM",
        "Câu 1. Q1?", *OPTIONS[:3], "__D__. Cà Mau", "Trang 1/3", "………………", "PHẦN II. TRẮC NGHIỆM NHIỀU LỰA CHỌN",
        "Câu 2. Q2?", "A. x", "Trang 2/3 - Mã đề 101", "__B__. y", "C. z", "--- HẾT ---",
        "Thí sinh không được sử dụng tài liệu.", "Cán bộ coi thi không giải thích gì thêm.",
    )  # fmt: skip
    assert [(texts(draft), rights(draft)) for draft in drafts] == [(TEXTS, ["Cà Mau"]), (["x", "y", "z"], ["y"])]


def test_texts_over_several_paragraphs() -> None:
    draft = one(
        "Câu 1. Đoạn một", "đoạn hai?", "A. Cộng đồng Chính trị –", "An ninh", "__B__. Kinh tế\nASEAN", "C. Văn hóa"
    )
    assert draft.stem_vi == "Đoạn một đoạn hai?"
    assert texts(draft) == ["Cộng đồng Chính trị – An ninh", "Kinh tế ASEAN", "Văn hóa"]


def test_statements_in_small_letters_belong_to_the_stem() -> None:
    draft = one("Câu 1. Cho các ý:", "a) ý một", "b) ý hai", "Số ý đúng là", "A. 0", "__B__. 1", "C. 2")
    assert (draft.stem_vi, texts(draft)) == ("Cho các ý: a) ý một b) ý hai Số ý đúng là", ["0", "1", "2"])


def test_lines_that_belong_to_nobody_are_noted() -> None:
    text = "Đọc đoạn sau và trả lời câu 2"
    blocks = ("Câu 1. Q1?", "__A__. x", "B. y", "C. z", text, "Câu 2. Q2?", "__A__. x", "B. y", "C. z")
    assert notes(*blocks) == [("#1", "line_not_read", (text,))]


def test_what_is_wrong_with_a_question_is_named() -> None:
    assert troubles(
        "Câu 1. Q1?", *OPTIONS, "Câu 2. Q2?", "__A__. x", "Câu 3. Trình bày ý nghĩa.", "Câu 4. Q4?", "__A__. x", "B. y",
        "B. z", "Câu 5.", "__A__. x", "B. y", "C. z", "Câu 6. Q6?", "__A__. x", "B. ", "C. z", "Câu 7. Q7?", "A. x",
        "B. y", "A. z",
    ) == [
        ("#1", "no_key", ()), ("#2", "options_too_few", ()), ("#3", "kind_not_carried", ("essay",)),
        ("#4", "option_out_of_order", ("B",)), ("#5", "stem_missing", ()), ("#6", "option_empty", ("B",)),
        ("#7", "option_out_of_order", ("A",)),
    ]  # fmt: skip


def test_a_letter_left_out_moves_no_other() -> None:
    draft = one("Câu 1. Q?", "A. x", "B. y", "D. z", "ĐÁP ÁN", "1D")
    assert (texts(draft), rights(draft)) == (["x", "y", "z"], ["z"])


def test_letters_that_nobody_sees_are_in_nobody_s_way() -> None:
    draft = one("\u200bCâu\u00ad 1\ufeff. Q\u200b?", "\u200b__A__. x", "B\u200b. y", "C. z")
    assert (draft.stem_vi, rights(draft)) == ("Q?", ["x"])


def test_decomposed_letters_are_composed_even_across_runs() -> None:
    blocks = [
        unicodedata.normalize("NFD", block) for block in ("Câu 1. Thủ đô?", *OPTIONS[:3], "D. Cà Mau", "ĐÁP ÁN", "1D")
    ]
    draft = one(*blocks)
    assert (draft.stem_vi, texts(draft)) == ("Thủ đô?", TEXTS)
    assert one("Câu 1. Ca**\u0300** Mau?", "__A__. x", "B. y", "C. z").stem_vi == "Cà Mau?"


def test_raised_letters_are_kept_where_there_are_any() -> None:
    assert one("Câu 1. Diện tích 5.000 km^^2^^?", "__A__. x", "B. y", "C. z").stem_vi == "Diện tích 5.000 km²?"
    blocks = ("Câu 1. Số x^^abc^^?", "__A__. x", "B. y", "C. z")
    assert notes(*blocks) == [("#1", "markup_dropped", ("sup",))]


def test_pictures_of_the_stem_are_kept_and_others_noted() -> None:
    first, second = Picture(png(1), "Bản đồ ASEAN"), Picture(png(2), "Lá cờ")
    reading = read("Câu 1. Q?", first, second, "__A__. x", "B. y", "C. z", Picture(png(3), "Sau"))
    [draft] = reading.drafts
    assert draft.picture is not None
    assert (draft.picture.data, draft.picture.alt_vi, draft.picture.alt_en) == (png(1), "Bản đồ ASEAN", "Bản đồ ASEAN")
    assert [(note.code, note.values) for note in reading.notes] == [
        ("picture_dropped", ("Sau",)), ("picture_dropped", ("image2.png",)),
    ]  # fmt: skip


def test_questions_that_differ_in_their_picture_alone_are_two() -> None:
    question = ["__A__. x", "B. y", "C. z"]
    blocks = ("Câu 1. Cờ nước nào?", Picture(png(1)), *question, "Câu 2. Cờ nước nào?", Picture(png(2)), *question)
    first, second = all_of(*blocks)
    assert first.slug != second.slug
    assert [first, second] == all_of(*blocks)


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (f"<w:r><w:pict><v:textbox>{BOX}</v:textbox></w:pict></w:r>", "textbox_not_read"),
        ("<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>", "equation_not_kept"),
        ('<w:r><w:object><o:OLEObject ProgID="Equation.DSMT4"/></w:object></w:r>', "object_not_read"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "symbol_not_read"),
        ('<w:r><w:footnoteReference w:id="2"/></w:r>', "footnote_not_read"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named(xml: str, code: str) -> None:
    reading = read("Câu 1. Q?", Xml(xml), "__A__. x", "B. y", "C. z")
    assert [(note.where, note.code) for note in reading.notes] == [("#1", code)]
    assert "chen" not in reading.drafts[0].stem_vi


def test_what_the_page_does_not_show_is_not_read() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r><w:del><w:r><w:delText>xóa</w:delText></w:r></w:del>"
    shown = "<w:ins><w:r><w:t>thêm</w:t></w:r></w:ins><w:r><w:instrText>PAGE</w:instrText></w:r>"
    assert one("Câu 1. Q", Xml(hidden + shown), "__A__. x", "B. y", "C. z").stem_vi == "Q thêm"


def test_a_table_inside_a_stem_is_flattened_and_noted() -> None:
    blocks = ("Câu 1. Xem bảng:", [["Năm", "Số nước"], ["1967", "năm"]], "Bao nhiêu?", "__A__. x", "B. y", "C. z")
    assert [code for _place, code, _values in notes(*blocks)] == ["table_not_kept", "table_not_kept"]
    assert read(*blocks).drafts[0].stem_vi == "Xem bảng: Năm Số nước 1967 năm Bao nhiêu?"


def test_the_same_paper_gives_the_same_names() -> None:
    blocks = ("Câu 1. Q?", "__A__. x", "B. y", "C. z")
    moved = ("Câu 7: Q?", "A. x\tB. y\tC. z", "ĐÁP ÁN", "7A")
    assert one(*blocks).slug == one(*moved).slug


def test_a_paper_without_questions_is_refused() -> None:
    with pytest.raises(FileRefused) as refused:
        read("SỞ GD&ĐT", "Thông báo")
    assert refused.value.problem.code == "no_questions"
