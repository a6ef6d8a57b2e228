from datetime import date

import pytest

from schools import queries
from schools.actions.places import load_places
from schools.models import Headcount, School, Unit

pytestmark = pytest.mark.django_db


def test_places_load_once_with_their_dates():
    first, second = load_places(), load_places()
    assert first["units"] == 248
    assert first["schools"] == 57
    assert set(second.values()) == {0}
    old = {"valid_to__gte": date(2019, 9, 1), "parent__parent__code": "96", "valid_from": None}
    assert Unit.objects.filter(**old).count() == 101
    assert Unit.objects.filter(valid_from=date(2025, 7, 1), parent__code="96").count() == 64


def test_a_school_lies_in_a_district_until_it_ends():
    load_places()
    unplaced, placed = School.objects.get(name="THPT Hồ Thị Kỷ"), School.objects.get(name="THCS-THPT Tân Lộc")
    before, today = date(2020, 1, 1), date(2026, 11, 22)
    assert queries.unit_of(unplaced, before).name == "Thành phố Cà Mau"
    assert queries.unit_of(unplaced, today) is None  # "chưa xếp xã"
    assert queries.unit_of(placed, before).parent.name == "Huyện Thới Bình"
    assert queries.unit_of(placed, today).name == "Xã Tân Lộc"


def test_press_figures_never_divide():
    load_places()
    assert set(Headcount.objects.values_list("kind", flat=True)) == {"context"}
    assert queries.denominators(list(School.objects.values_list("pk", flat=True)), None, date(2026, 11, 22)) == {}
