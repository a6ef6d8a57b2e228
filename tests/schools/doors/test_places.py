from datetime import date

import pytest
from django.urls import reverse

from schools.models import Role
from schools.queries import unit_of
from tests.factories import make_school, make_unit, make_user

pytestmark = pytest.mark.django_db
LIST = reverse("schools:places")


@pytest.fixture
def officer(client):
    client.force_login(make_user(Role.OFFICER), backend="schools.backends.StaffBackend")


def test_a_waiting_school_is_found_placed_and_gone_from_the_list(client, officer):
    school, unit = make_school(name="THPT Tắc Vân"), make_unit(name="Xã Tắc Vân", kind="xã")
    make_school(name="THPT Khánh Hưng")
    assert [row.name for row, _unit in client.get(LIST, {"q": "tac van"}).context["lines"]] == ["THPT Tắc Vân"]
    url = reverse("schools:place", args=[school.pk])
    assert f"Xã Tắc Vân ({unit.code})" in client.get(url).content.decode()
    wrong = client.post(url, {"unit": "xã nào đó", "from_day": "01/07/2025"})
    assert wrong.status_code == 422
    assert "xã nào đó" in wrong.content.decode()
    assert client.post(url, {"unit": "xa tac van", "from_day": "01/07/2025"}).status_code == 302
    assert unit_of(school, date(2025, 7, 1)) == unit
    assert client.get(LIST).context["waiting"] == 1
    assert len(client.get(LIST, {"all": "1"}).context["lines"]) == 2


def test_demonstration_accounts_place_demonstration_schools_only(client):
    client.force_login(make_user(Role.OFFICER, is_demo=True), backend="schools.backends.StaffBackend")
    assert client.get(reverse("schools:place", args=[make_school().pk])).status_code == 404
