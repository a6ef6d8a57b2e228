"""Every figure of the desk can be followed to its rows, and their sum is the figure."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reports.official.contents import Contents
from reports.views import rows
from schools.models import Placement, User
from tests.reports.doors.desks import NOVEMBER, make_world, officer
from tests.reports.official.worlds import fill

pytestmark = pytest.mark.django_db


def added(client: Client, figure: str, **narrow: str) -> list[int]:
    """The sum of the rows of a figure, page by page."""
    total: list[int] = []
    number = 1
    while True:
        context = client.get(f"/department/rows/{figure}/", {**NOVEMBER, **narrow, "page": number}).context
        shown = [line.numbers for line in context["page"]] if context["page"] else []
        total = [sum(column) for column in zip(total or [0] * len(context["total"]), *shown, strict=True)]
        if not context["page"].has_next():
            assert total == context["total"]
            return total
        number += 1


def figures(shown: Contents) -> dict[str, list[int]]:
    """Every figure of a page by the name of its rows."""
    its, audiences = shown.overall, {line.audience: line for line in shown.audiences}
    return {
        "participants": [its.participants],
        "girls": [its.girls or 0],
        "pupils": [audiences["pupils"].participants],
        "students": [audiences["students"].participants],
        "teachers": [shown.teachers.participants],
        "turns": [its.turns],
        "pupil-turns": [audiences["pupils"].turns],
        "student-turns": [audiences["students"].turns],
        "teacher-turns": [shown.teachers.turns],
        "schools": [its.schools_taking_part],
        "coverage": [its.schools_invited, its.schools_taking_part],
        "invited": [its.schools_invited],
        "silent": [shown.schools_silent],
        "enrolled": [its.enrolled or 0],
        "rate": [its.enrolled or 0, its.enrolled_participants],
        "right": [its.items, its.right],
        "contests": [shown.contests_held],
    }


@pytest.mark.parametrize("seed", range(4))
def test_the_rows_of_every_figure_add_up_to_it(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "AT_ONCE", 9)
    make_world(seed)
    client = officer()
    shown = figures(client.get("/department/", NOVEMBER).context["shown"])
    assert shown.keys() == rows.FIGURES.keys()
    assert {figure: added(client, figure) for figure in shown} == shown


@pytest.mark.parametrize("seed", [4, 5])
def test_so_they_do_in_a_unit_a_school_and_a_contest(seed: int) -> None:
    world, client = make_world(seed), officer()
    unit = str(Placement.objects.latest("pk").unit_id)
    school, contest = world.schools[0].code, world.contests[0].code
    places = {"unit": ["0", "cum-0", unit], "school": [school], "contest": [contest]}
    for kind, keys in places.items():
        for key in keys:
            shown = figures(client.get(f"/department/{kind}s/{key}/", NOVEMBER).context["shown"])
            for figure in ("participants", "turns", "coverage", "rate", "right"):
                assert added(client, figure, **{kind: key}) == shown[figure], (kind, key, figure)


def test_the_rows_say_how_they_are_counted_and_name_no_pupil() -> None:
    fill()
    client = officer()
    names = list(User.objects.filter(role="pupil").values_list("full_name", flat=True))
    for figure, its in rows.FIGURES.items():
        page = client.get(f"/department/rows/{figure}/", NOVEMBER).content.decode()
        assert str(its.how)[:40] in page, figure
        assert [name for name in names if name in page] == []
    assert "Trường THPT Hồ Thị Kỷ" in client.get("/department/rows/participants/", NOVEMBER).content.decode()


def test_rows_of_a_school_are_classes() -> None:
    world, client = make_world(1), officer()
    asked = {**NOVEMBER, "school": world.schools[0].code, "contest": world.contests[0].code}
    for figure in ("participants", "turns"):
        page = client.get(f"/department/rows/{figure}/", asked)
        assert page.context["by_class"]


@pytest.mark.parametrize(
    ("path", "asked", "status"),
    [
        ("nothing", {}, 404),
        ("turns", {"unit": "999999"}, 404),
        ("turns", {"unit": "cum-999"}, 404),
        ("turns", {"unit": "x"}, 404),
        ("turns", {"school": "khong-co"}, 404),
        ("turns", {"contest": "ZZZZZZ"}, 404),
        ("turns", {"page": "99999999"}, 200),
        ("turns", {"page": "x"}, 200),
        ("turns", {"from": "30/11/2026", "to": "01/11/2026"}, 422),
        ("turns", {"period": "report_quarter-2026-9"}, 422),
    ],
)
def test_wrong_addresses_are_told_apart(path: str, asked: dict[str, str], status: int) -> None:
    assert officer().get(f"/department/rows/{path}/", asked).status_code == status


def test_more_schools_ask_no_more_queries() -> None:
    client, counts = officer(), []
    for _more in range(2):
        fill()
        for figure in ("participants", "turns", "rate", "right", "coverage"):
            with CaptureQueriesContext(
                connection,
            ) as asked:
                client.get(f"/department/rows/{figure}/", NOVEMBER)
            counts.append(len(asked))
    assert counts[:5] == counts[5:]
