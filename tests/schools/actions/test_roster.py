"""Class lists imported: whole or not at all, and the same list a second time changes nothing."""

import unicodedata
from datetime import UTC, date, datetime

import pytest

from backend.refusals import Refusal
from schools import queries
from schools.actions.roster import import_roster
from schools.actions.roster_plan import plan_import
from schools.actions.roster_preview import preview_file
from schools.actions.transfers import leave_school
from schools.models import Enrolment, SchoolClass, Trail, User
from schools.queries.years import year_lines
from schools.rules.roster import RosterRow
from tests.factories import make_school, make_user
from tests.factories_contests import make_attempt, make_contest, make_paper
from tests.factories_quiz import make_questions

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 10, 3, tzinfo=UTC)
LATER = datetime(2026, 11, 22, 3, tzinfo=UTC)
ON = date(2026, 11, 22)


def row(number, name, class_name="10A1", **kw):
    return RosterRow(row=number, sheet="", full_name=name, class_name=class_name, grade=10, order=number, **kw)


LIST = [
    row(2, "Nguyễn Văn An", birth_date=date(2011, 2, 15), ministry_id="0012345678", sex="m"),
    row(3, "Danh Thị Bích Trâm", birth_date=date(2011, 5, 2), pupil_code="007", sex="f"),
    row(4, "ថាច់ សុភា"),
    row(5, "Lê Minh An", birth_date=date(2011, 1, 1)),
    row(6, "Lê Minh An", birth_date=date(2011, 1, 1)),
]


@pytest.fixture
def school():
    return make_school()


def imported(school, rows=LIST, at=AT, year=2026):
    return import_roster(rows=rows, school=school, year=year, by=None, at=at)


def everything():
    return (
        list(User.objects.order_by("pk").values()),
        list(Enrolment.objects.order_by("pk").values()),
        list(SchoolClass.objects.order_by("pk").values()),
        Trail.objects.count(),
    )


def test_a_list_becomes_a_class(school):
    plan = imported(school)
    assert len(plan.created) == 5
    school_class = SchoolClass.objects.get()
    names = [pupil.full_name for pupil in queries.pupils_of(school_class, ON)]
    assert names == ["Lê Minh An", "Lê Minh An", "Nguyễn Văn An", "Danh Thị Bích Trâm", "ថាច់ សុភា"]
    an = User.objects.get(ministry_id="0012345678")
    assert (an.given, an.name_fold, an.role, an.has_usable_password()) == ("An", "nguyen van an", "pupil", False)
    assert queries.current_class(an, ON) == school_class


def test_the_same_list_again_changes_nothing(school):
    imported(school)
    before = everything()
    plan = imported(school, at=LATER)
    assert (plan.changes, plan.same) == (0, 5)
    assert everything() == before


def test_the_same_list_in_nfd_changes_nothing(school):
    data = "STT,Họ và tên,Lớp\n1,Nguyễn Thị Ệ,9A1\n2,Thạch Sô Phi,9A1\n"
    for text in (data, unicodedata.normalize("NFD", data)):
        preview = preview_file(data=text.encode(), filename="x.csv", school=school, year=2026, class_name="", on=ON)
        assert not preview.plan.problems
        imported(school, preview.roster.rows)
    assert User.objects.count() == 2


def test_what_differs_is_changed_and_what_is_blank_is_kept(school):
    imported(school)
    rows = [row(2, "Nguyễn Văn Ân", ministry_id="0012345678"), *LIST[1:]]
    plan = imported(school, rows, at=LATER)
    [(_row, pupil, fields)] = plan.changed
    assert fields == ["full_name"]
    pupil.refresh_from_db()
    assert (pupil.full_name, pupil.given, pupil.birth_date, pupil.sex) == (
        "Nguyễn Văn Ân",
        "Ân",
        date(2011, 2, 15),
        "m",
    )


def test_a_pupil_who_changes_class_is_in_one_class_a_day(school):
    imported(school)
    an = User.objects.get(ministry_id="0012345678")
    imported(school, [row(2, "Nguyễn Văn An", "10A2", ministry_id="0012345678")], at=LATER)
    assert queries.current_class(an, date(2026, 11, 21)).name == "10A1"
    assert queries.current_class(an, ON).name == "10A2"
    assert queries.enrolled_count([school.pk], None, ON) == {school.pk: 5}
    imported(school, [row(2, "Nguyễn Văn An", "10A1", ministry_id="0012345678")], at=datetime(2026, 12, 1, tzinfo=UTC))
    assert queries.current_class(an, date(2026, 12, 1)).name == "10A1"


def test_next_year_the_same_people_stand_in_new_classes(school):
    imported(school)
    rows = [
        RosterRow(
            one.row, "", one.full_name, "11A1", 11, one.order, one.birth_date, one.sex, one.pupil_code, one.ministry_id
        )
        for one in LIST[:2]
    ]
    plan = imported(school, rows, at=datetime(2027, 9, 6, tzinfo=UTC), year=2027)
    assert (len(plan.created), len(plan.moved)) == (0, 2)
    an = User.objects.get(ministry_id="0012345678")
    assert [queries.current_class(an, day).name for day in (ON, date(2027, 10, 1))] == ["10A1", "11A1"]


def test_those_not_on_the_list_are_told_and_kept(school):
    imported(school)
    plan = plan_import(rows=LIST[1:], school=school, year=2026, on=ON)
    assert [pupil.full_name for pupil in plan.absent] == ["Nguyễn Văn An"]
    imported(school, LIST[1:], at=LATER)
    assert User.objects.filter(is_active=True).count() == 5


def test_a_pupil_of_another_school_is_refused_and_nothing_is_stored(school):
    make_user(ministry_id="0012345678")
    before = everything()
    with pytest.raises(Refusal) as caught:
        imported(school)
    assert caught.value.status == 422
    assert everything() == before
    [problem] = plan_import(rows=LIST, school=school, year=2026, on=ON).problems
    assert (problem.code, problem.row) == ("pupil_of_other_school", 2)


def test_two_identifiers_of_two_pupils_in_one_row_are_refused(school):
    imported(school)
    [problem] = plan_import(
        rows=[row(2, "Ai", ministry_id="0012345678", pupil_code="007")], school=school, year=2026, on=ON
    ).problems
    assert problem.code == "ids_disagree"


def test_one_pupil_met_by_two_rows_is_refused(school):
    imported(school, [row(2, "Lê An", ministry_id="0000000001", pupil_code="1")])
    rows = [row(2, "Lê An", ministry_id="0000000001"), row(3, "Lê An", pupil_code="1")]
    assert [one.code for one in plan_import(rows=rows, school=school, year=2026, on=ON).problems] == ["id_twice"]


def test_two_new_rows_of_one_identifier_are_refused(school):
    rows = [row(2, "Lê An", pupil_code="1"), row(3, "Lê Bé", pupil_code="1")]
    assert [one.code for one in plan_import(rows=rows, school=school, year=2026, on=ON).problems] == ["id_twice"]
    with pytest.raises(Refusal):
        imported(school, rows)
    assert not User.objects.exists()


def test_a_name_never_takes_what_an_identifier_names(school):
    imported(school, [row(2, "Lê An", pupil_code="1", birth_date=date(2011, 1, 1))])
    rows = [row(2, "Lê An", pupil_code="2", birth_date=date(2011, 1, 1)), row(3, "Lê An", pupil_code="1")]
    plan = imported(school, rows)
    assert (len(plan.created), plan.same) == (1, 1)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("STT,Họ và tên\n1,Lê An\n", [("missing_column", "class", 1)]),
        ("STT,Mã HS,Họ và tên,Lớp\n1,07,Lê An,9A\n2,07,Lê Bé,9A\n", [("id_twice", "Mã HS", 3)]),
        ("STT,Họ và tên,Lớp,Ngày sinh\n1,Lê An,9A,31/02/2011\n", [("birth_unreadable", "Ngày sinh", 2)]),
    ],
)
def test_problems_of_a_file_are_named_with_their_rows(school, text, codes):
    plan = preview_file(data=text.encode(), filename="x.csv", school=school, year=2026, class_name="", on=ON).plan
    assert [(one.code, one.column, one.row) for one in plan.problems] == codes


@pytest.mark.parametrize("size", [1, 3])
def test_planning_costs_the_same_queries(django_assert_num_queries, school, size):
    imported(school)
    with django_assert_num_queries(3):
        plan_import(
            rows=[row(2, "Nguyễn Văn An", ministry_id="0012345678")] * 1 + LIST[1:size], school=school, year=2026, on=ON
        )


def test_who_is_moved_by_a_list_signs_in_again_and_nobody_else(school):
    imported(school)
    stays, moves = User.objects.get(ministry_id="0012345678"), User.objects.get(pupil_code="007")
    imported(school, rows=[LIST[0], row(3, moves.full_name, "10A2", pupil_code="007")], at=LATER)
    versions = {pupil.pk: pupil.session_version for pupil in (stays, moves)}
    for pupil, more in ((stays, 0), (moves, 1)):
        pupil.refresh_from_db()
        assert pupil.session_version == versions[pupil.pk] + more


def codes(rows, school, **given):
    return [one.code for one in plan_import(rows=rows, school=school, year=2026, on=ON, **given).problems]


def test_a_number_given_anew_never_makes_one_child_another(school):
    born = date(2011, 3, 4)
    imported(
        school,
        [
            row(2, "Đỗ Văn Giang", pupil_code="HS01", birth_date=date(2011, 1, 1)),
            row(3, "Lê Thị Hoa", pupil_code="HS02", birth_date=born),
            row(4, "Lê Thị Huệ", pupil_code="HS03", birth_date=born),
            row(5, "Mai Thị Ngọc", pupil_code="HS04"),
        ],
    )
    other = row(2, "Kiều Văn Khoa", pupil_code="HS01", birth_date=date(2011, 9, 9))
    assert codes([other], school) == ["id_of_another"]
    assert codes([row(2, "Kiều Văn Khoa", pupil_code="HS01")], school) == ["id_of_another"]
    assert codes([row(2, "Mai Thị Nga", pupil_code="HS04", birth_date=born)], school) == ["id_of_another"]
    # two sisters of one birth date, their numbers exchanged
    sisters = [
        row(3, "Lê Thị Huệ", pupil_code="HS02", birth_date=born),
        row(4, "Lê Thị Hoa", pupil_code="HS03", birth_date=born),
    ]
    assert codes(sisters, school) == ["id_of_another", "id_of_another"]
    # a name is set right for who was born that day, a birth date for who is called so, marks and case for everybody
    mended = [
        row(2, "Đỗ Văn Dương", pupil_code="HS01", birth_date=date(2011, 1, 1)),
        row(3, "Lê Thị Hoa", pupil_code="HS02", birth_date=date(2011, 3, 5)),
        row(5, "MAI THỊ NGÓC", pupil_code="HS04"),
    ]
    plan = plan_import(rows=mended, school=school, year=2026, on=ON)
    assert (plan.problems, len(plan.changed)) == ([], 3)


def test_lists_mended_on_one_day_leave_nobody_in_two_classes(school):
    imported(school, [row(2, "Nguyễn Văn An", birth_date=date(2011, 2, 15))])
    for name in ("10A2", "10A3", "10A1", "10A2"):
        imported(school, [row(2, "Nguyễn Văn An", name, birth_date=date(2011, 2, 15))], at=LATER)
    held = Enrolment.objects.filter(to_day__gte=ON).values_list("school_class__name", flat=True)
    assert list(held) == ["10A2"]
    lines = year_lines(school, 2026, ON)
    assert [(line.school_class.name, len(line.pupils)) for line in lines if line.pupils] == [("10A2", 1)]


def test_nobody_is_moved_out_of_a_paper_by_a_list(school):
    imported(school)
    pupil = User.objects.get(full_name="Nguyễn Văn An")
    contest = make_contest(school=school, by=make_user("teacher", school=school))
    make_paper(contest, make_questions(1))
    make_attempt(contest, pupil)
    assert codes([row(2, "Nguyễn Văn An", "10A2", ministry_id="0012345678")], school) == ["pupil_is_sitting"]
    assert codes([row(2, "Nguyễn Văn An", "10A1", ministry_id="0012345678")], school) == []


def test_who_has_left_comes_back_only_when_that_is_said(school):
    imported(school)
    pupil = User.objects.get(full_name="Nguyễn Văn An")
    leave_school(pupil=pupil, day=date(2026, 10, 1), by=make_user("leader", school=school), at=LATER)
    plan = imported(school, at=LATER)
    pupil.refresh_from_db()
    assert (plan.changes, [one.pk for _row, one in plan.left], pupil.is_active) == (0, [pupil.pk], False)
    plan = import_roster(rows=LIST, school=school, year=2026, by=None, at=LATER, take_back=True)
    pupil.refresh_from_db()
    assert (plan.left, pupil.is_active) == ([], True)
    assert queries.current_class(pupil, ON).name == "10A1"


def test_a_new_child_of_a_name_that_is_known_is_told(school):
    imported(school, [row(2, "Phan Văn Em"), row(3, "Phan Văn Năm", birth_date=date(2011, 1, 1), pupil_code="5")])
    rows = [
        row(2, "Phan Văn Êm"),
        row(3, "Phan Văn Năm", "10A2", birth_date=date(2011, 1, 2)),
        row(4, "Phan Văn Năm", "10A2", pupil_code="6"),
    ]
    plan = plan_import(rows=rows, school=school, year=2026, on=ON)
    assert [(one.code, one.row, one.value, one.other) for one in plan.warnings] == [
        ("known_by_name", 2, "10A1", "Phan Văn Em")
    ]
    assert [pupil.full_name for pupil in plan.absent] == ["Phan Văn Em", "Phan Văn Năm"]
    assert len(plan.created) == 3
