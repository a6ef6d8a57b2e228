"""Sums of the registers against a plain recount."""

import random
from collections import Counter
from datetime import date, timedelta

import pytest

from backend import clock
from reports.actions.register_returns import complete_return, save_remarks
from reports.actions.registers import withdraw_row
from reports.models import Exchange, LessonUse, Money, ParticipationOutside, Publicity, Talk
from reports.queries.registers import register_totals
from reports.rules.periods import Period
from reports.rules.registers import Registers
from tests.factories import make_school, make_user
from tests.factories_registers import AT, make_row

pytestmark = pytest.mark.django_db
PERIOD = Period(date(2026, 10, 1), date(2026, 11, 15))


def fill(seed: int) -> None:
    """Rows on both sides of the period's ends, some taken out, some of the demonstration."""
    draw = random.Random(seed)
    schools = [make_school(is_demo=number == 3) for number in range(4)]
    leaders = {school.pk: make_user("leader", school=school) for school in schools}
    contests = [make_row("contests", name=f"Cuộc thi {number}", day=date(2026, 9, 1)).pk for number in range(2)]
    demo_contest = make_row("contests", by=make_user("officer", is_demo=True), day=date(2026, 9, 1)).pk
    for number in range(60):
        school = draw.choice(schools)
        key = draw.choice(["talks", "lessons", "outside", "exchanges", "publicity", "money"])
        day = date(2026, 9, 25) + timedelta(days=draw.randrange(60))
        values = {"day": day, "pupils": draw.randrange(200), "title": f"Dòng {number}"}
        if key == "talks":
            values |= {"kind": draw.choice(["alone", "integrated"]), "economy": draw.random() < 0.5}
        elif key == "lessons":
            del values["day"]
            last = min(day + timedelta(days=draw.randrange(30)), date(2026, 11, 24))
            values |= {
                "first": min(day, last),
                "last": last,
                "periods": draw.randrange(9),
                "out_of_class": number % 3 == 0,
            }
            values |= {"subject": draw.choice(["Lịch sử", "Địa lí"])}
        elif key == "outside":
            del values["title"]
            taken = ParticipationOutside.objects.filter(school=school, withdrawn_at=None).values_list(
                "contest", flat=True
            )
            free = [pk for pk in ([demo_contest] if school.is_demo else contests) if pk not in set(taken)]
            if not free:
                continue
            values |= {"contest": free[0], "day": day, "prizes": (("Giải Nhất", draw.randrange(3)), ("Nhì", 1))}
        elif key == "exchanges":
            values |= {"countries": tuple(draw.sample(["Lào", "Thái Lan", "Malaysia"], 2))}
        elif key == "publicity":
            values = {
                "day": day,
                "title": values["title"],
                "form": draw.choice(["radio", "news"]),
                "items": draw.randrange(1, 9),
            }
        else:
            values = {
                "day": day,
                "purpose": values["title"],
                "source": draw.choice(["school", "sponsor"]),
                "amount": draw.randrange(10**7),
            }
        row = make_row(key, school, by=leaders[school.pk], **values)
        if draw.random() < 0.15:
            withdraw_row(key=key, row_id=row.pk, by=leaders[school.pk], at=AT)


def rows(model) -> list:
    kept = [row for row in model.objects.all() if row.withdrawn_at is None and not row.is_demo]
    if model is LessonUse:
        return [row for row in kept if row.first <= PERIOD.last and row.last >= PERIOD.first]
    return [row for row in kept if PERIOD.holds(row.day)]


@pytest.mark.parametrize("seed", range(5))
def test_the_sums_are_those_of_a_plain_recount(seed: int) -> None:
    fill(seed)
    found = register_totals(PERIOD, is_demo=False)
    talks, lessons, outside = rows(Talk), rows(LessonUse), rows(ParticipationOutside)
    assert (found.talks.sessions, found.talks.schools) == (len(talks), len({row.school_id for row in talks}))
    assert found.talks.alone + found.talks.integrated == len(talks)
    assert found.talks.attendance.pupils == sum(row.pupils for row in talks)
    pillars = {count.code: count.n for count in found.talks.by_pillar}
    assert pillars.get("economy", 0) == sum(row.economy for row in talks)
    assert found.lessons.activities == sum(row.out_of_class for row in lessons)
    assert (
        found.lessons.pupils
        == sum(row.pupils for row in lessons)
        == sum(line.pupils for line in found.lessons.subjects)
    )
    assert found.lessons.periods == sum(line.periods for line in found.lessons.subjects)
    assert sum(line.schools for line in found.outside) == len(outside)
    assert sum(line.taking.pupils for line in found.outside) == sum(row.pupils for row in outside)
    won = Counter({prize.name: 0 for row in outside for prize in row.prizes.all()})
    for row in outside:
        won.update({prize.name: prize.n for prize in row.prizes.all()})
    told = Counter({prize.code: 0 for line in found.outside for prize in line.prizes})
    for line in found.outside:
        told.update({prize.code: prize.n for prize in line.prizes})
    assert told == won
    exchanges = rows(Exchange)
    assert set(found.exchanges.countries) == {one.name for row in exchanges for one in row.countries.all()}
    assert sum(line.items for line in found.publicity) == sum(row.items for row in rows(Publicity))
    assert sum(line.amount for line in found.money) == sum(row.amount for row in rows(Money))


def test_an_empty_world_is_told_as_empty() -> None:
    assert register_totals(PERIOD, is_demo=False) == Registers()


def test_documents_remarks_and_returns() -> None:
    first, second = make_school(name="Trường THPT Hồ Thị Kỷ"), make_school(name="Trường THPT Cà Mau")
    make_row("documents", day=PERIOD.first)
    make_row("documents", number="1/KH", day=date(2026, 9, 1))
    leader = make_user("leader", school=first)
    save_remarks(school=first, period=PERIOD, difficulties="Thiếu máy", proposals="", seen="", by=leader, at=AT)
    save_remarks(school=second, period=PERIOD, difficulties="", proposals=" ", seen="", by=leader, at=AT)
    complete_return(school=first, period=PERIOD, nothing=True, by=leader, at=AT)
    found = register_totals(PERIOD, is_demo=False)
    assert [line.number for line in found.documents] == ["615/SGDĐT-MNPT"]
    assert [(one.school, one.difficulties) for one in found.remarks] == [(first.name, "Thiếu máy")]
    assert (found.returns.asked, found.returns.reported) == (2, 1)
    assert register_totals(PERIOD, is_demo=True).returns.asked == 0


def test_what_was_said_of_a_year_that_still_runs_is_told_of_the_year_so_far() -> None:
    school = make_school()
    year = Period(date(2026, 8, 1), date(2027, 7, 31))

    def told(last: date, first: date = year.first) -> list[str]:
        return [one.difficulties for one in register_totals(Period(first, last), is_demo=False).remarks]

    save_remarks(
        school=school,
        period=year,
        difficulties="Thiếu máy",
        proposals="",
        seen="",
        by=make_user("leader", school=school),
        at=AT,
    )
    said_on = clock.day_of(AT)
    assert told(said_on) == told(year.last) == ["Thiếu máy"]
    assert told(said_on - timedelta(days=1)) == []  # not yet said
    assert told(said_on, date(2026, 9, 1)) == []  # of days outside too


def test_the_number_of_queries_does_not_grow(django_assert_num_queries) -> None:
    fill(1)
    with django_assert_num_queries(14):
        register_totals(PERIOD, is_demo=False)
    fill(2)
    with django_assert_num_queries(14):
        register_totals(PERIOD, is_demo=False)
