"""Stays say for every day at once what `unit_on` says for one."""

import random
from datetime import date, timedelta

from reports.rules.places import NOWHERE, Span, unit_on
from reports.rules.stays import Stay, of_units, stays

FIRST = date(2026, 1, 1)


def _spans(dice: random.Random) -> list[Span]:
    def day() -> date | None:
        return None if dice.random() < 0.2 else FIRST + timedelta(days=dice.randint(0, 40))

    return [Span(dice.randint(1, 3), day(), day()) for _number in range(dice.randint(0, 4))]


def test_every_day_is_in_one_stay_of_the_right_unit() -> None:
    for seed in range(300):
        spans = _spans(random.Random(seed))
        made = stays(7, spans)
        for number in range(-3, 45):
            day = FIRST + timedelta(days=number)
            held = [stay for stay in made if stay.meets(day, day)]
            assert [stay.unit for stay in held] == [unit_on(spans, day)], (seed, day)


def test_schools_without_a_placement_stand_nowhere() -> None:
    assert of_units({1: [], 2: [Span(5, None, None)]}, [NOWHERE]) == (Stay(1, NOWHERE),)
