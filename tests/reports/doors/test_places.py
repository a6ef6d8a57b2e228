"""Down from the overview: units as they were, schools, contests; the same figures, narrowed."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from schools.models import Placement, User
from tests.factories import make_school, make_unit
from tests.factories_reports import make_open_contest, make_pupils, make_turn
from tests.reports.doors.desks import NOVEMBER, make_world, officer
from tests.reports.official.worlds import fill

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", range(2))
def test_a_place_has_the_figures_of_its_line_on_the_overview(seed: int) -> None:
    make_world(seed)
    client = officer()
    shown = client.get("/department/", NOVEMBER).context["shown"]
    for line in shown.units:
        assert client.get(f"/department/units/{line.key}/", NOVEMBER).context["shown"].overall == line.taking
    for line in shown.clusters:
        assert client.get(f"/department/units/cum-{line.key}/", NOVEMBER).context["shown"].overall == line.taking
    for line in shown.schools:
        if line.key:
            assert client.get(f"/department/schools/{line.key}/", NOVEMBER).context["shown"].overall == line.taking
    for line in shown.contests:
        its = client.get(f"/department/contests/{line.code}/", NOVEMBER).context["shown"]
        told = its.teachers if line.audience == "teachers" else its.overall
        assert (told.participants, told.turns) == (line.participants, line.turns)


def test_the_pages_name_no_pupil_and_lead_on() -> None:
    fill()
    client, names = officer(), list(User.objects.filter(role="pupil").values_list("full_name", flat=True))
    shown = client.get("/department/", NOVEMBER).context["shown"]
    unit, school, contest = shown.units[0].key, shown.schools[0].key, shown.contests[0].code
    for path in (f"units/{unit}", f"schools/{school}", f"contests/{contest}"):
        page = client.get(f"/department/{path}/", NOVEMBER).content.decode()
        assert [name for name in names if name in page] == [], path
        assert "Cách tính" in page
        assert f"/department/rows/participants/?period=calendar_month-2026-11&amp;{path[: path.index('s/')]}=" in page


def test_a_unit_that_did_not_exist_in_the_period_says_so() -> None:
    old = make_unit(name="Xã cũ", valid_to=date(2025, 6, 30))
    page = officer().get(f"/department/units/{old.pk}/", NOVEMBER)
    assert page.status_code == 200
    assert "Đơn vị này không có trong kỳ đang xem" in page.content.decode()


def test_a_contest_of_other_days_leads_to_its_own() -> None:
    contest = make_open_contest(schools=[make_school()])
    page = officer().get(f"/department/contests/{contest.code}/", {"period": "calendar_month-2026-10"}).content.decode()
    assert "Cuộc thi không diễn ra trong kỳ này" in page
    assert "?from=20/11/2026&amp;to=22/11/2026" in page


def test_a_school_asked_by_nobody_says_so() -> None:
    school = make_school()
    page = officer().get(f"/department/schools/{school.code}/", NOVEMBER).content.decode()
    assert "Chưa có số liệu trong kỳ này" in page


@pytest.mark.parametrize(
    "path", ["units/999999", "units/cum-999", "units/x", "units/01", "units/²", "schools/khong-co", "contests/ZZZZZZ"]
)
def test_what_is_not_there_is_404(path: str) -> None:
    assert officer().get(f"/department/{path}/").status_code == 404


def test_the_other_world_is_not_there() -> None:
    fill()
    demo = make_school(is_demo=True)
    assert officer().get(f"/department/schools/{demo.code}/").status_code == 404


@pytest.mark.parametrize("kind", ["units/0", "schools/{school}", "contests/{contest}"])
def test_a_wrong_period_keeps_what_was_typed(kind: str) -> None:
    contest = make_open_contest(schools=[school := make_school()])
    path = kind.format(school=school.code, contest=contest.code)
    response = officer().get(f"/department/{path}/", {"from": "30/11/2026", "to": "01/11/2026"})
    assert response.status_code == 422
    assert 'value="30/11/2026"' in response.content.decode()


def test_more_schools_ask_no_more_queries() -> None:
    unit, client, counts = make_unit(), officer(), []
    for more in (1, 3):
        schools = [make_school() for _number in range(more)]
        for school in schools:
            Placement.objects.create(school=school, unit=unit)
        contest = make_open_contest(schools=schools)
        for school in schools:
            make_turn(contest, make_pupils(school, 1)[0], right=1)
        for path in (f"units/{unit.pk}", f"contests/{contest.code}", f"schools/{schools[0].code}"):
            with CaptureQueriesContext(connection) as asked:
                client.get(f"/department/{path}/", NOVEMBER)
            counts.append(len(asked))
    assert counts[:3] == counts[3:]
