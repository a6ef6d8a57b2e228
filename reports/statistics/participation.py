"""How many took part: persons, turns, rate and coverage. pandas in, pandas out.

Definitions (the report's annex prints them):

    participant          a distinct person with at least one turn (an ended attempt with an answer) in the scope
    turn                 one such attempt
    participation rate   participants / pupils invited, over the schools whose number of pupils is known
    coverage             invited schools with at least one participant / schools invited

Persons are counted anew in every scope (`nunique`), so that who took part in several contests counts once, and the
persons of parts are never added up. Source of the definitions: the plan's indicators; the counting rule is the usual
one for unduplicated counts.
"""

import pandas as pd

COLUMNS = (
    "participants",
    "girls",
    "turns",
    "schools_invited",
    "schools_taking_part",
    "enrolled",
    "enrolled_schools",
    "enrolled_participants",
)


def participation(
    turns: pd.DataFrame, invited: pd.DataFrame, enrolled: pd.DataFrame, scope: str | None = None
) -> pd.DataFrame:
    """Counts by scope (a column of all three frames), or one row indexed 0 for everything.

    turns: user, sex, school and the scope; invited: school and the scope; enrolled: school, pupils and the scope.
    Returns int columns `COLUMNS`; `enrolled` is 0 with `enrolled_schools` 0 where nothing is known, and then no rate
    may be made of it.
    """
    by = scope or "scope"
    if scope is None:
        turns, invited, enrolled = (frame.assign(scope=0) for frame in (turns, invited, enrolled))
    keys = _pairs(by, turns, enrolled)
    columns = {
        "participants": turns.groupby(by)["user"].nunique(),
        "girls": turns[turns["sex"] == "f"].groupby(by)["user"].nunique(),
        "turns": turns.groupby(by).size(),
        "schools_invited": invited.groupby(by)["school"].nunique(),
        "schools_taking_part": _pairs(by, turns, invited).groupby(by)["school"].nunique(),
        "enrolled": enrolled.groupby(by)["pupils"].sum(),
        "enrolled_schools": enrolled.groupby(by)["school"].nunique(),
        "enrolled_participants": turns.merge(keys, on=list(keys.columns)).groupby(by)["user"].nunique(),
    }
    made = pd.DataFrame(columns, columns=list(COLUMNS)).fillna(0).astype("int64").sort_index()
    if scope is None and made.empty:
        made = pd.DataFrame(0, index=[0], columns=list(COLUMNS))
    return made.rename_axis(by)


def _pairs(by: str, turns: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Distinct (scope, school) that stand in both frames."""
    key = list(dict.fromkeys((by, "school")))
    return turns[key].drop_duplicates().merge(known[key].drop_duplicates(), on=key)


def by_grade(turns: pd.DataFrame) -> pd.DataFrame:
    """Participants, girls and turns by grade (0: unknown)."""
    groups = turns.groupby("grade")
    girls = turns[turns["sex"] == "f"].groupby("grade")["user"].nunique()
    made = pd.DataFrame({"participants": groups["user"].nunique(), "girls": girls, "turns": groups.size()})
    return made.fillna(0).astype("int64").sort_index()
