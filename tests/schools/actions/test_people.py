from datetime import timedelta

import pytest

from backend import clock
from backend.refusals import NotAllowed, Refusal
from schools.actions import people
from schools.models import Role, StaffCode, Trail, User
from tests.factories import PASSWORD, make_school, make_user

pytestmark = pytest.mark.django_db
AT = clock.now()
NEW = "một mật khẩu mới 77"


def created(by, role, **kw):
    return people.create_staff(**{"by": by, "role": role, "full_name": "Trần Văn Ân", "at": AT, **kw})


@pytest.mark.parametrize(
    ("maker", "allowed"),
    [
        (Role.PUPIL, set()),
        (Role.TEACHER, set()),
        (Role.LEADER, {Role.TEACHER}),
        (Role.OFFICER, {Role.LEADER, Role.OFFICER}),
        (Role.ADMIN, {Role.TEACHER, Role.LEADER, Role.OFFICER, Role.ADMIN}),
    ],
)
def test_accounts_are_opened_only_downward(maker, allowed):
    by, school = make_user(maker), make_school()
    for role in Role.values:
        if role in allowed:
            assert created(by, role, school=school)[0].role == role
        else:
            with pytest.raises(NotAllowed):
                created(by, role, school=school)


def test_a_leader_makes_teachers_of_the_own_school_whatever_is_asked():
    leader = make_user(Role.LEADER)
    assert created(leader, Role.TEACHER, school=make_school())[0].school == leader.school


def test_school_people_need_a_school_and_the_department_has_none():
    officer = make_user(Role.OFFICER)
    with pytest.raises(Refusal) as caught:
        created(officer, Role.LEADER)
    assert "school" in caught.value.fields
    assert created(officer, Role.OFFICER, school=make_school())[0].school is None


def test_the_code_works_once_and_the_password_after_it():
    user, code = created(make_user(Role.ADMIN), Role.OFFICER)
    assert not user.has_usable_password()
    assert StaffCode.objects.get(user=user).code_hash != code
    typed = f"{code[:4].lower()}-{code[4:8]} {code[8:]}"
    used = people.use_staff_code(username=f" {user.username.upper()} ", code=typed, password=NEW, at=AT)
    assert used == user
    assert used.check_password(NEW)
    with pytest.raises(Refusal) as caught:
        people.use_staff_code(username=user.username, code=code, password=NEW, at=AT)
    assert caught.value.status == 410


def test_old_wrong_replaced_and_foreign_codes_get_one_answer():
    admin = make_user(Role.ADMIN)
    user, code = created(admin, Role.OFFICER)
    other, other_code = created(admin, Role.OFFICER)
    later = people.reset_staff(user=other, by=admin, at=AT)

    def answer(name, given, at=AT):
        with pytest.raises(Refusal) as caught:
            people.use_staff_code(username=name, code=given, password=NEW, at=at)
        return caught.value.status, str(caught.value.detail)

    answers = {
        answer(user.username, code, AT + timedelta(hours=24)),
        answer(user.username, "AAAA-BBBB-CCCC"),
        answer(other.username, code),
        answer(other.username, other_code),
        answer("", ""),
    }
    assert len(answers) == 1
    assert answers.pop()[0] == 410
    assert people.use_staff_code(username=other.username, code=later, password=NEW, at=AT) == other


def test_a_weak_password_spends_no_code():
    user, code = created(make_user(Role.ADMIN), Role.OFFICER)
    for weak in ("12345678901234", "ngan", "x" * 300, "a\x00bcdefghijk"):
        with pytest.raises(Refusal) as caught:
            people.use_staff_code(username=user.username, code=code, password=weak, at=AT)
        assert caught.value.status == 400
    assert people.use_staff_code(username=user.username, code=code, password=NEW, at=AT) == user


def test_changing_resetting_and_closing_end_other_sessions():
    admin, user = make_user(Role.ADMIN), make_user(Role.TEACHER)
    seen = {user.get_session_auth_hash()}
    people.change_password(user=user, old=PASSWORD, new=NEW, at=AT)
    seen.add(user.get_session_auth_hash())
    people.sign_out_everywhere(user=user, at=AT)
    user.refresh_from_db()
    seen.add(user.get_session_auth_hash())
    people.reset_staff(user=user, by=admin, at=AT)
    user.refresh_from_db()
    seen.add(user.get_session_auth_hash())
    people.set_active(user=user, active=False, by=admin, at=AT)
    user.refresh_from_db()
    seen.add(user.get_session_auth_hash())
    assert len(seen) == 5


def test_a_closed_account_gets_no_code_and_keeps_its_password():
    admin, user = make_user(Role.ADMIN), make_user(Role.TEACHER)
    people.set_active(user=user, active=False, by=admin, at=AT)
    user.refresh_from_db()
    with pytest.raises(Refusal) as caught:
        people.reset_staff(user=user, by=admin, at=AT)
    assert (caught.value.code, caught.value.status) == ("account_closed", 409)
    assert not StaffCode.objects.exists()
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)


def test_a_wrong_old_password_changes_nothing():
    user = make_user(Role.TEACHER)
    with pytest.raises(Refusal) as caught:
        people.change_password(user=user, old="không phải", new=NEW, at=AT)
    assert "old" in caught.value.fields
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)


def test_user_names_are_made_from_names_and_never_twice():
    admin = make_user(Role.ADMIN)
    made = [created(admin, Role.OFFICER, full_name="Đặng Thị Ẩn")[0].username for _ in range(3)]
    assert made == ["an.dt", "an.dt2", "an.dt3"]
    assert created(admin, Role.OFFICER, full_name="ថាច់ សុភា")[0].username


@pytest.mark.parametrize("name", ["an.dt", "AN.DT ", "an.dt\u200b", "a", "tên có dấu", "../x", "x" * 70])
def test_taken_and_unfit_user_names_are_refused_by_field(name):
    admin = make_user(Role.ADMIN)
    created(admin, Role.OFFICER, username="an.dt")
    with pytest.raises(Refusal) as caught:
        created(admin, Role.OFFICER, username=name)
    assert "username" in caught.value.fields


def test_the_demonstration_stays_in_the_demonstration():
    leader = make_user(Role.LEADER, school=make_school(is_demo=True))
    assert created(leader, Role.TEACHER)[0].is_demo


def test_each_act_leaves_a_trail():
    leader = make_user(Role.LEADER)
    user, code = created(leader, Role.TEACHER)
    people.use_staff_code(username=user.username, code=code, password=NEW, at=AT)
    people.reset_staff(user=user, by=leader, at=AT)
    people.set_active(user=user, active=False, by=leader, at=AT)
    acts = ["staff_created", "password_set", "staff_reset", "staff_closed"]
    assert list(Trail.objects.order_by("pk").values_list("act", flat=True)) == acts
    assert not Trail.objects.filter(note__contains=code).exists()
