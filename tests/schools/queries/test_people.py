import unicodedata
from datetime import date

import pytest

from backend import clock
from schools import queries
from schools.models import Consent, Role, User
from schools.queries.pages import class_page, school_lines
from tests.cast import make_cast
from tests.factories import make_class, make_enrolment, make_school, make_user

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 22)


@pytest.mark.parametrize("words", ["dang thi an", "Đặng Ẩn", "ĐẶNG", unicodedata.normalize("NFD", "đặng thị"), "0099"])
def test_search_needs_no_diacritics(words):
    wanted = make_user(full_name="Đặng Thị Ẩn", pupil_code="0099")
    make_user(full_name="Trần Văn Bảo")
    assert list(queries.found(User.objects.all(), words)) == [wanted]


@pytest.mark.parametrize("words", ["%", "_", "(a+)+$", "x" * 10_000, "'; drop"])
def test_search_takes_signs_literally(words):
    make_user(full_name="Trần Văn Bảo")
    assert not queries.found(User.objects.all(), words).exists()


def test_lists_are_sorted_the_vietnamese_way():
    school_class = make_class()
    for name in ["Trần Văn Đức", "Lê Ánh", "Lê An", "Nguyễn Thị Ân", "Lê Minh An", "Cao Dũng"]:
        make_enrolment(make_user(full_name=name, school=school_class.school), school_class)
    names = [pupil.full_name for pupil in queries.pupils_of(school_class)]
    assert names == ["Lê An", "Lê Minh An", "Lê Ánh", "Nguyễn Thị Ân", "Cao Dũng", "Trần Văn Đức"]


def test_a_name_shows_only_while_both_consents_live():
    pupil, demo = make_user(), make_user(is_demo=True)

    def consent(by, **kw):
        return Consent.objects.create(
            user=pupil, purpose="show_name", given_by=by, given_at=clock.now(), means="paper", text_version="1", **kw
        )

    ids = [pupil.pk, demo.pk]
    assert queries.shows_name(ids) == {demo.pk}
    consent("child")
    consent("representative", withdrawn_at=clock.now())
    assert queries.shows_name(ids) == {demo.pk}
    last = consent("representative")
    assert queries.shows_name(ids) == {demo.pk, pupil.pk}
    last.purpose = "take_part"
    last.save()
    assert queries.shows_name(ids) == {demo.pk}


def test_scopes():
    cast = make_cast()
    own = {cast.own.pupil.pk}
    both = own | {cast.other.pupil.pk}

    def seen(user):
        return set(queries.pupils_visible(user).values_list("pk", flat=True))

    assert seen(cast.own.pupil) == set()
    assert seen(cast.own.teacher) == seen(cast.own.leader) == own
    assert seen(cast.officer) == seen(cast.admin) == both


@pytest.mark.parametrize("size", [1, 3])
def test_lists_cost_the_same_queries(django_assert_num_queries, size):
    school_class = make_class()
    for _ in range(size):
        make_enrolment(school_class=school_class)
        make_school()
    officer = make_user(Role.OFFICER)
    with django_assert_num_queries(3):
        assert len(class_page(school_class, clock.now()).lines) == size
    with django_assert_num_queries(1):
        list(school_lines(officer, "truong"))
    with django_assert_num_queries(1):
        queries.units_of(list(range(size)), ON)
    with django_assert_num_queries(2):
        queries.shows_name(list(range(size)))
