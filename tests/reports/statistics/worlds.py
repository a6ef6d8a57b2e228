"""Small random worlds as rows, for the statistics and for a slow recount."""

import random
from dataclasses import dataclass

import pandas as pd

TURN = ("user", "school", "unit", "grade", "sex", "paper", "points", "most", "right", "items")


@dataclass(frozen=True)
class World:
    turns: list[tuple]
    invited: list[tuple[int, int]]  # unit, school
    enrolled: list[tuple[int, int, int]]  # unit, school, pupils


def world(seed: int) -> World:
    r = random.Random(seed)
    schools = {school: r.randint(0, 3) for school in range(r.randint(1, 6))}
    turns = []
    for _number in range(r.choice([0, 1, 2, 5, 40])):
        school = r.choice([*schools, 99])
        most = r.choice([0, 300, 1000])
        turns.append(
            (
                r.randint(1, 12), school, schools.get(school, 0), r.choice([0, 10, 11]), r.choice(["f", "m", ""]),
                r.randint(1, 3), r.randint(0, most), most, r.randint(0, 4), 4,
            )
        )  # fmt: skip
    invited = [(unit, school) for school, unit in schools.items() if r.random() < 0.8]
    enrolled = [(unit, school, r.randint(0, 9)) for unit, school in invited if r.random() < 0.7]
    return World(turns, invited, enrolled)


def frame(rows: list[tuple], columns: tuple[str, ...]) -> pd.DataFrame:
    kinds = {name: "str" if name in {"sex", "value"} else "int64" for name in columns}
    return pd.DataFrame.from_records(rows, columns=list(columns)).astype(kinds)
