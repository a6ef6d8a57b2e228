"""From rows to contents: counted rightly, of one world only, with a constant number of queries."""

from datetime import date, timedelta

import pytest

from contests.models import Contest, Paper
from reports.official.contents import Contents
from reports.official.figures import contents_for
from reports.rules.periods import Period
from schools.models import Headcount, Placement
from tests.factories import make_school, make_unit
from tests.factories_reports import OPENS, make_open_contest, make_pupils, make_turn

NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))
PERIOD_BEFORE = Period(date(2026, 10, 1), date(2026, 10, 31))
TODAY = date(2026, 12, 24)
OCTOBER = OPENS - timedelta(days=31)

pytestmark = pytest.mark.django_db


def contents(**changes) -> Contents:
    return contents_for(**{"period": NOVEMBER, "is_demo": False, "today": TODAY, **changes})


def test_a_small_world_is_counted_by_hand() -> None:
    unit = make_unit(name="Xã Khánh Bình")
    school, silent = make_school(name="THPT Một"), make_school(name="THPT Hai")
    Placement.objects.create(school=school, unit=unit)
    pupils = make_pupils(school, 8)
    make_pupils(silent, 3)
    contest = make_open_contest(schools=[school, silent])
    for number, pupil in enumerate(pupils[:6]):
        make_turn(contest, pupil, right=number % 5)
    made = contents()
    assert (made.overall.participants, made.overall.girls, made.overall.turns) == (6, 3, 6)
    assert (made.overall.schools_taking_part, made.overall.schools_invited, made.overall.coverage) == (1, 2, 50.0)
    assert (made.overall.enrolled, made.overall.rate) == (11, 54.5)
    assert [(line.name, line.taking.schools_invited) for line in made.units] == [("Xã Khánh Bình", 1), ("", 1)]
    assert [(line.level, line.taking.participants) for line in made.levels] == [("THPT", 6)]
    assert [line.name for line in made.silent] == ["THPT Hai"]
    assert (made.overall.right, made.overall.items, made.overall.right_share) == (10, 24, 41.7)
    assert (made.scores.n, made.scores.mean, made.scores.median) == (6, 41.7, 37.5)
    assert [line.difficulty for line in made.items] == [16.7, 33.3, 50.0, 66.7]
    assert sorted(option.share for option in made.items[0].options) == [0.0, 0.0, 16.7, 83.3]


def test_what_is_no_turn_is_not_counted() -> None:
    school = make_school()
    pupils = make_pupils(school, 4)
    contest = make_open_contest(schools=[school])
    make_turn(contest, pupils[0], right=1, state="sitting")
    make_turn(contest, pupils[1], right=0, answered=0)
    make_turn(contest, pupils[2], right=1, started_at=contest.opens_at + timedelta(days=40))
    assert contents().overall.participants == 0
    assert contents().overall.coverage == 0.0


@pytest.mark.parametrize("state", ["draft", "cancelled"])
def test_contests_that_are_not_announced_leave_no_trace(state: str) -> None:
    school = make_school()
    contest = make_open_contest(schools=[school], state=state)
    make_turn(contest, make_pupils(school, 1)[0], right=1)
    made = contents()
    assert (made.contests, made.overall.participants, made.schools) == ((), 0, ())


def test_a_person_in_two_contests_counts_once_and_two_turns() -> None:
    school = make_school()
    pupil = make_pupils(school, 1)[0]
    for _number in range(2):
        make_turn(make_open_contest(schools=[school]), pupil, right=1)
    made = contents()
    assert (made.overall.participants, made.overall.turns, made.contests_held) == (1, 2, 2)
    assert made.overall.schools_invited == 1


def test_without_class_lists_and_figure_there_is_no_rate() -> None:
    school = make_school()
    contest = make_open_contest(schools=[school])
    pupil = make_pupils(make_school(), 1)[0]
    make_turn(contest, pupil, right=1, school=school)
    made = contents()
    assert (made.overall.participants, made.overall.enrolled, made.overall.rate) == (1, None, None)
    assert made.denominators.schools_unknown == 1


def test_an_entered_figure_divides_with_its_day_and_source() -> None:
    school = make_school()
    Headcount.objects.create(
        school=school, school_year="2026-2027", pupils=40, as_of=date(2026, 9, 5), source="Báo cáo đầu năm",
        kind="denominator",
    )  # fmt: skip
    Headcount.objects.create(school=school, school_year="2026-2027", pupils=9999, source="báo", kind="context")
    contest = make_open_contest(schools=[school])
    make_turn(contest, make_pupils(make_school(), 1)[0], right=1, school=school)
    line = contents().schools[0]
    assert (line.taking.enrolled, line.taking.rate, line.as_of, line.source) == (
        40, 2.5, date(2026, 9, 5), "Báo cáo đầu năm",
    )  # fmt: skip


def test_a_figure_of_nought_gives_no_rate_and_more_than_it_is_flagged() -> None:
    school = make_school()
    Headcount.objects.create(
        school=school, school_year="2026-2027", pupils=0, as_of=date(2026, 9, 5), source="s", kind="denominator"
    )
    contest = make_open_contest(schools=[school])
    make_turn(contest, make_pupils(make_school(), 1)[0], right=1, school=school)
    made = contents()
    assert (made.overall.enrolled, made.overall.rate, made.overall.exceeds, made.schools_exceeding) == (
        0,
        None,
        True,
        1,
    )


def test_only_invited_grades_divide() -> None:
    school = make_school()
    make_pupils(school, 5, grade=11)
    pupils = make_pupils(school, 4, grade=10)
    contest = make_open_contest(schools=[school], grade=10)
    make_turn(contest, pupils[0], right=1)
    assert (contents().overall.enrolled, contents().overall.rate) == (4, 25.0)


def test_a_school_that_moved_is_counted_where_it_stood_on_the_day() -> None:
    old, new = make_unit(name="Cũ"), make_unit(name="Mới")
    school = make_school()
    day = date(2026, 11, 21)
    Placement.objects.create(school=school, unit=old, valid_to=date(2026, 11, 20))
    Placement.objects.create(school=school, unit=new, valid_from=day)
    first, second = make_pupils(school, 2)
    contest = make_open_contest(schools=[school])
    make_turn(contest, first, right=1)
    make_turn(contest, second, right=1, started_at=contest.opens_at + timedelta(days=1))
    found = {line.name: line.taking for line in contents().units}
    assert {name: taking.participants for name, taking in found.items()} == {"Cũ": 1, "Mới": 1}
    assert {taking.coverage for taking in found.values()} == {100.0}


def test_teachers_stand_apart() -> None:
    school = make_school()
    pupil, teacher = make_pupils(school, 2)
    make_turn(make_open_contest(schools=[school], audience="teachers"), teacher, right=1)
    make_turn(make_open_contest(schools=[school]), pupil, right=1)
    made = contents()
    assert (made.overall.participants, made.teachers.participants, made.teachers.turns) == (1, 1, 1)


def test_demonstration_and_real_never_meet() -> None:
    real, shown = make_school(name="Thật"), make_school(name="Minh họa", is_demo=True)
    make_turn(make_open_contest(schools=[real]), make_pupils(real, 1)[0], right=4)
    demo = make_open_contest(schools=[shown], is_demo=True)
    for pupil in make_pupils(shown, 3):
        make_turn(demo, pupil, right=0)
    made, other = contents(), contents(is_demo=True)
    assert ([line.name for line in made.schools], made.overall.participants, made.overall.enrolled) == (["Thật"], 1, 1)
    assert ([line.name for line in other.schools], other.overall.participants) == (["Minh họa"], 3)
    assert {line.slug for line in made.items}.isdisjoint(line.slug for line in other.items)


def test_an_empty_period_is_empty_and_says_so() -> None:
    made = contents()
    assert (made.contests_held, made.overall.coverage, made.overall.rate, made.scores.mean) == (0, None, None, None)
    assert (made.units, made.schools, made.items, made.scores.bands) == ((), (), (), ())


def test_results_of_fewer_than_five_are_not_stated() -> None:
    school = make_school()
    contest = make_open_contest(schools=[school])
    for pupil in make_pupils(school, 4):
        make_turn(contest, pupil, right=2)
    made = contents()
    assert (made.overall.participants, made.overall.right_share, made.overall.right) == (4, None, 0)
    assert (made.scores.n, made.scores.mean, made.scores.bands) == (4, None, ())
    assert [(line.n, line.difficulty, line.options) for line in made.items] == [(4, None, ())] * 4


@pytest.mark.parametrize("schools", [1, 3])
def test_queries_do_not_grow_with_the_rows(schools: int, django_assert_num_queries) -> None:
    many = [make_school() for _number in range(schools)]
    for opens_at in (OCTOBER, *[OPENS] * schools):
        contest = make_open_contest(schools=many, opens_at=opens_at, closes_at=opens_at + timedelta(days=2))
        for school in many:
            make_turn(contest, make_pupils(school, 1)[0], right=1)
    with django_assert_num_queries(36):
        contents()


def test_a_month_is_compared_with_the_one_before() -> None:
    school = make_school()
    pupils = make_pupils(school, 10)
    before = make_open_contest(schools=[school], opens_at=OCTOBER, closes_at=OCTOBER + timedelta(days=2))
    for pupil in pupils[:2]:
        make_turn(before, pupil, right=1)
    contest = make_open_contest(schools=[school])
    assert contents().change.participants == -2
    for pupil in pupils[:7]:
        make_turn(contest, pupil, right=2)
    change = contents().change
    assert (change.first, change.last) == (date(2026, 10, 1), date(2026, 10, 31))
    assert (change.participants, change.turns, change.rate, change.coverage) == (5, 5, 50.0, 0.0)
    assert change.right_share is None  # two are too few to tell how well they did
    assert contents(published=True).change is None
    assert contents_for(PERIOD_BEFORE, is_demo=False, today=TODAY).change is None  # nothing to compare with


def test_teachers_students_and_pupils_stand_apart_and_channels_too() -> None:
    school, college = make_school(), make_school(level="CĐ")
    contest = make_open_contest(schools=[school, college])
    for number, pupil in enumerate(make_pupils(school, 3)):
        make_turn(contest, pupil, right=1, channel="paper" if number else "lan")
    for student in make_pupils(college, 6):
        make_turn(contest, student, right=1, school=college)
    made, told = contents(), contents(published=True)
    assert [(line.audience, line.participants) for line in made.audiences] == [
        ("pupils", 3), ("students", 6), ("teachers", 0),
    ]  # fmt: skip
    assert [(line.code, line.turns) for line in made.channels] == [("online", 6), ("lan", 1), ("paper", 2)]
    assert [(line.audience, line.participants) for line in told.audiences] == [("learners", 9), ("teachers", 0)]
    assert [(line.code, line.turns, line.merged) for line in told.channels] == [("", 9, 3)]


def test_published_lines_of_few_are_told_together() -> None:
    first, second, silent = (make_school(name=name) for name in ("THPT Một", "THPT Hai", "THPT Ba"))
    contest, other = (make_open_contest(schools=[first, second, silent], title=title) for title in ("Lớn", "Nhỏ"))
    for pupil in make_pupils(first, 8):
        make_turn(contest, pupil, right=1)
    for pupil in make_pupils(second, 2):
        make_turn(other, pupil, right=1)
    made = contents(published=True)
    assert [(line.name, line.taking.participants, line.merged) for line in made.schools] == [
        ("THPT Ba", 0, 0), ("", 10, 2),
    ]  # fmt: skip
    assert [(line.title, line.participants, line.merged) for line in made.contests] == [
        ("Các cuộc thi trong kỳ", 10, 2)
    ]
    assert [line.name for line in made.silent] == ["THPT Ba"]
    assert made.contests_held == 2
    Contest.objects.update(state="settled")
    assert {line.options for line in contents(published=True).items} == {()}


def test_questions_that_a_contest_keeps_to_itself_do_not_leave_the_house() -> None:
    school = make_school()
    contest = make_open_contest(schools=[school])
    for pupil in make_pupils(school, 6):
        make_turn(contest, pupil, right=1)
    its = Contest.objects.filter(pk=contest.pk)
    assert contents(published=True).items == ()  # it still runs
    assert contents().items != ()  # the desk runs it
    its.update(state="settled")
    told = contents(published=True)
    assert len(told.items) == told.items_used == 4
    for kept in ({"keys_open": "never"}, {"results_open": "never"}, {"confirmation": "school"}):
        its.update(**kept)
        assert contents(published=True).items == ()
        its.update(keys_open="close", results_open="submit", confirmation="at_once")
    # another contest of another period has one of the questions on a paper that is not opened yet
    later = make_open_contest(
        schools=[school], opens_at=OPENS + timedelta(days=90), closes_at=OPENS + timedelta(days=91)
    )
    [paper, other] = Paper.objects.filter(contest__in=[contest, later]).order_by("pk")
    shared = paper.items.order_by("position").first()
    other.items.filter(position=1).update(revision=shared.revision)
    kept = contents(published=True)
    assert (len(kept.items), kept.items_used) == (3, 4)
    Contest.objects.filter(pk=later.pk).update(is_demo=True)
    assert len(contents(published=True).items) == 4  # the demonstration keeps nothing from real reports


def test_topics_have_an_interval_and_pillars_come_first() -> None:
    school = make_school()
    contest = make_open_contest(schools=[school])
    for number, pupil in enumerate(make_pupils(school, 6)):
        make_turn(contest, pupil, right=number % 5)
    made = contents()
    assert made.topics[0].topic == ""
    assert {line.n for line in made.topics} == {6}
    assert all(line.low <= line.share <= line.high for line in made.topics)
    (paper,) = made.papers
    assert (paper.contest, paper.paper, paper.n, paper.mean) == (contest.code, "1", 6, 41.7)
    assert all(line.discrimination is None or -1 <= line.discrimination <= 1 for line in made.items)


def test_districts_and_communes_of_today_meet_in_a_cluster() -> None:
    province = make_unit(code="96", name="Tỉnh Cà Mau", kind="tỉnh")
    district = make_unit(code="970", name="Huyện Đầm Dơi", parent=province, valid_to=date(2025, 6, 30))
    today = make_unit(code="32152", name="Xã Đầm Dơi", parent=province, valid_from=date(2025, 7, 1))
    old, new = make_school(), make_school()
    Placement.objects.create(school=old, unit=district)
    Placement.objects.create(school=new, unit=today)
    contest = make_open_contest(schools=[old, new])
    for school in (old, new):
        make_turn(contest, make_pupils(school, 1)[0], right=1)
    made = contents()
    assert [(line.key, line.name, line.taking.participants) for line in made.clusters] == [("970", "Huyện Đầm Dơi", 2)]
    assert len(made.units) == 2
