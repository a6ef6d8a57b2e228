from datetime import date

import pytest

from quiz.rules.health import Told, health

DAY = date(2026, 11, 20)


def told(n: int = 40, p: float | None = 0.5, d: float | None = 0.4, year: int = 2026) -> Told:
    return Told("contest:A", n, p, d, year, DAY)


def test_means_are_weighted_by_turns_and_leave_out_what_is_unknown() -> None:
    found = health([told(30, 0.5, 0.2), told(10, 0.9, 0.6, 2025), told(5, None, None)])
    assert (found.contests, found.turns) == (3, 45)
    assert found.p == pytest.approx((30 * 0.5 + 10 * 0.9) / 40)
    assert found.d == pytest.approx((30 * 0.2 + 10 * 0.6) / 40)
    assert found.years == ((2025, 10), (2026, 35))


@pytest.mark.parametrize(
    ("rows", "signs"),
    [
        ([], ()),
        ([told()], ()),
        ([told(d=-0.1)], ("negative",)),
        ([told(p=0.05, d=0.05)], ("hard", "weak")),
        ([told(p=0.99)], ("easy",)),
        ([told(29, p=0.99, d=-0.5)], ()),  # too few turns
        ([told(2, None, None)] * 6, ("often",)),
        ([told(2, None, None, 2020 + number) for number in range(6)], ()),
    ],
)
def test_what_makes_somebody_look(rows: list[Told], signs: tuple[str, ...]) -> None:
    assert health(rows).signs == signs
