"""An officer's browser, and small random worlds in the database."""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from django.test import Client

from contests.models import Contest
from schools.models import Headcount, Placement, School, User
from tests.factories import make_school, make_unit, make_user
from tests.factories_reports import invite, make_open_contest, make_pupils, make_turn

NOVEMBER = {"from": "01/11/2026", "to": "30/11/2026"}
OPENS = datetime(2026, 11, 3, 1, tzinfo=UTC)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="schools.backends.StaffBackend")
    return client


def officer() -> Client:
    return signed_in(make_user("officer"))


@dataclass
class World:
    schools: list[School] = field(default_factory=list)
    contests: list[Contest] = field(default_factory=list)


def make_world(seed: int) -> World:
    """Schools of two units, one of which moved in the middle of the month; persons with turns at several schools."""
    dice = random.Random(seed)
    world = World(_schools(dice))
    people = [pupil for school in world.schools for pupil in make_pupils(school, dice.randint(1, 7))]
    teachers = [make_user("teacher", world.schools[0]) for _number in range(2)]
    for number in range(3):
        audience = "teachers" if number == 2 else "pupils"
        contest = make_open_contest(
            schools=[], audience=audience, opens_at=OPENS + timedelta(days=number), closes_at=OPENS + timedelta(days=20)
        )
        invite(contest, [school for school in world.schools if dice.random() < 0.7])
        world.contests.append(contest)
        for person in teachers if number == 2 else people:
            if dice.random() < 0.6:
                _turn(dice, contest, person, world.schools)
    return world


def _schools(dice: random.Random) -> list[School]:
    units = [make_unit(), make_unit()]
    schools = [make_school(level=level) for level in ("THPT", "THCS", "CĐ", "TH")]
    for school in schools[:2]:
        Placement.objects.create(school=school, unit=units[0], valid_to=date(2026, 11, 9))
        Placement.objects.create(school=school, unit=units[1], valid_from=date(2026, 11, 10))
    Placement.objects.create(school=schools[2], unit=units[dice.randint(0, 1)])
    Headcount.objects.create(
        school=schools[3], school_year="2026-2027", pupils=dice.randint(1, 9), as_of=date(2026, 9, 5), source="Báo cáo",
        kind="denominator",
    )  # fmt: skip
    return schools


def _turn(dice: random.Random, contest: Contest, person: User, schools: list[School]) -> None:
    at = contest.opens_at + timedelta(days=dice.randint(0, 12))
    school = dice.choice([person.school, person.school, person.school, dice.choice(schools), None])
    make_turn(
        contest, person, right=dice.randint(0, 4), started_at=at, school=school, grade=dice.choice([10, 7, None]),
        class_name=dice.choice(["10A1", "7B", ""]),
    )  # fmt: skip
