"""Kahoot!'s spreadsheet: its template as it is filled in, what is wrong in it, and what of an item fits."""

import io
import re
from dataclasses import replace

import pytest
import python_calamine
from hypothesis import given, settings

from quiz.exchange import kahoot
from quiz.exchange.bank_folder import read_folder
from quiz.exchange.reading import FileRefused, Reading, slug_for
from quiz.rules.draft import ItemDraft, OptionDraft
from tests.factories_quiz import make_draft, make_multiple
from tests.quiz.exchange.drafts import many
from tests.quiz.exchange.workbooks import patched, repacked, with_xml, xlsx

ADVICE: list[list[object]] = [
    [], ["", "Quiz template"], ["", "Add questions, at least two answer alternatives, time limit and correct answers."],
    ["", "Questions have a limit of 120 characters and answers can have 75 characters max."], [], [], [],
]  # fmt: skip
HEADINGS = ["", *kahoot.HEADINGS]
COLOURS = [1, "Cờ ASEAN có mấy màu?", "Hai", "Ba", "Bốn", "Năm", 20, 3]


def template(*rows: list[object]) -> bytes:
    """As it is filled in: a hundred numbered rows, most of them empty."""
    numbered = [[number] for number in range(len(rows) + 1, 101)]
    return xlsx([*ADVICE, HEADINGS, *rows, *numbered])


def read(*rows: list[object]) -> Reading:
    return kahoot.read(template(*rows))


def one(*row: object) -> ItemDraft:
    reading = read(list(row))
    assert reading.problems == []
    [draft] = reading.drafts
    return draft


def rights(draft: ItemDraft) -> list[str]:
    return [option.vi for option in draft.options if option.right]


def test_a_row_of_the_template_is_an_item() -> None:
    reading = read(COLOURS)
    [draft] = reading.drafts
    assert (draft.kind, draft.stem_vi, draft.stem_en) == ("single", "Cờ ASEAN có mấy màu?", "")
    assert [option.vi for option in draft.options] == ["Hai", "Ba", "Bốn", "Năm"]
    assert rights(draft) == ["Bốn"]
    assert draft.slug == slug_for("", [draft.stem_vi, *(option.vi for option in draft.options)])
    assert [(note.where, note.code) for note in reading.notes] == [("Sheet1!9", "time_limits_not_kept")]


@pytest.mark.parametrize("key", ["1,3", "1, 3", "3,1", "1;3", "1 3", 1.3])
def test_several_right_answers(key: object) -> None:
    draft = one(1, "Những nước nào?", "Thái Lan", "Lào", "Singapore", "", 20, key)
    assert (draft.kind, rights(draft)) == ("multiple", ["Thái Lan", "Singapore"])


def test_answers_may_be_fewer_numbers_and_stand_elsewhere() -> None:
    draft = one(1, "Năm nào?", 1967, 1995, "", "", 5, "1")
    assert [option.vi for option in draft.options] == ["1967", "1995"]
    turned = [list(reversed(row)) for row in ([*HEADINGS], [*COLOURS])]
    assert rights(kahoot.read(xlsx(turned)).drafts[0]) == ["Bốn"]


@pytest.mark.parametrize(
    ("row", "code", "values"),
    [
        (["", "a", "b", "", "", 20, 1], "stem_missing", ()),
        (["Q?", "a", "", "", "", 20, 1], "options_too_few", ()),
        (["Q?", "a", "b", "", "", 20, ""], "no_key", ()),
        (["Q?", "a", "b", "", "", 20, 5], "key_digits_bad", ("5",)),
        (["Q?", "a", "b", "", "", 20, "A"], "key_digits_bad", ("A",)),
        (["Q?", "a", "b", "", "", 20, 3], "answer_unknown", ("3",)),
        (["Q" * 20_001, "a", "b", "", "", 20, 1], "text_too_long", ()),
    ],
)
def test_what_is_wrong_with_a_row_is_named(row: list[object], code: str, values: tuple[str, ...]) -> None:
    reading = read([1, *row], [2, *COLOURS[1:]])
    assert [(p.where, p.code, p.values) for p in reading.problems] == [("Sheet1!9", code, values)]
    assert [draft.stem_vi for draft in reading.drafts] == ["Cờ ASEAN có mấy màu?"]


def refusal(data: bytes) -> tuple[str, tuple[str, ...]]:
    with pytest.raises(FileRefused) as refused:
        kahoot.read(data)
    return refused.value.problem.code, refused.value.problem.values


def test_files_that_are_no_template() -> None:
    assert refusal(xlsx([["Câu hỏi", "A", "B", "Đáp án"]]))[0] == "not_kahoot"
    assert refusal(xlsx([HEADINGS[:7], COLOURS[:7]])) == ("column_missing", ("Correct answer(s)",))
    assert refusal(b"\xd0\xcf\x11\xe0")[0] == "old_excel"
    assert refusal(b"Question,Answer 1")[0] == "not_a_workbook"
    assert refusal(with_xml(b'<row r="1048576"><c><v>1</v></c></row>', template(COLOURS)))[0] == "too_many_items"
    assert refusal(repacked(template(), lambda _n, content: content, **{"xl__vbaProject.bin": b"x"}))[0] == "macros"
    assert (
        refusal(xlsx([HEADINGS, *[[n, f"Q{n}", "a", "b", "", "", 5, 1] for n in range(10_001)]]))[0] == "too_many_items"
    )


def test_error_values_are_named() -> None:
    wrong = b'<c r="C9" t="e"><v>#N/A</v>'
    data = patched(template(COLOURS), lambda xml: re.sub(rb'<c r="C9" t="s"><v>[0-9]+</v>', wrong, xml))
    [problem] = kahoot.read(data).problems
    assert (problem.where, problem.code, problem.values[0]) == ("Sheet1!C9", "cell_error", "Answer 1")


def test_pictures_beside_the_logo_are_noted() -> None:
    pictures = {"xl__media__logo.png": b"x", "xl__media__image2.png": b"x"}
    notes = kahoot.read(repacked(template(COLOURS), lambda _n, content: content, **pictures)).notes
    assert notes[-1].values == ("image2.png",)


def test_what_is_written_stands_where_the_template_has_it() -> None:
    data = kahoot.write([make_draft(), make_multiple(slug="charter-002")]).data
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert rows[7] == HEADINGS
    stem = "Hiến chương ASEAN có hiệu lực từ ngày nào?"
    assert rows[8] == [1, stem, "15/12/2008", "20/11/2007", "8/8/1967", "31/12/2015", 20, 1]
    assert rows[9][7] == "1,2"
    assert all(row[6] in kahoot.TIMES for row in rows[8:])


def test_what_does_not_fit_is_said() -> None:
    drafts = [
        make_draft(slug="a", stem_vi="x" * 121),
        make_draft(slug="b", options=(OptionDraft("y" * 76, "", right=True), OptionDraft("z", ""))),
        make_draft(slug="c", options=tuple(OptionDraft(f"o{n}", "", n == 1) for n in range(5))),
        make_draft(slug="d", kind="number", options=(), answers=("1",)),
        make_draft(slug="e", stem_vi="😀" * 60 + "!"),
        make_draft(slug="f", stem_vi="x" * 120),
        make_draft(slug="g", options=(OptionDraft("y", "", right=True),)),
    ]
    written = kahoot.write(drafts)
    assert [(note.where, note.code, note.values) for note in written.notes] == [
        ("a", "text_over_limit", ("x" * 40, "121", "120")),
        ("b", "text_over_limit", ("y" * 40, "76", "75")),
        ("c", "options_too_many", ()),
        ("d", "kind_not_carried", ("number",)),
        ("e", "text_over_limit", ("😀" * 40, "121", "120")),
        ("f", "fields_not_carried", ("stem_en, explanation, source, marks",)),
        ("g", "options_too_few", ()),
    ]
    assert [draft.stem_vi for draft in kahoot.read(written.data).drafts] == ["x" * 120]


def test_english_and_many() -> None:
    many_items = [make_draft(slug=f"q-{n}", stem_en=f"Question {n}?") for n in range(101)]
    written = kahoot.write([*many_items, make_draft(slug="vi", stem_en="")], language="en")
    assert [(note.where, note.code, note.values) for note in written.notes if note.code != "fields_not_carried"] == [
        ("vi", "language_missing", ("en",)),
        ("", "too_many_for_template", ("101", "100")),
    ]
    drafts = kahoot.read(written.data).drafts
    assert (len(drafts), drafts[100].stem_vi) == (101, "Question 100?")


def held(draft: ItemDraft) -> ItemDraft:
    """What the template keeps of an item, in Vietnamese."""
    options = tuple(replace(option, en="", why_vi="", why_en="") for option in draft.options)
    names = ("topic", "pillar", "level", "shelf", "stem_en", "explanation_vi", "explanation_en", "source_title")
    slug = slug_for("", [draft.stem_vi, *(option.vi for option in options)])
    return ItemDraft(
        slug=slug, kind=draft.kind, stem_vi=draft.stem_vi, options=options, source_url="", **dict.fromkeys(names, "")
    )


@settings(max_examples=60, deadline=None)
@given(drafts=many(("single", "multiple")))
def test_items_come_back_as_far_as_the_template_holds_them(drafts: list[ItemDraft]) -> None:
    written = kahoot.write(drafts)
    left_out = {note.where for note in written.notes if note.code != "fields_not_carried"}
    expected = {held(draft).slug: held(draft) for draft in drafts if draft.slug not in left_out}
    reading = kahoot.read(written.data)
    assert reading.drafts == list(expected.values())
    assert {problem.code for problem in reading.problems} <= {"slug_twice"}


def test_the_bank_comes_back_as_far_as_it_fits() -> None:
    drafts = read_folder().drafts
    written = kahoot.write(drafts)
    left_out = {note.where for note in written.notes if note.code != "fields_not_carried"}
    reading = kahoot.read(written.data)
    assert reading.problems == []
    assert reading.drafts == [held(draft) for draft in drafts if draft.slug not in left_out]
