"""Marks of an answer sheet: what is written back is read again; what cannot be read is refused, never guessed."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contests.rules.marks import Marked, Unreadable, mark_of, read_line, read_mark

SINGLE = Marked(1, 1, "single", ("c1", "c2", "c3", "c4"))
MULTIPLE = Marked(2, 2, "multiple", ("c1", "c2", "c3", "c4", "c5"))
MATCHING = Marked(3, 3, "matching", ("p1", "t1", "p2", "t2", "p3", "t3", "t4"))
ORDERING = Marked(4, 4, "ordering", ("a", "b", "c", "d"))
NUMBER = Marked(5, 5, "number", ())
TEXT = Marked(6, 6, "text", ())
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
ALL = (SINGLE, MULTIPLE, MATCHING, ORDERING, NUMBER, TEXT)


@pytest.mark.parametrize(
    ("item", "mark", "value"),
    [
        (SINGLE, "b", ["c2"]),
        (SINGLE, " - ", []),
        (MULTIPLE, "A, C", ["c1", "c3"]),
        (MATCHING, "DAB", ["p1:t4", "p2:t1", "p3:t2"]),
        (MATCHING, "D-B", ["p1:t4", "p3:t2"]),
        (MATCHING, "1D, 3-b", ["p1:t4", "p3:t2"]),
        (ORDERING, "2 4 1 3", ["a:2", "b:4", "c:1", "d:3"]),
        (ORDERING, "2-1", ["a:2", "c:1"]),
        (NUMBER, "1.967", ["1.967"]),
        (TEXT, "  Kuala   Lumpur ", ["Kuala Lumpur"]),
    ],
)
def test_marks_are_read(item: Marked, mark: str, value: list[str]) -> None:
    assert read_mark(item, mark) == value


@pytest.mark.parametrize(
    ("item", "mark", "code"),
    [
        (SINGLE, "E", "letter"),
        (SINGLE, "AB", "several"),
        (MULTIPLE, "AA", "twice"),
        (MATCHING, "ABCD", "rows"),
        (MATCHING, "1A 1B", "twice"),
        (MATCHING, "4A", "rows"),
        (MATCHING, "E", "letter"),
        (ORDERING, "1123", "twice"),
        (ORDERING, "5", "number"),
        (TEXT, "x" * 81, "long"),
    ],
)
def test_what_cannot_be_read_is_told(item: Marked, mark: str, code: str) -> None:
    with pytest.raises(Unreadable) as unreadable:
        read_mark(item, mark)
    assert unreadable.value.code == code


def test_a_line_holds_every_item_of_the_paper() -> None:
    items = (SINGLE, SINGLE, *ALL, SINGLE)
    line = read_line(items, "AB -(AC) D-B 2413 1.967 (Kuala Lumpur) C")
    assert line.marks == ("A", "B", "-", "AC", "D-B", "2413", "1.967", "Kuala Lumpur", "C")
    assert (line.missing, line.left_over) == (0, "")
    assert read_line((SINGLE, SINGLE), "ABC").left_over == "C"
    assert read_line((SINGLE, SINGLE), "A").missing == 1


@PATIENT
@given(st.sampled_from(ALL), st.data())
def test_a_value_written_on_paper_is_read_again(item: Marked, data: st.DataObject) -> None:
    if item.kind in {"single", "multiple"}:
        most = 1 if item.kind == "single" else len(item.codes)
        value = data.draw(st.lists(st.sampled_from(item.codes), max_size=most, unique=True))
    elif item.kind == "ordering":
        places = data.draw(st.permutations("1234"))
        value = [f"{row}:{place}" for row, place in zip(item.rows, places, strict=True)]
    elif item.kind == "matching":
        value = [f"{row}:{data.draw(st.sampled_from(item.partners))}" for row in item.rows]
    else:
        value = ["1967"]
    assert sorted(read_mark(item, mark_of(item, value))) == sorted(value)


@PATIENT
@given(st.text(max_size=60))
def test_no_line_breaks_the_reading(text: str) -> None:
    line = read_line(ALL, text)
    assert len(line.marks) == len(ALL)
    for item, mark in zip(ALL, line.marks, strict=True):
        try:
            read_mark(item, mark)
        except Unreadable:
            continue
