"""Keys and explanations of exam papers in Word: marks, lines, lists and tables, and what of them disagrees."""

import pytest

from tests.quiz.exchange.paper_readings import OPTIONS, TEXTS, all_of, notes, one, read, rights, texts, troubles
from tests.quiz.exchange.papers import Block


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


def test_two_questions_of_one_number() -> None:
    twice = ["Câu 1. Q1?", "__A__. x", "B. y", "C. z", "Câu 1. Q2?", "A. x", "B. y", "C. z"]
    reading = read(*twice, "ĐÁP ÁN", "1A")
    assert [(p.where, p.code, p.values) for p in reading.problems] == [("#1", "number_twice", ("1",))]
    assert [(draft.stem_vi, rights(draft)) for draft in reading.drafts] == [("Q1?", ["x"])]
    assert [(note.code, note.values) for note in reading.notes] == [("number_twice", ("1",))]


def test_numbers_may_begin_anew_in_every_part() -> None:
    parts = [
        "PHẦN I. TRẮC NGHIỆM", "Câu 1. Q1?", "A. x", "B. y", "C. z",
        "PHẦN II. NÂNG CAO", "Câu 1. Q2?", "A. x", "B. y", "C. z",
        "HẾT", "ĐÁP ÁN", "PHẦN I", [["Câu", "1"], ["ĐA", "A"]], "PHẦN II", "1. C",
    ]  # fmt: skip
    reading = read(*parts)
    assert reading.problems == []
    assert [rights(draft) for draft in reading.drafts] == [["x"], ["z"]]
    assert {note.code for note in reading.notes} == {"number_twice"}


def test_one_letter_that_is_not_bold_says_nothing() -> None:
    assert troubles("Câu 1. Q?", "**A.** x", "**B.** y", "**C.** z", "D. t") == [("#1", "no_key", ())]


def test_a_list_may_repeat_the_text_of_the_key() -> None:
    draft = one("Câu 1. Q?", *OPTIONS, "ĐÁP ÁN", "Câu 1: B. Huế")
    assert (rights(draft), draft.explanation_vi) == (["Huế"], "")


def test_essays_that_count_anew_are_no_solutions() -> None:
    blocks = ("Câu 1. Q1?", "__A__. x", "B. y", "C. z", "II. TỰ LUẬN", "Câu 1. Trình bày vai trò của ASEAN.")
    reading = read(*blocks)
    assert [(p.code, p.values) for p in reading.problems] == [("kind_not_carried", ("essay",))]
    assert [draft.explanation_vi for draft in reading.drafts] == [""]
