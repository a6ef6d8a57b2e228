from io import BytesIO

import pytest
from django.test import Client
from docx import Document

from reports.models import IssuedReport
from schools.models import User
from tests.factories import make_user
from tests.reports.official.worlds import fill

pytestmark = pytest.mark.django_db
NOVEMBER = {"from": "01/11/2026", "to": "30/11/2026"}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="schools.backends.StaffBackend")
    return client


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


@pytest.mark.parametrize("kind", ["docx", "json"])
def test_files_are_handed_out_and_the_numbers_kept(officer: Client, kind: str) -> None:
    fill()
    response = officer.post("/department/report", {**NOVEMBER, "format": kind})
    assert response.headers["Content-Disposition"] == f'attachment; filename="bao-cao-2026-11-01-2026-11-30.{kind}"'
    kept = IssuedReport.objects.get()
    if kind == "docx":
        Document(BytesIO(response.content))
    else:
        assert response.content.decode() == kept.snapshot


@pytest.mark.parametrize("asked", [{}, {"from": "30/11/2026", "to": "01/11/2026"}, {**NOVEMBER, "format": "exe"}])
def test_a_wrong_order_is_refused_and_keeps_nothing(officer: Client, asked: dict[str, str]) -> None:
    assert officer.post("/department/report", asked).status_code == 422
    assert not IssuedReport.objects.exists()


@pytest.mark.parametrize("role", ["teacher", "leader"])
def test_school_staff_see_neither_page_nor_report(role: str) -> None:
    client = signed_in(make_user(role))
    assert client.get("/department/").status_code == 403
    assert client.post("/department/report", NOVEMBER).status_code == 403


def test_visitors_are_sent_to_the_login() -> None:
    assert Client().get("/department/").status_code == 302


def test_the_page_asks_a_constant_number_of_queries(officer: Client, django_assert_max_num_queries) -> None:
    fill()
    fill()
    with django_assert_max_num_queries(18):
        officer.get("/department/", NOVEMBER)
