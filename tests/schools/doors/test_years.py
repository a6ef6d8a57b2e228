import pytest
from django.urls import reverse

from backend import clock
from schools.models import Enrolment, Role, SchoolClass
from schools.rules import years
from tests.factories import make_class, make_enrolment, make_school, make_user

pytestmark = pytest.mark.django_db
YEAR = years.start_year(clock.today())
PAGE, UNDO = reverse("schools:year"), reverse("schools:year_undo")


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def rows(school):
    return [make_class(school=school, name=f"{grade}A1", grade=grade, year=YEAR) for grade in (10, 12)]


@pytest.fixture
def leader(client, school):
    user = make_user(Role.LEADER, school=school)
    client.force_login(user, backend="schools.backends.StaffBackend")
    return user


def test_proposed_previewed_done_and_undone(client, school, rows, leader):
    [stays, goes] = [make_enrolment(school_class=rows[0]).pupil for _ in range(2)]
    page = client.get(PAGE).content.decode()
    assert 'value="11A1"' in page
    fields = {f"act-{rows[0].pk}": "up", f"name-{rows[0].pk}": "11B1", f"act-{rows[1].pk}": "leave", "stay": [stays.pk]}
    preview = client.post(PAGE, {**fields, "step": "preview"})
    seen = preview.context["seen"]
    assert (preview.context["plan"].moved, preview.context["plan"].staying) == (1, 1)
    assert not SchoolClass.objects.filter(year=YEAR + 1).exists()
    # something else than was previewed is previewed first
    other = client.post(PAGE, {**fields, "stay": [], "step": "do", "seen": seen})
    assert other.context["seen"] != seen
    assert not SchoolClass.objects.filter(year=YEAR + 1).exists()
    done = client.post(PAGE, {**fields, "step": "do", "seen": seen}, follow=True)
    assert "Đã lên lớp 1 em" in done.content.decode()
    assert Enrolment.objects.get(school_class__name="11B1").pupil == goes
    assert "Hoàn tác" in done.content.decode()
    assert client.post(UNDO + f"?year={YEAR}").status_code == 302
    assert not SchoolClass.objects.filter(year=YEAR + 1).exists()
    assert client.post(UNDO + f"?year={YEAR}").status_code == 409


def test_a_name_that_cannot_be_is_marked_at_its_class(client, rows, leader):
    make_enrolment(school_class=rows[0])
    answer = client.post(PAGE, {f"act-{rows[0].pk}": "up", f"name-{rows[0].pk}": " ", "step": "do"})
    assert answer.status_code == 422
    assert "Hãy đặt tên lớp" in answer.content.decode()


def test_classes_of_another_school_are_never_touched(client, leader, rows):
    foreign = make_enrolment(school_class=make_class(year=YEAR)).school_class
    answer = client.post(PAGE, {f"act-{foreign.pk}": "up", f"name-{foreign.pk}": "11A1", "step": "do"})
    assert answer.status_code == 422
    assert not SchoolClass.objects.filter(year=YEAR + 1).exists()
