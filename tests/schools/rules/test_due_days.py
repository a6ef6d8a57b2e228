from datetime import date

import pytest

from schools.rules import due_days

FRIDAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("received_on", "by"),
    [
        (date(2026, 11, 23), date(2026, 11, 25)),  # Monday → Wednesday
        (FRIDAY, date(2026, 12, 1)),  # over the week-end
        (date(2026, 11, 28), date(2026, 12, 1)),  # a Saturday
        (date(2026, 12, 30), date(2027, 1, 4)),  # over New Year and a week-end
        (date(2027, 4, 29), date(2027, 5, 4)),  # 30/4 and 1/5 are a Friday and a Saturday
        (date(2026, 9, 1), date(2026, 9, 4)),  # 2/9
    ],
)
def test_the_word_that_it_has_come_is_due_on_the_second_working_day(received_on, by):
    assert due_days.acknowledge_by(received_on) == by


def test_days_of_tet_come_from_a_list():
    tet = {date(2027, 2, day) for day in range(4, 11)}
    assert due_days.acknowledge_by(date(2027, 2, 3)) == date(2027, 2, 5)
    assert due_days.acknowledge_by(date(2027, 2, 3), tet) == date(2027, 2, 12)


@pytest.mark.parametrize(
    ("kind", "days", "with_third_party"),
    [
        ("access", 10, 10),
        ("correct", 10, 10),
        ("provide", 10, 10),
        ("delete", 20, 20),
        ("withdraw", 15, 20),
        ("restrict", 15, 20),
        ("object", 15, 20),
    ],
)
def test_terms_by_kind(kind, days, with_third_party):
    assert (due_days.due_on(kind, FRIDAY) - FRIDAY).days == days
    assert (due_days.due_on(kind, FRIDAY, third_party=True) - FRIDAY).days == with_third_party
    assert (due_days.latest_extension(FRIDAY) - FRIDAY).days == 15
