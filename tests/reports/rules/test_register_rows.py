from datetime import date

import pytest

from reports.rules.periods import Period
from reports.rules.register_rows import plain, read, same_as
from reports.rules.register_shapes import SHAPES
from reports.rules.returns import covered

TODAY = date(2026, 11, 25)
TALK = {"day": "20/11/2026", "title": "ASEAN quanh em", "kind": "Buổi riêng", "pupils": "1.200"}


def problems(key: str, cells: dict[str, object]) -> dict[str, str]:
    return read(SHAPES[key], cells, today=TODAY, contests={"3": 3, "hoi thi": 3}).problems


def test_what_was_typed_reads_back_the_same() -> None:
    reading = read(SHAPES["talks"], TALK | {"culture": "X"}, today=TODAY, contests={})
    assert reading.problems == {}
    assert (reading.values["kind"], reading.values["pupils"], reading.values["culture"]) == ("alone", 1200, True)
    typed = {column.name: plain(column, reading.values[column.name]) for column in SHAPES["talks"].columns}
    assert read(SHAPES["talks"], typed, today=TODAY, contests={}).values == reading.values


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"day": "26/11/2026"}, {"day": "not_yet_held"}),
        ({"day": "31/12/2014"}, {"day": "far_day"}),
        ({"day": "31/11/2026"}, {"day": "not_a_day"}),
        ({"pupils": "100001"}, {"pupils": "too_large"}),
        ({"pupils": "-1"}, {"pupils": "not_a_number"}),
        ({"pupils": "1.5"}, {"pupils": "not_a_number"}),
        ({"pupils": "١٢"}, {"pupils": "not_a_number"}),
        ({"pupils": "9" * 400}, {"pupils": "not_a_number"}),
        ({"title": "A" * 301}, {"title": "too_long"}),
        ({"title": " \u200b "}, {"title": "needed"}),
        ({"kind": "khác"}, {"kind": "not_offered"}),
    ],
)
def test_what_a_talk_does_not_take(cells: dict[str, object], expected: dict[str, str]) -> None:
    assert problems("talks", TALK | cells) == expected


def test_other_registers_say_what_they_need() -> None:
    lesson = {"year": "2026-2027", "first": "01/10/2026", "last": "01/09/2026", "title": "Bài 5"}
    assert problems("lessons", lesson) == {"last": "reversed", "subject": "subject_needed"}
    other = lesson | {"year": "2025-2026", "last": "02/10/2026", "subject": "Địa lí"}
    assert problems("lessons", other) == {"year": "other_year"}
    outside = {"contest": "Hội thi", "day": "20/11/2026", "prizes": "Nhất: 1; nhất: 2"}
    assert problems("outside", outside) == {"prizes": "prize_twice"}
    assert problems("outside", {"contest": "lạ", "day": "20/11/2026"}) == {"contest": "not_launched"}
    link = {"day": "20/11/2026", "form": "radio", "title": "Tin", "items": "1", "link": "javascript:alert(1)"}
    assert problems("publicity", link) == {"link": "not_a_link"}


def test_the_same_is_known_whatever_the_spelling() -> None:
    read_rows = [
        read(SHAPES["talks"], TALK | {"title": title}, today=TODAY, contests={}).values
        for title in ("ASEAN quanh em", "  asean  QUANH EM", "ASEAN quanh ta")
    ]
    first, second, third = (same_as(SHAPES["talks"], values) for values in read_rows)
    assert first == second != third


def test_a_year_is_reported_by_its_quarters_but_not_with_a_day_missing() -> None:
    year = Period(date(2026, 1, 1), date(2026, 12, 31))
    spring = (date(2026, 1, 1), date(2026, 6, 30), date(2026, 6, 28))
    autumn = (date(2026, 7, 1), date(2026, 12, 31), date(2026, 12, 20))
    assert covered(year, [autumn, spring])
    assert not covered(year, [(date(2026, 7, 2), *autumn[1:]), spring])
    assert not covered(year, [])


def test_a_word_says_nothing_of_days_that_had_not_begun() -> None:
    school_year = (date(2026, 8, 1), date(2027, 7, 31), date(2026, 11, 28))
    assert covered(Period(*school_year[:2]), [school_year])
    assert covered(Period(date(2026, 11, 1), date(2026, 11, 30)), [school_year])
    assert not covered(Period(date(2027, 2, 1), date(2027, 2, 28)), [school_year])
    assert covered(Period(date(2027, 2, 1), date(2027, 2, 28)), [school_year, (*school_year[:2], date(2027, 2, 27))])
