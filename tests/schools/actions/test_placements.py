from datetime import date

import pytest

from backend import clock
from backend.refusals import Refusal
from schools.actions.placements import place_school
from schools.models import Placement, Role, School
from schools.queries import unit_of
from schools.queries.places import commune_named, communes_on, schools_without_unit
from tests.factories import make_school, make_unit, make_user

pytestmark = pytest.mark.django_db
MERGED = date(2025, 7, 1)
NOW = date(2026, 11, 20)


def placed(school, unit, day=MERGED):
    return place_school(school=school, unit=unit, from_day=day, by=make_user(Role.OFFICER), at=clock.now())


@pytest.fixture
def communes():
    old = make_unit(name="Phường 4", code="32002", kind="phường", valid_to=date(2025, 6, 30))
    new = make_unit(name="Phường An Xuyên", code="32002", kind="phường", valid_from=MERGED)
    other = make_unit(name="Xã Tân Lộc", code="32065", kind="xã", valid_from=MERGED)
    return old, new, other


def test_a_later_placement_ends_the_one_before(communes):
    old, new, other = communes
    school = make_school()
    Placement.objects.create(school=school, unit=old)  # as loaded from the list: no days
    placed(school, new)
    assert unit_of(school, date(2025, 6, 30)) == old
    assert unit_of(school, MERGED) == new
    placed(school, other, NOW)
    assert (unit_of(school, date(2026, 11, 19)), unit_of(school, NOW)) == (new, other)
    with pytest.raises(Refusal) as caught:
        placed(school, new, date(2026, 1, 1))
    assert "from_day" in caught.value.fields


def test_the_same_day_again_corrects_and_the_same_place_changes_nothing(communes):
    _old, new, other = communes
    school = make_school()
    placed(school, new)
    placed(school, other)
    assert unit_of(school, MERGED) == other
    placed(school, other, NOW)
    assert Placement.objects.filter(school=school).count() == 1


def test_an_earlier_day_for_the_newest_placement_corrects_its_day(communes):
    _old, new, other = communes
    school = make_school()
    placed(school, new)
    placed(school, other, NOW)
    placed(school, other, date(2026, 11, 1))
    days = [date(2026, 10, 31), date(2026, 11, 1), NOW]
    assert [unit_of(school, day) for day in days] == [new, other, other]
    assert Placement.objects.filter(school=school).count() == 2


def test_a_unit_must_exist_on_the_day(communes):
    with pytest.raises(Refusal) as caught:
        placed(make_school(), communes[0], NOW)
    assert "unit" in caught.value.fields


def test_communes_are_found_by_name_label_or_code_of_the_day(communes):
    old, new, _other = communes
    assert [unit.name for unit in communes_on(NOW)] == ["Phường An Xuyên", "Xã Tân Lộc"]
    for text in ("phuong an xuyen", "Phường An Xuyên (32002)", "32002"):
        assert commune_named(text, NOW) == new
    assert commune_named("32002", date(2020, 1, 1)) == old
    assert commune_named("an xuyen", NOW) is None
    make_unit(name="Xã Tân Lộc", kind="xã")
    assert commune_named("Xã Tân Lộc", NOW) is None  # two of that name
    assert commune_named("Xã Tân Lộc (32065)", NOW) == communes[2]


def test_schools_without_a_unit_today(communes):
    here, waiting = make_school(), make_school()
    placed(here, communes[1])
    assert list(schools_without_unit(School.objects.all(), NOW)) == [waiting]
