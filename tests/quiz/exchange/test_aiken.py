"""Aiken: the documentation's examples, its errors with their lines, and any single-choice item there and back."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quiz.exchange import aiken
from quiz.exchange.bank_folder import read_folder
from quiz.exchange.reading import FileRefused, Reading, slug_for
from quiz.rules.draft import ItemDraft, OptionDraft
from tests.factories_quiz import make_draft, make_multiple
from tests.quiz.exchange.drafts import AWKWARD, many

TWO = """Câu nào đúng?
A. Câu này?
B. Hay câu này!
ANSWER: B

Phần mềm nào có nhiều cách nhập câu hỏi nhất?
A) Moodle
B)ATutor
C) <b>Ilias</b> &amp;
ANSWER: A
"""


def read(text: str) -> Reading:
    return aiken.read(text.encode())


def troubles(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(problem.where, problem.code, problem.values) for problem in read(text).problems]


def test_both_ways_of_lettering() -> None:
    reading = read(TWO)
    assert reading.problems == reading.notes == []
    first, second = reading.drafts
    assert (first.kind, first.stem_vi, first.stem_en) == ("single", "Câu nào đúng?", "")
    assert first.options == (OptionDraft("Câu này?", ""), OptionDraft("Hay câu này!", "", right=True))
    assert [option.vi for option in second.options] == ["Moodle", "ATutor", "<b>Ilias</b> &amp;"]
    assert first.slug == slug_for("", ["Câu nào đúng?", "Câu này?", "Hay câu này!"])


def test_lines_may_be_spaced_and_a_stem_may_run_over_several() -> None:
    [draft] = read("Một câu\ndài\n\nA. a\n\n   B. b  \nANSWER:B").drafts
    assert draft.stem_vi == "Một câu dài"
    assert [option.right for option in draft.options] == [False, True]


def test_any_end_of_line_and_any_unicode_encoding() -> None:
    expected = read(TWO).drafts
    for text in (TWO.replace("\n", "\r\n"), TWO.replace("\n", "\r"), TWO.strip()):
        assert read(text).drafts == expected
    for encoding in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"):
        assert aiken.read(TWO.encode(encoding)).drafts == expected


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Q\nA) only\nANSWER: A", ("L3", "options_too_few", ())),
        ("Q\nANSWER: A", ("L2", "options_too_few", ())),
        ("A) no question\n\nANSWER: no question", ("L1", "question_missing", ())),
        ("ANSWER: A", ("L1", "question_missing", ())),
        ("Q\nA. a\nB. b", ("L1", "question_unfinished", ())),
        ("Tiêu đề", ("L1", "question_unfinished", ())),
        ("Q\nA. a\nB. b\nANSWER: C", ("L4", "answer_unknown", ("C",))),
        ("Q\nA. a\nB. b\nANSWER: AB", ("L4", "answer_unknown", ("AB",))),
        ("Q\nA. a\nB. b\nANSWER: a", ("L4", "answer_unknown", ("a",))),
        ("Q\nA. a\nB. b\nANSWER:", ("L4", "answer_unknown", ("",))),
        ("Q\nA. a\nB. b\nAnswer: A", ("L4", "answer_line_bad", ("Answer: A",))),
        ("Q\nA. a\nB. b\nĐáp án: A", ("L4", "answer_line_bad", ("Đáp án: A",))),
        ("Q\nA. a\nC. c\nANSWER: A", ("L3", "option_out_of_order", ("C",))),
        ("Q\nA. a\nA. b\nANSWER: A", ("L3", "option_out_of_order", ("A",))),
        ("Q\na) a\nb) b\nANSWER: A", ("L2", "option_not_capital", ("a) a",))),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text: str, problem: tuple[str, str, tuple[str, ...]]) -> None:
    assert troubles(text) == [problem]
    assert read(text).drafts == []


def test_one_broken_question_leaves_the_others_alone() -> None:
    text = f"Đề thi\n\nQ\nA. a\nB. b\n\n{TWO}\nA. a\nANSWER: A\nCuối\nA. x\nB. y\nANSWER: A"
    assert [draft.stem_vi for draft in read(text).drafts] == [
        "Câu nào đúng?", "Phần mềm nào có nhiều cách nhập câu hỏi nhất?", "Cuối",
    ]  # fmt: skip
    assert [where_and_code[:2] for where_and_code in troubles(text)] == [
        ("L1", "question_unfinished"), ("L3", "question_unfinished"), ("L18", "question_missing"),
    ]  # fmt: skip


def test_an_option_on_two_lines_is_never_read_as_another_question() -> None:
    text = "Q\nA. một phương án\ndài\nB. b\nC. c\nANSWER: C"
    assert read(text).drafts == []
    assert [code for _where, code, _values in troubles(text)] == ["question_unfinished", "option_out_of_order"]


def test_the_same_question_twice_is_a_problem() -> None:
    assert [problem[:2] for problem in troubles(TWO + "\n" + TWO)] == [("L12", "slug_twice"), ("L17", "slug_twice")]


def test_twenty_six_options_are_all_there_are() -> None:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    text = "Q\n" + "".join(f"{letter}. x{letter}\n" for letter in letters)
    assert len(read(text + "ANSWER: Z").drafts[0].options) == 26
    assert troubles(text + "A. more\nANSWER: Z") == [("L28", "option_out_of_order", ("A",))]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"a\xff", "not_text"),
        (b"a" * 10_000_001, "too_large"),
        (b"a\n\n" * 10_002, "too_many_items"),
    ],
)
def test_a_file_that_is_none_is_refused_whole(data: bytes, code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        aiken.read(data)
    assert refused.value.problem.code == code


def held(draft: ItemDraft, language: str) -> ItemDraft:
    """Aiken keeps stem, options and key in one language."""
    stem, words = getattr(draft, f"stem_{language}"), [getattr(option, language) for option in draft.options]
    return ItemDraft(
        slug=slug_for("", [stem, *words]), topic="", kind="single", pillar="", level="", shelf="",
        stem_vi=stem, stem_en="", explanation_vi="", explanation_en="", source_title="", source_url="",
        options=tuple(OptionDraft(word, "", o.right) for word, o in zip(words, draft.options, strict=True)),
    )  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(drafts=many(("single", "multiple", "number")), language=st.sampled_from(["vi", "en"]))
def test_items_come_back_as_far_as_aiken_holds_them(drafts: list[ItemDraft], language: str) -> None:
    written = aiken.write(drafts, language=language)
    refused = {note.where for note in written.notes if note.code != "fields_not_carried"}
    expected = [held(draft, language) for draft in drafts if draft.slug not in refused]
    unique = list({draft.slug: draft for draft in reversed(expected)}.values())[::-1]
    reading = aiken.read(written.data) if written.data else Reading()
    assert {problem.code for problem in reading.problems} <= {"slug_twice"}
    assert sorted(reading.drafts, key=str) == sorted(unique, key=str)
    assert refused >= {draft.slug for draft in drafts if draft.kind != "single"}


def test_the_bank_comes_back_as_far_as_aiken_holds_it() -> None:
    singles = [draft for draft in read_folder().drafts if draft.kind == "single"]
    for language in ("vi", "en"):
        written = aiken.write(singles, language=language)
        reading = aiken.read(written.data)
        assert reading.problems == []
        assert reading.drafts == [held(draft, language) for draft in singles]


def test_what_is_left_behind_is_said() -> None:
    no_english = tuple(replace(option, en="") for option in make_draft().options)
    drafts = [
        make_draft(slug="a"),
        make_multiple(slug="b"),
        make_draft(slug="c", stem_vi="A. Einstein là ai?"),
        make_draft(slug="d", stem_vi="Answer: có nghĩa là gì?"),
        make_draft(slug="e", options=make_draft().options[1:]),
        make_draft(slug="f", options=tuple(OptionDraft(str(n), "", n == 1) for n in range(27))),
        make_draft(slug="g", stem_vi=""),
    ]
    notes = aiken.write(drafts).notes
    assert [(note.where, note.code, note.values) for note in notes] == [
        ("a", "fields_not_carried", ("stem_en, explanation, source, marks",)),
        ("b", "kind_not_carried", ("multiple",)),
        ("c", "stem_not_carried", ("A. Einstein là ai?",)),
        ("d", "stem_not_carried", ("Answer: có nghĩa là gì?",)),
        ("e", "no_key", ()),
        ("f", "options_too_many", ()),
        ("g", "language_missing", ("vi",)),
    ]
    [note] = aiken.write([make_draft(options=no_english)], language="en").notes
    assert (note.code, note.values) == ("language_missing", ("en",))


@settings(max_examples=200, deadline=None)
@given(
    pieces=st.lists(
        st.sampled_from([*AWKWARD, "\n", "\n\n", "Q", "\nA. a", "\nB) b", "\nANSWER: A", "\nANSWER:", "a)"])
    )
)
def test_no_text_breaks_the_reader(pieces: list[str]) -> None:
    assert refusal("".join(pieces).encode()) in {"", "empty_file"}


def refusal(data: bytes) -> str:
    try:
        aiken.read(data)
    except FileRefused as refused:
        return refused.problem.code
    return ""
