"""Against a slow recount in plain Python, on small random worlds."""

import pytest

from reports.statistics.participation import by_grade, participation
from tests.reports.statistics.worlds import TURN, World, frame, world


def recount(made: World, scope: str | None) -> dict[int, dict[str, int]]:
    """The same counts, one row at a time."""
    at = {"unit": 2, "school": 1}.get(scope or "")
    keys = set()
    for rows, column in ((made.turns, at), (made.invited, scope), (made.enrolled, scope)):
        for row in rows:
            keys.add(
                0 if scope is None else row[column if isinstance(column, int) else ("unit", "school").index(column)]
            )
    found = {}
    for key in keys or {0}:
        turns = [row for row in made.turns if at is None or row[at] == key]
        where = ("unit", "school").index(scope) if scope else None
        invited = {row[1] for row in made.invited if where is None or row[where] == key}
        enrolled = [row for row in made.enrolled if where is None or row[where] == key]
        known = {row[1] for row in enrolled}
        found[key] = {
            "participants": len({row[0] for row in turns}),
            "girls": len({row[0] for row in turns if row[4] == "f"}),
            "turns": len(turns),
            "schools_invited": len(invited),
            "schools_taking_part": len({row[1] for row in turns} & invited),
            "enrolled": sum(row[2] for row in enrolled),
            "enrolled_schools": len(known),
            "enrolled_participants": len({row[0] for row in turns if row[1] in known}),
        }
    return found if scope or keys else {0: found[0]}


@pytest.mark.parametrize("scope", [None, "unit", "school"])
@pytest.mark.parametrize("seed", range(60))
def test_counts_agree_with_a_slow_recount(seed: int, scope: str | None) -> None:
    made = world(seed)
    counted = participation(
        frame(made.turns, TURN),
        frame(made.invited, ("unit", "school")),
        frame(made.enrolled, ("unit", "school", "pupils")),
        scope,
    ).to_dict("index")
    expected = recount(made, scope)
    if scope and not (made.turns or made.invited):
        expected = {}
    assert counted == expected


@pytest.mark.parametrize("seed", range(20))
def test_grades_agree_with_a_slow_recount(seed: int) -> None:
    rows = world(seed).turns
    expected = {
        grade: {
            "participants": len({row[0] for row in rows if row[3] == grade}),
            "girls": len({row[0] for row in rows if row[3] == grade and row[4] == "f"}),
            "turns": sum(row[3] == grade for row in rows),
        }
        for grade in sorted({row[3] for row in rows})
    }
    assert by_grade(frame(rows, TURN)).to_dict("index") == expected
