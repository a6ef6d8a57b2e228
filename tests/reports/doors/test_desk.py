"""The overview: what it tells of which period, to whom, and at what cost."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contests.models import Contest
from schools.models import Placement, School, User
from tests.factories import make_school, make_unit, make_user
from tests.factories_reports import OPENS, invite, make_open_contest, make_pupils, make_turn
from tests.reports.doors.desks import NOVEMBER, signed_in
from tests.reports.official.worlds import fill

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> Client:
    return signed_in(make_user("officer"))


def test_the_page_tells_the_figures_and_no_pupil(officer: Client) -> None:
    fill()
    page = officer.get("/department/", NOVEMBER).content.decode()
    for told in ("2<small>/3</small>", "Độ phủ 66,7%", "Trường THPT Hồ Thị Kỷ", "Chưa tham gia: 1 trường", "Cách tính"):
        assert told in page
    assert "Số liệu minh họa" not in page
    pupils = User.objects.filter(role="pupil").values_list("full_name", flat=True)
    assert [name for name in pupils if name in page] == []


def test_demonstration_is_labelled(officer: Client) -> None:
    fill(is_demo=True)
    assert "Số liệu minh họa" in officer.get("/department/", NOVEMBER).content.decode()


def test_the_page_speaks_english_too(officer: Client) -> None:
    fill()
    page = officer.get("/department/", NOVEMBER, headers={"accept-language": "en"})
    assert page.status_code == 200


def test_without_a_period_it_shows_the_school_year_so_far(officer: Client) -> None:
    response = officer.get("/department/")
    assert response.status_code == 200
    assert response.context["period"]["from"].startswith("01/08/")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"from": "30/11/2026", "to": "01/11/2026"}, "kết thúc trước khi bắt đầu"),
        ({"from": "31/11/2026", "to": "01/12/2026"}, "Ngày chưa đúng"),
        ({"from": "", "to": "01/12/2026"}, "id_from_error"),
        ({"to": "01/12/2026"}, "id_from_error"),
    ],
)
def test_a_wrong_period_is_said_beside_its_field_and_keeps_what_was_typed(
    officer: Client, asked: dict[str, str], said: str
) -> None:
    response = officer.get("/department/", asked)
    page = response.content.decode()
    assert response.status_code == 422
    assert said in page
    assert f'value="{asked["to"]}"' in page


@pytest.mark.parametrize("role", ["teacher", "leader"])
def test_school_staff_do_not_see_it(role: str) -> None:
    assert signed_in(make_user(role)).get("/department/").status_code == 403


def test_visitors_are_sent_to_the_login() -> None:
    assert Client().get("/department/").status_code == 302


def test_more_schools_ask_no_more_queries(officer: Client) -> None:
    counts = []
    for _more in range(2):
        fill()
        with CaptureQueriesContext(connection) as asked:
            officer.get("/department/", NOVEMBER)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_named_period_goes_along_with_every_link(officer: Client) -> None:
    fill()
    page = officer.get("/department/", {"period": "report_month-2026-11"})
    assert page.context["period"] == {"from": "15/10/2026", "to": "14/11/2026"}
    assert "?period=report_month-2026-11" in page.content.decode()
    free = officer.get("/department/", {"from": "02/11/2026", "to": "29/11/2026"}).context["asked"].query
    assert officer.get(f"/department/?{free}").context["period"] == {"from": "02/11/2026", "to": "29/11/2026"}


@pytest.mark.parametrize(
    "code", ["nothing", "report_month-2026-13", "free-2026-11-30-2026-11-01", "free-2026-02-30-2026-03-01"]
)
def test_an_unknown_period_is_said(officer: Client, code: str) -> None:
    response = officer.get("/department/", {"period": code})
    assert response.status_code == 422
    assert "Không có kỳ báo cáo này" in response.content.decode()


def test_a_period_without_anything_says_so(officer: Client) -> None:
    page = officer.get("/department/", {"period": "calendar_year-2019-0"})
    assert page.status_code == 200
    assert "Chưa có cuộc thi nào trong kỳ này" in page.content.decode()


def test_change_is_told_in_words(officer: Client) -> None:
    school = make_school()
    pupils = make_pupils(school, 7)
    for contest, some in ((make_open_contest(schools=[school]), pupils), (_october(school), pupils[:2])):
        for pupil in some:
            make_turn(contest, pupil, right=1)
    page = officer.get("/department/", {"period": "calendar_month-2026-11"}).content.decode()
    assert "tăng 5" in " ".join(page.split())
    assert "so với kỳ trước" in page


def _october(school: School) -> Contest:
    return make_open_contest(
        schools=[school], opens_at=OPENS - timedelta(days=35), closes_at=OPENS - timedelta(days=32)
    )


def test_the_map_shows_the_clusters_of_the_time(officer: Client) -> None:
    district = make_unit(code="970", name="Huyện Đầm Dơi", parent=make_unit(name="Tỉnh"), valid_to=date(2025, 6, 30))
    school = make_school()
    Placement.objects.create(school=school, unit=make_unit(parent=district), valid_to=date(2025, 6, 30))
    Placement.objects.create(
        school=school, unit=make_unit(code="32167", valid_from=date(2025, 7, 1)), valid_from=date(2025, 7, 1)
    )
    invite(_october(school), [make_school()])
    page = officer.get("/department/", {"period": "calendar_month-2026-10"}).content.decode()
    assert "/department/units/cum-970/?period=calendar_month-2026-10" in page
    assert "Hồng Dân" in page
