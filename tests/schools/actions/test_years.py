"""A school of three classes steps into the next year, twice, and back."""

from datetime import UTC, date, datetime, timedelta

import pytest

from backend.refusals import Refusal
from schools.actions.transfers import place_pupil
from schools.actions.years import Rise, plan_year, roll_over, undo_year
from schools.models import Enrolment, Role, SchoolClass, Trail
from schools.queries import classes_of, current_class
from schools.queries.years import ending_year, step_to_undo, year_lines
from tests.factories import make_class, make_enrolment, make_school, make_user
from tests.factories_contests import make_attempt, make_contest, make_paper
from tests.factories_quiz import make_questions

pytestmark = pytest.mark.django_db
YEAR = 2026
JUNE = date(2027, 6, 20)
AT = datetime(2027, 6, 20, 3, tzinfo=UTC)
IN_YEAR = date(2027, 9, 10)


@pytest.fixture
def school():
    school = make_school()
    for name, grade, size in (("10A1", 10, 3), ("11A1", 11, 1), ("12A1", 12, 2)):
        row = make_class(school=school, name=name, grade=grade, year=YEAR)
        for _ in range(size):
            make_enrolment(school_class=row)
    return school


def chosen(school, **names):
    """Everything as proposed, but names given by class."""
    rises, leaving = {}, set()
    for line in year_lines(school, YEAR, JUNE):
        row = line.school_class
        if line.proposal.leaves:
            leaving.add(row.pk)
        else:
            rises[row.pk] = Rise(names.get(f"_{row.name}", line.proposal.name), line.proposal.grade)
    return {"school": school, "year": YEAR, "rises": rises, "leaving": leaving, "staying": set()}


def rolled(school, *, by=None, at=AT, **more):
    return roll_over(**{**chosen(school), **more}, by=by or make_user(Role.LEADER, school=school), at=at)


def test_pupils_rise_leave_and_stay_and_the_past_is_kept(school):
    stays, goes, *_rest = year_lines(school, YEAR, JUNE)[0].pupils
    before = Enrolment.objects.count()
    plan = rolled(school, staying={stays.pk})
    assert (plan.moved, plan.leaving, plan.staying, plan.names) == (3, 2, 1, ["11A1", "12A1"])
    assert [(row.name, row.size) for row in classes_of(school, YEAR + 1, on=IN_YEAR)] == [("11A1", 2), ("12A1", 1)]
    assert current_class(goes, JUNE).name == "10A1"
    assert current_class(goes, IN_YEAR).name == "11A1"
    assert current_class(stays, IN_YEAR) is None
    assert Enrolment.objects.count() == before + 3
    assert Trail.objects.get(act="year_rolled").note == "fresh: 2 classes, 3 up, 2 leave"


def test_a_second_time_changes_nothing(school):
    rolled(school)
    rows = sorted(Enrolment.objects.values_list("pk", flat=True))
    again = rolled(school)
    assert (again.moved, again.there) == (0, 4)
    assert sorted(Enrolment.objects.values_list("pk", flat=True)) == rows
    assert Trail.objects.filter(act="year_rolled").count() == 1


def test_names_that_cannot_be_are_found_before_anything_is_written(school):
    for names, code in (({"_10A1": ""}, "no_name"), ({"_10A1": "12A1"}, "name_twice")):
        wanted = chosen(school, **names)
        assert [code for _row, code in plan_year(**wanted, on=JUNE).problems] == [code]
        with pytest.raises(Refusal):
            roll_over(**wanted, by=make_user(Role.LEADER, school=school), at=AT)
    assert not SchoolClass.objects.filter(year=YEAR + 1).exists()


def test_undone_while_unused(school):
    before = list(Enrolment.objects.order_by("pk").values_list("pk", "from_day", "to_day"))
    rolled(school)
    leader = make_user(Role.LEADER, school=school)
    assert undo_year(school=school, year=YEAR, by=leader, at=AT) == 2
    assert list(Enrolment.objects.order_by("pk").values_list("pk", "from_day", "to_day")) == before
    with pytest.raises(Refusal):
        undo_year(school=school, year=YEAR, by=leader, at=AT)
    assert rolled(school).moved == 4
    assert step_to_undo(school, YEAR) is not None


def test_not_undone_once_a_list_has_changed(school):
    rolled(school)
    pupil = year_lines(school, YEAR, JUNE)[0].pupils[0]
    row = make_class(school=school, name="11A9", grade=11, year=YEAR + 1)
    place_pupil(pupil=pupil, school_class=row, day=IN_YEAR, by=make_user(Role.LEADER, school=school), at=AT)
    assert step_to_undo(school, YEAR) is None


def test_not_undone_once_somebody_has_sat_a_contest_in_the_new_year(school):
    rolled(school)
    contest = make_contest(school=school, by=make_user(Role.TEACHER, school=school), opens_at=AT)
    make_paper(contest, make_questions(1))
    pupil = year_lines(school, YEAR, JUNE)[0].pupils[0]
    attempt = make_attempt(contest, pupil, started_at=AT)
    assert step_to_undo(school, YEAR) is not None  # still in the old year
    attempt.started_at = AT + timedelta(days=60)
    attempt.save()
    assert step_to_undo(school, YEAR) is None


def test_not_undone_when_the_new_year_had_classes_before(school):
    make_class(school=school, name="10B1", grade=10, year=YEAR + 1)
    rolled(school)
    assert step_to_undo(school, YEAR) is None


def test_the_year_that_ends_is_the_last_one_with_classes(school):
    assert ending_year(school, JUNE) == YEAR
    assert ending_year(school, IN_YEAR) == YEAR
    rolled(school)
    assert ending_year(school, IN_YEAR) == YEAR + 1


def test_a_school_costs_two_queries(school, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert sum(len(line.pupils) for line in year_lines(school, YEAR, JUNE)) == 6
