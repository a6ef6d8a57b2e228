"""A small province for the officer's journey, labelled as demonstration: schools in many communes, contests over some
weeks, registers. Made-up names only."""

import random
from datetime import date, datetime, timedelta

from backend import clock
from contests.models import Contest
from reports.actions.demonstration import fill_registers
from schools.models import Placement, School, Unit, User
from tests.factories import PASSWORD, make_school, make_user
from tests.factories_reports import invite, make_open_contest, make_pupils, make_turn

SILENT = 2
LEVELS = (("THCS", 8), ("THPT", 10), ("THPT", 11))


def make_province(*, schools: int = 14, pupils: int = 12, items: int = 10, password: str = PASSWORD) -> User:
    """The officer, who signs in as `minh-hoa-so`; the last two schools have not taken part."""
    officer = make_user("officer", full_name="Cán bộ Minh họa", username="minh-hoa-so", is_demo=True, password=password)
    made = _schools(schools)
    at = clock.now()
    first = _contest("Minh họa: Cùng tìm hiểu ASEAN", made, officer, at - timedelta(days=30), items)
    second = _contest("Minh họa: ASEAN quanh em", made[: schools // 2], officer, at - timedelta(days=9), items)
    dice = random.Random(11)
    for number, school in enumerate(made):
        grade = LEVELS[number % len(LEVELS)][1]
        people = make_pupils(school, pupils, grade=grade)
        if number < schools - SILENT:
            _sit(first, people[: dice.randint(pupils // 2, pupils)], dice, grade)
        if number < schools // 2:
            _sit(second, people[: dice.randint(pupils // 3, pupils)], dice, grade, better=2)
    teacher = make_user("teacher", school=made[0], full_name="Giáo viên Minh họa", is_demo=True)
    fill_registers(schools=made[:3], teacher=teacher, officer=officer, at=at)
    return officer


def _schools(number: int) -> list[School]:
    """One in every few communes of the province as it is today."""
    units = list(Unit.objects.filter(valid_from=date(2025, 7, 1), parent__isnull=False).order_by("code"))
    made = []
    for index in range(number):
        level = LEVELS[index % len(LEVELS)][0]
        school = make_school(name=f"Trường {level} Minh họa số {index + 1}", level=level, is_demo=True)
        Placement.objects.create(school=school, unit=units[index * len(units) // number], valid_from=date(2025, 7, 1))
        made.append(school)
    return made


def _contest(title: str, schools: list[School], officer: User, opens_at: datetime, items: int) -> Contest:
    window = {"opens_at": opens_at, "closes_at": opens_at + timedelta(days=8)}
    contest = make_open_contest(schools=[], questions=items, title=title, is_demo=True, by=officer, **window)
    invite(contest, schools)
    return contest


def _sit(contest: Contest, people: list[User], dice: random.Random, grade: int, *, better: int = 0) -> None:
    items = contest.papers.get().items.count()
    for person in people:
        begun = contest.opens_at + timedelta(hours=dice.randint(1, 7 * 24))
        right = min(items, max(0, round(dice.gauss(items * 0.6, items * 0.2)) + better))
        make_turn(contest, person, right=right, grade=grade, started_at=begun, ended_at=begun + timedelta(minutes=9))
