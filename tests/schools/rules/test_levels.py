import pytest

from schools.rules.levels import may_teach


@pytest.mark.parametrize(
    ("level", "grades"),
    [
        ("TH", range(1, 6)),
        ("THCS", range(6, 10)),
        ("THPT", range(10, 13)),
        ("TH và THCS", range(1, 10)),
        ("THCS&THPT", range(6, 13)),
        ("GDTX", range(1, 13)),
        ("GDNN-GDTX THPT", range(1, 13)),
        ("", range(1, 13)),
    ],
)
def test_the_grades_a_school_can_have(level: str, grades: range) -> None:
    assert [grade for grade in range(1, 13) if may_teach(level, grade)] == list(grades)
