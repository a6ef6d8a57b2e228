"""Small random worlds as rows in memory: everything that makes counting hard stands in them, and no database."""

import random
from datetime import UTC, date, datetime, timedelta

import numpy as np

from quiz.queries import ItemText, TopicRow
from reports.queries import Rows
from reports.queries.rows import AttemptRow, ContestRow, InvitationRow, PaperItemRow, SchoolRow
from reports.queries.sheets import BLANK, NOTHING, UNGRADED, Sheet, Sheets
from reports.rules.clusters import Cluster
from reports.rules.denominators import Part
from reports.rules.periods import Period
from reports.rules.places import Span, level_of

PERIOD = Period(date(2026, 10, 15), date(2026, 11, 14))
START = datetime(2026, 10, 14, 17, tzinfo=UTC)  # midnight of the first day in the settings' zone
LEVELS = ("THPT", "THCS", "TH", "THCS-THPT", "GDTX", "Đại học", "CĐ", "")
TOPICS = {"co-cau": TopicRow(1, "co-cau", "Cơ cấu", "", "apsc"), "thuong-mai": TopicRow(2, "thuong-mai", "", "", "aec")}


def small_world(seed: int, *, persons: int | None = None) -> Rows:
    """Schools that move, persons at two schools, contests for teachers, ungraded answers, missing denominators."""
    r = random.Random(seed)
    units = {unit: f"Xã {unit % 3}{unit}" for unit in range(1, r.randint(2, 7))}
    clusters = {unit: Cluster(str(960 + unit % 2), f"Huyện {unit % 2}") for unit in units if r.random() < 0.8}
    schools = {n: SchoolRow(n, f"Trường {n:02d}", r.choice(LEVELS), f"t{n}") for n in range(1, r.randint(2, 9))}
    spans = {school: _spans(r, list(units)) for school in schools}
    contests = [
        ContestRow(n, f"C{n}", f"Cuộc thi {n}", r.choice(["pupils"] * 3 + ["teachers"]), *_window(r),
                   r.choice(["school", "district", "province"]))
        for n in range(1, r.choice([1, 2, 3, 6]))
    ]  # fmt: skip
    items = _items(r, contests)
    attempts = _attempts(r, contests, schools, persons)
    return Rows(
        period=PERIOD,
        cut_off=PERIOD.last,
        is_demo=False,
        contests=contests,
        invitations=[
            InvitationRow(contest.id, school, r.choice([None, 10]))
            for contest in contests
            for school in schools
            if r.random() < 0.6
        ],
        attempts=attempts,
        schools=schools,
        spans=spans,
        units=units,
        parts={school: _parts(r, row) for school, row in schools.items() if r.random() < 0.7},
        paper_items=items,
        answers=_sheets(r, attempts, items),
        texts={row.revision: ItemText("fill", f"Câu {row.revision}", "", ()) for row in items},
        slugs={row.revision: f"cau-{row.revision}" for row in items},
        clusters=clusters,
        topics=TOPICS,
        paper_numbers={row.paper: row.paper % 10 for row in items},
    )


def _spans(r: random.Random, units: list[int]) -> list[Span]:
    moved = PERIOD.first + timedelta(days=r.randint(5, 25))
    one, two = (r.choice(units) if units else 1 for _number in range(2))
    return r.choice(
        [
            [],
            [Span(one, None, None)],
            [Span(one, None, None)],
            [Span(one, None, moved), Span(two, moved + timedelta(days=1), None)],
            [Span(one, moved, None)],
        ]
    )


def _window(r: random.Random) -> tuple[datetime, datetime]:
    opens = START + timedelta(days=r.randint(-5, 20), hours=r.randint(0, 23))
    return opens, opens + timedelta(days=r.randint(1, 12))


def _items(r: random.Random, contests: list[ContestRow]) -> list[PaperItemRow]:
    rows = []
    for contest in contests:
        for number in range(1, r.randint(2, 3)):
            for position in range(r.randint(0, 4)):
                paper = contest.id * 10 + number
                topic, pillar = r.choice(["co-cau", "thuong-mai"]), r.choice(["apsc", "aec", "cross"])
                rows.append(
                    PaperItemRow(paper * 10 + position, paper, r.randint(1, 6), r.choice([0, 50, 100]), topic, pillar)
                )
    return rows


def _attempts(
    r: random.Random, contests: list[ContestRow], schools: dict[int, SchoolRow], persons: int | None
) -> list[AttemptRow]:
    if not contests:
        return []
    many = persons or r.choice([0, 3, 8, 30, 60])
    homes = {user: (r.choice([*schools, None]), r.choice("fm")) for user in range(1, many + 1)}
    rows = []
    for number in range(1, r.choice([1, many, 3 * many]) + 1 if many else 1):
        contest = r.choice(contests)
        user = r.choice(list(homes))
        school, sex = homes[user]
        if r.random() < 0.05:
            school = r.choice(list(schools))  # a pupil of two schools
        grade = r.choice([None, 1, 5, 6, 9, 10, 11, 12, 12, 12])
        at = START + timedelta(minutes=r.randint(0, 31 * 24 * 60 - 1))
        rows.append(
            AttemptRow(contest.id, contest.audience, user, school, grade, r.choice([sex, sex, ""]), at,
                       contest.id * 10 + r.randint(1, 2), r.randint(0, 200), r.randint(0, 4),
                       r.choice(["online", "online", "lan", "paper"]), number)
        )  # fmt: skip
    return rows


def _parts(r: random.Random, school: SchoolRow) -> tuple[Part, ...]:
    source = r.choice(["", "Báo cáo đầu năm"])
    day = r.choice([PERIOD.last, date(2026, 9, 5)])
    grades = r.sample([None, 6, 10, 12], r.randint(1, 2))
    return tuple(Part(grade, level_of(school.level, grade), r.randint(0, 9), day, source) for grade in grades)


def _sheets(r: random.Random, attempts: list[AttemptRow], items: list[PaperItemRow]) -> Sheets:
    made = []
    for paper in sorted({row.paper for row in items}):
        its = [row for row in items if row.paper == paper]
        turns = [n for n, row in enumerate(attempts) if row.paper == paper and row.audience == "pupils"]
        if not turns:
            continue
        points = [[r.choice([0, row.points, row.points // 2, BLANK, UNGRADED]) for row in its] for _turn in turns]
        block = np.array(points, np.int32).reshape(len(turns), len(its))
        choice = np.where(block == BLANK, NOTHING, 0).astype(np.int32)
        ids = np.array([row.id for row in its], np.int64)
        made.append(Sheet(paper, ids, np.array(turns, np.int64), block, choice))
    return Sheets(tuple(made), ('["x"]',))
