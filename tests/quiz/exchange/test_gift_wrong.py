"""GIFT as it should not be: what is wrong is named with its line, and what is no text is refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quiz.exchange import gift
from quiz.exchange.reading import FileRefused
from tests.quiz.exchange.drafts import AWKWARD
from tests.quiz.exchange.gift import read, refusal, trouble


@pytest.mark.parametrize(
    ("text", "code", "values"),
    [
        ("Q {=a ~b", "braces_unbalanced", ()),
        ("Q =a ~b}", "braces_unbalanced", ()),
        ("Q }=a ~b{", "braces_unbalanced", ()),
        ("Q {=a ~b} {=c ~d}", "braces_unbalanced", ()),
        ("Q {{=a ~b}}", "braces_unbalanced", ()),
        ("Q {~a ~b ~c}", "no_key", ()),
        ("Q {=%50%a}", "no_key", ()),
        ("Q {=%0%*}", "no_key", ()),
        ("Q {#}", "no_key", ()),
        ("Q {#=%50%3}", "no_key", ()),
        ("Q {~%50%a ~%30%b ~c}", "weights_sum", ("80 %",)),
        ("Q {~%200%a ~b}", "weight_bad", ("200",)),
        ("Q {=%-101%a ~b}", "weight_bad", ("-101",)),
        ("Q {=%1e9%a ~b}", "weight_bad", ("1e9",)),
        ("Q {=%1,2,3%a ~b}", "weight_bad", ("1,2,3",)),
        ("Q {#nan}", "number_bad", ("nan",)),
        ("Q {#inf}", "number_bad", ("inf",)),
        ("Q {#1e400}", "number_bad", ("1e400",)),
        ("Q {#0x10}", "number_bad", ("0x10",)),
        ("Q {#1,967}", "number_bad", ("1,967",)),
        ("Q {#1..}", "number_bad", ("",)),
        ("Q {#1...5}", "range_reversed", ()),
        ("Q {#1e-9}", "number_bad", ("0.000000001",)),
        ("Q {#1:-1}", "tolerance_bad", ("-1",)),
        ("Q {#1:nan}", "number_bad", ("nan",)),
        ("Q {#5..1}", "range_reversed", ()),
        ("Q {#=1..2 =4..5}", "ranges_several", ()),
        ("Q {=a -> b =c}", "match_bad", ("c",)),
        ("Q {=a -> =c->d}", "match_bad", ("a ->",)),
        ("Q {x ~a =b}", "answer_unmarked", ("x",)),
        ("Q {x =a -> b}", "answer_unmarked", ("x",)),
        ("{=a ~b}", "stem_missing", ()),
        ("How are you? {}", "kind_not_carried", ("essay",)),
        ("How are you? {\n####We hope well.\n}", "kind_not_carried", ("essay",)),
        ("Read this first.", "kind_not_carried", ("description",)),
        ("::T::", "kind_not_carried", ("description",)),
        ("Q {" + "~a" * 50_000 + "=b}", "options_too_many", ()),
        ("Q {" + "=a->b" * 101 + "}", "options_too_many", ()),
        ("Q {=" + "a" * 20_001 + " ~b}", "text_too_long", ()),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(text: str, code: str, values: tuple[str, ...]) -> None:
    assert trouble("\n// note\n" + text) == ("L3", code, values)


def test_the_others_are_read() -> None:
    reading = read("Một {=a ~b\n\nHai {=a ~b}\n\nBa {}\n\nBốn {=c}")
    assert [draft.stem_vi for draft in reading.drafts] == ["Hai", "Bốn"]
    assert [(problem.where, problem.code) for problem in reading.problems] == [
        ("L1", "braces_unbalanced"), ("L5", "kind_not_carried"),
    ]  # fmt: skip


def test_any_end_of_line_and_any_unicode_encoding() -> None:
    text = "Hiến chương?\n{=a ~b}\n\nHai {=c}\n"
    expected = read(text).drafts
    assert len(expected) == 2
    for ends in ("\r\n", "\r"):
        assert read(text.replace("\n", ends)).drafts == expected
    for encoding in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"):
        assert gift.read(text.encode(encoding)).drafts == expected


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b" \r\n ", "empty_file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not_text"),
        ("Hiến chương".encode("cp1258", "replace") + b"\xe2", "not_text"),
        (b"\xff\xfe\x00", "not_text"),
        (b"a\x00b", "not_text"),
        (b"a" * 10_000_001, "too_large"),
        (b"Q{=a ~b}\n\n" * 10_001, "too_many_items"),
        (b"\n" * 500_001 + b"a", "too_many_items"),
    ],
)
def test_a_file_that_is_none_is_refused_whole(data: bytes, code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        gift.read(data)
    assert refused.value.problem.code == code


def test_the_same_question_twice_is_a_problem() -> None:
    reading = read("Q {=a ~b}\n\nQ{=a\n~b}")
    assert len(reading.drafts) == 1
    assert [(p.where, p.code, p.values) for p in reading.problems] == [("L3", "slug_twice", (reading.drafts[0].slug,))]


@settings(max_examples=300, deadline=None)
@given(
    pieces=st.lists(
        st.sampled_from([*AWKWARD, "~", "=", "#", "\n", "\n\n", "Q", " ", "->", "%5%", "..", ":", "[tag:", "// "])
    )
)
def test_no_text_breaks_the_reader(pieces: list[str]) -> None:
    assert refusal("".join(pieces).encode()) in {"", "empty_file"}
