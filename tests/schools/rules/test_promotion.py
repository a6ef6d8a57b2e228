import pytest

from schools.rules import scopes
from schools.rules.promotion import next_name, proposal


@pytest.mark.parametrize(
    ("name", "grade", "after"),
    [
        ("10A3", 10, "11A3"),
        ("9A1", 9, "10A1"),
        ("4/1", 4, "5/1"),
        ("12.6", 11, "12.6"),  # does not begin with its grade: stays
        ("11.6", 11, "12.6"),
        ("1A", 10, "1A"),
        ("Chuyên Toán 10", 10, "Chuyên Toán 10"),
    ],
)
def test_names_rise_with_the_grade(name, grade, after):
    assert next_name(name, grade) == after


@pytest.mark.parametrize(
    ("grade", "taught", "leaves"),
    [
        (5, {1, 5}, True),
        (9, {6, 9}, True),
        (9, {9, 10}, False),
        (12, {10, 12}, True),
        (10, {10}, False),
        (5, {5, 6}, False),
    ],
)
def test_the_last_class_of_a_level_leaves_unless_the_school_teaches_on(grade, taught, leaves):
    assert proposal(f"{grade}A", grade, taught).leaves is leaves


def test_scopes_are_kept_in_order_and_nothing_unknown_is_allowed():
    kept = scopes.stored(["results:read", "contests:read", "all", ""])
    assert kept == "contests:read results:read"
    assert scopes.allows(kept, "results:read")
    for wanted in (None, "", "results", "people:read", "contests:read results:read"):
        assert not scopes.allows(kept, wanted)
