"""Exam papers in Word, layout by layout: where questions, options, keys and the rest are found, and what is wrong."""

import unicodedata

import pytest

from quiz.exchange import word
from quiz.exchange.reading import FileRefused, Reading
from quiz.rules.draft import ItemDraft
from tests.quiz.exchange.papers import Block, Listed, Picture, Xml, paper, png

OPTIONS = ("A. Hà Nội", "B. Huế", "C. Đà Nẵng", "D. Cà Mau")
BOX = "<w:txbxContent><w:p><w:r><w:t>B. chen</w:t></w:r></w:p></w:txbxContent>"
TEXTS = ["Hà Nội", "Huế", "Đà Nẵng", "Cà Mau"]


def read(*blocks: Block, lists: tuple[str, str] = ("Câu %1.", "%2.")) -> Reading:
    return word.read(paper(*blocks, lists=lists))


def all_of(*blocks: Block, lists: tuple[str, str] = ("Câu %1.", "%2.")) -> list[ItemDraft]:
    reading = read(*blocks, lists=lists)
    assert reading.problems == reading.notes == []
    return reading.drafts


def one(*blocks: Block) -> ItemDraft:
    [draft] = all_of(*blocks)
    return draft


def rights(draft: ItemDraft) -> list[str]:
    return [option.vi for option in draft.options if option.right]


def texts(draft: ItemDraft) -> list[str]:
    return [option.vi for option in draft.options]


def troubles(*blocks: Block) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(problem.where, problem.code, problem.values) for problem in read(*blocks).problems]


def notes(*blocks: Block) -> list[tuple[str, str, tuple[str, ...]]]:
    reading = read(*blocks)
    assert reading.problems == []
    return [(note.where, note.code, note.values) for note in reading.notes]


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


@pytest.mark.parametrize("text", ["Câu 1 đến câu 5 dựa vào đoạn sau", "Câu hỏi nào đúng", "Câu 12a", "1945 là năm nào"])
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
    "marked",
    [
        "__C__. Đà Nẵng", "__C.__ Đà Nẵng", "__C. Đà Nẵng__", "C. __Đà Nẵng__", "**C. Đà Nẵng**", "C. !!Đà Nẵng!!",
        "!!C!!. Đà Nẵng", "==C. Đà Nẵng==", "C. ~~Đà Nẵng~~", "*C. Đà Nẵng", "C.* Đà Nẵng", "C*. Đà Nẵng",
        "* C. Đà Nẵng",
    ],
)  # fmt: skip
def test_the_key_is_marked(marked: str) -> None:
    draft = one("Câu 1. Q?", *OPTIONS[:2], marked, OPTIONS[3])
    assert (texts(draft), rights(draft)) == (TEXTS, ["Đà Nẵng"])


def test_marks_that_every_option_has_say_nothing() -> None:
    bold = [f"**{option[0]}**{option[1:]}" for option in OPTIONS]
    assert rights(one("Câu 1. Q?", *bold[:3], "**D**. __Cà Mau__")) == ["Cà Mau"]
    blue = [f"~~{option[:2]}~~{option[2:]}" for option in OPTIONS]
    assert rights(one("Câu 1. Q?", blue[0], "!!B. Huế!!", *blue[2:])) == ["Huế"]
    assert troubles("Câu 1. Q?", *bold) == [("#1", "no_key", ())]


def test_a_mark_on_a_part_of_an_option_says_nothing() -> None:
    blocks = ("Câu 1. Nước nào **KHÔNG** ở Đông Nam Á?", "A. Cả **hai** nước", "__B__. Nhật Bản", "C. Lào", "D. Brunei")
    assert rights(one(*blocks)) == ["Nhật Bản"]


def test_several_marks_of_one_kind_make_a_multiple_choice() -> None:
    draft = one("Câu 1. Những nơi nào?", "__A__. Hà Nội", "B. Huế", "__C__. Đà Nẵng", "D. Cà Mau")
    assert (draft.kind, rights(draft)) == ("multiple", ["Hà Nội", "Đà Nẵng"])


@pytest.mark.parametrize(
    "blocks",
    [
        ["Câu 1. Q?", "__A__. Hà Nội", "!!B!!. Huế", *OPTIONS[2:]],
        ["Câu 1. Q?", "__A__. Hà Nội", *OPTIONS[1:], "Đáp án: B"],
        ["Câu 1. Q?", "*A. Hà Nội", *OPTIONS[1:], "ĐÁP ÁN", "1B"],
        ["Câu 1. Q?", *OPTIONS, "ĐÁP ÁN", "1A", [["1", "B"]]],
    ],
)
def test_marks_that_disagree_are_named(blocks: list[Block]) -> None:
    assert troubles(*blocks) == [("#1", "key_conflict", ("A", "B"))]


@pytest.mark.parametrize(
    "keys",
    [
        ["ĐÁP ÁN", "1A 2B 3C"],
        ["BẢNG ĐÁP ÁN", "1. A", "2. B", "3. C"],
        ["ĐÁP ÁN VÀ HƯỚNG DẪN CHẤM", "1-A, 2-B, 3-C"],
        ["--- ĐÁP ÁN ---", "Câu 1: A; Câu 2: B; Câu 3: C"],
        ["Đáp án: 1A, 2B, 3C"],
        ["1.A\t2.B\t3.C"],
        ["1A2B3C"],
        ["ĐÁP ÁN", "1 - a\n2 - b\n3 - c"],
        ["ĐÁP ÁN", [["Câu", "1", "2", "3"], ["Đáp án", "A", "B", "C"]]],
        [[["Câu", "Đáp án"], ["1", "A"], ["2", "B"], ["3", "C"]]],
        [[["1", "2"], ["A", "B"], ["3", ""], ["C", ""]]],
        [[["1", "A", "3", "C"], ["2", "B", "", ""]]],
        [[["ĐÁP ÁN", "", ""], ["1. A", "2. B", "3. C"]]],
        ["PHẦN II. ĐÁP ÁN", "Câu 1: Chọn A", "Câu 2: Chọn B", "Câu 3: Đáp án C"],
    ],
)
def test_keys_stand_behind_the_questions(keys: list[Block]) -> None:
    questions = [text for number in (1, 2, 3) for text in (f"Câu {number}. Q{number}?", *OPTIONS)]
    drafts = all_of(*questions, "----- HẾT -----", *keys)
    assert [rights(draft) for draft in drafts] == [["Hà Nội"], ["Huế"], ["Đà Nẵng"]]


def test_lists_may_name_several_letters() -> None:
    questions = [text for number in (1, 2) for text in (f"Câu {number}. Q{number}?", *OPTIONS)]
    for keys in ([["Câu", "1", "2"], ["ĐA", "A, C", "B"]], "1. A, C  2. B", "1AC 2B", "1 A và C; 2 B"):
        drafts = all_of(*questions, "ĐÁP ÁN", keys)
        assert [(draft.kind, len(rights(draft))) for draft in drafts] == [("multiple", 2), ("single", 1)]


def test_keys_of_several_codes_are_unclear() -> None:
    table = [["Câu", "Mã 101", "Mã 102"], ["1", "A", "B"], ["2", "C", "D"]]
    reading = read("Câu 1. Q?", *OPTIONS, "ĐÁP ÁN", table)
    assert [note.code for note in reading.notes] == ["key_table_unclear"]
    assert [problem.code for problem in reading.problems] == ["no_key"]


def test_keys_without_a_question_and_letters_without_an_option() -> None:
    assert notes("Câu 1. Q?", *OPTIONS, "ĐÁP ÁN", "1A 2B 7C") == [("", "key_without_question", ("2, 7",))]
    assert troubles("Câu 1. Q?", *OPTIONS, "ĐÁP ÁN", "1E") == [("#1", "answer_unknown", ("E",))]


@pytest.mark.parametrize(
    "line",
    [
        "Đáp án: B", "Đáp án đúng là B.", "Đáp án B", "ĐÁP ÁN: B", "=> Chọn B", "Chọn B.", "[Đáp án: B]", "Answer: B",
        "Chọn đáp án B",
    ],
)  # fmt: skip
def test_a_line_behind_the_options_names_the_key(line: str) -> None:
    drafts = all_of("Câu 1. Q?", *OPTIONS, line, "Câu 2. Q2?", "__A__. x", "B. y", "C. z")
    assert (rights(drafts[0]), drafts[0].explanation_vi) == (["Huế"], "")


def test_lines_about_an_option_name_no_key() -> None:
    blocks = ("Câu 1. Q?", "__A__. Hà Nội", *OPTIONS[1:], "Lời giải", "Đáp án B sai vì xa.", "Đáp án C, D sai.")
    assert one(*blocks).explanation_vi == "Đáp án B sai vì xa. Đáp án C, D sai."


@pytest.mark.parametrize(
    ("lines", "explanation"),
    [
        (["Lời giải: Vì là thủ đô."], "Vì là thủ đô."),
        (["Lời giải", "Chọn A", "Vì là thủ đô.", "Từ năm 1010."], "Vì là thủ đô. Từ năm 1010."),
        (["Giải thích: Vì là thủ đô."], "Vì là thủ đô."),
        (["Hướng dẫn giải", "Vì là thủ đô."], "Vì là thủ đô."),
        (["Hướng dẫn giải: Chọn A. Vì là thủ đô."], "Vì là thủ đô."),
        (["Đáp án A", "Giải thích: Vì là thủ đô."], "Vì là thủ đô."),
        (["**Lời giải chi tiết**", "Chọn A vì là thủ đô."], "vì là thủ đô."),
    ],
)
def test_explanations(lines: list[str], explanation: str) -> None:
    drafts = all_of("Câu 1. Q?", "__A__. Hà Nội", *OPTIONS[1:], *lines, "Câu 2. Q2?", "__A__. x", "B. y", "C. z")
    assert [draft.explanation_vi for draft in drafts] == [explanation, ""]


def test_solutions_behind_the_paper() -> None:
    questions = [text for number in (1, 2, 3) for text in (f"Câu {number}. Q{number}?", *OPTIONS)]
    solutions = ["Câu 1. Chọn A. Vì là thủ đô.", "Từ năm 1010.", "Câu 2: B. Giải thích: Vì là cố đô.", "Câu 3. Chọn C"]
    for heading in ("HƯỚNG DẪN GIẢI", "ĐÁP ÁN", "LỜI GIẢI CHI TIẾT"):
        drafts = all_of(*questions, heading, *solutions)
        assert [rights(draft)[0] for draft in drafts] == TEXTS[:3]
        assert [draft.explanation_vi for draft in drafts] == ["Vì là thủ đô. Từ năm 1010.", "Vì là cố đô.", ""]


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


def test_two_questions_of_one_number() -> None:
    twice = ["Câu 1. Q1?", "__A__. x", "B. y", "C. z", "Câu 1. Q2?", "A. x", "B. y", "C. z"]
    reading = read(*twice, "ĐÁP ÁN", "1A")
    assert [(p.where, p.code, p.values) for p in reading.problems] == [("#1", "number_twice", ("1",))]
    assert [(draft.stem_vi, rights(draft)) for draft in reading.drafts] == [("Q1?", ["x"])]
    assert [(note.code, note.values) for note in reading.notes] == [("number_twice", ("1",))]


def test_essays_that_count_anew_are_no_solutions() -> None:
    blocks = ("Câu 1. Q1?", "__A__. x", "B. y", "C. z", "II. TỰ LUẬN", "Câu 1. Trình bày vai trò của ASEAN.")
    reading = read(*blocks)
    assert [(p.code, p.values) for p in reading.problems] == [("kind_not_carried", ("essay",))]
    assert [draft.explanation_vi for draft in reading.drafts] == [""]


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
