"""Who may take part: one reason at a time, on a person who otherwise may."""

from dataclasses import replace
from datetime import date

import pytest

from contests.rules.eligibility import Person, Sheet, Why, age_on, why_not

DAY = date(2026, 11, 25)
OPEN = Sheet(audience="pupils", entry_by="invited", day=DAY)
LISTED = replace(OPEN, entry_by="listed")
AGED = replace(OPEN, age_from=14, age_to=18)
PUPIL = Person(role="pupil", grades=frozenset({None}), grade=10)


@pytest.mark.parametrize(
    ("sheet", "changes", "why"),
    [
        (OPEN, {}, None),
        (OPEN, {"role": ""}, Why.GUEST),
        (OPEN, {"role": "teacher"}, Why.ROLE),
        (OPEN, {"same_world": False}, Why.SCHOOL),
        (OPEN, {"grades": frozenset()}, Why.SCHOOL),
        (OPEN, {"grade": None}, Why.NO_CLASS),
        (OPEN, {"grades": frozenset({11, 12})}, Why.GRADE),
        (OPEN, {"grades": frozenset({10, 12})}, None),
        (OPEN, {"entry": "reserve"}, None),
        (OPEN, {"excluded": True}, Why.EXCLUDED),
        (OPEN, {"disqualified": True}, Why.DISQUALIFIED),
        (replace(OPEN, audience="teachers"), {}, Why.ROLE),
        (replace(OPEN, audience="teachers"), {"role": "leader", "grade": None}, None),
        (LISTED, {}, Why.UNLISTED),
        (LISTED, {"entry": "listed", "grades": frozenset(), "grade": None}, None),
        (LISTED, {"entry": "advanced"}, None),
        (LISTED, {"entry": "reserve"}, Why.RESERVE),
        (LISTED, {"entry": "listed", "withdrawn": True}, Why.WITHDRAWN),
        (AGED, {}, Why.NO_BIRTH_DATE),
        (AGED, {"birth_date": date(2012, 11, 26)}, Why.TOO_YOUNG),
        (AGED, {"birth_date": date(2012, 11, 25)}, None),
        (AGED, {"birth_date": date(2007, 11, 26)}, None),
        (AGED, {"birth_date": date(2007, 11, 25)}, Why.TOO_OLD),
        (replace(OPEN, practice_needed=5), {"practised": 4}, Why.PRACTICE),
        (replace(OPEN, practice_needed=5), {"practised": 5}, None),
    ],
)
def test_the_reason_is_told(sheet: Sheet, changes: dict[str, object], why: Why | None) -> None:
    assert why_not(sheet, replace(PUPIL, **changes)) is why  # type: ignore[arg-type]  # fields by name


def test_every_reason_has_its_sentence() -> None:
    assert all(why.in_words(str).endswith(".") for why in Why)


def test_born_on_the_29th_of_february() -> None:
    assert age_on(date(2012, 2, 29), date(2026, 2, 28)) == 13
    assert age_on(date(2012, 2, 29), date(2026, 3, 1)) == 14
