from datetime import date

import pytest

from schools.rules import years


@pytest.mark.parametrize(
    ("day", "year"), [(date(2026, 7, 31), 2025), (date(2026, 8, 1), 2026), (date(2027, 5, 31), 2026)]
)
def test_a_school_year_starts_in_august(day, year):
    assert years.start_year(day) == year
    first, last = years.span(year)
    assert first <= day <= last


def test_label():
    assert years.label(2026) == "2026-2027"
