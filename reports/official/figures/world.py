"""What all figures of a period are made of: rows, frames, and the turns of pupils and students with their scopes."""

from dataclasses import dataclass

import pandas as pd

from reports.frames import Frames, frames
from reports.queries import Rows
from reports.rules.clusters import Cluster

TEACHERS = "teachers"
STUDENTS_LEVEL = "CĐ, ĐH"


@dataclass(frozen=True)
class World:
    """`turns` are those of pupils and students, with `cluster` (0: none) and `round` beside what `Frames` states;
    `clusters` are the former districts by their number in that column."""

    read: Rows
    made: Frames
    turns: pd.DataFrame
    clusters: dict[int, Cluster]
    published: bool

    @property
    def cluster_of(self) -> dict[int, int]:
        """`{unit: number of its cluster}`."""
        return _numbers(self.read.clusters, self.clusters)


def world(read: Rows, *, published: bool) -> World:
    made = frames(read)
    clusters = dict(enumerate(sorted(set(read.clusters.values()), key=lambda its: its.code), start=1))
    learners = made.turns[made.turns["audience"] != TEACHERS]
    rounds = {contest.id: contest.level for contest in read.contests}
    turns = learners.assign(
        cluster=learners["unit"].map(_numbers(read.clusters, clusters)).fillna(0).astype("int64"),
        round=learners["contest"].map(rounds).astype("str"),
    )
    return World(read, made, turns, clusters, published)


def _numbers(units: dict[int, Cluster], clusters: dict[int, Cluster]) -> dict[int, int]:
    number = {its.code: number for number, its in clusters.items()}
    return {unit: number[its.code] for unit, its in units.items()}
