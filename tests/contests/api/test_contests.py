"""Contests by API: the plain contest from three values, changes of what is sent alone, scopes, two who save."""

from datetime import datetime, timedelta

import pytest

from contests.models import Contest
from contests.queries.sheet import sheet_of_rules
from quiz.models import Question
from schools.models import User
from tests.contests.api.world import Caller, caller_of, make_teacher, plain
from tests.factories import make_school, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher() -> User:
    return make_teacher()


@pytest.fixture
def caller(teacher: User) -> Caller:
    return caller_of(teacher)


def moved(moment: str, **by: int) -> str:
    return (datetime.fromisoformat(moment) + timedelta(**by)).isoformat()


def test_a_contest_is_drafted_changed_published_and_cancelled(caller: Caller, teacher: User) -> None:
    made = caller.send("contests", plain())
    assert made.status_code == 201, made.json()
    contest = made.json()
    assert (contest["state"], contest["length_ms"], contest["items_count"]) == ("draft", 1_200_000, 10)
    assert contest["invitations"] == [{"school": teacher.school_id, "grade": 10}]
    path = f"contests/{contest['code']}"
    cells = [{"topic": "charter", "count": 2, "points": 150}]
    changed = caller.send(path, {"cells": cells, "attempts_most": None}, how="patch").json()
    assert changed["cells"] == [{"topic": "charter", "level": "", "count": 2, "points": 150}]
    assert (changed["attempts_most"], changed["title"], changed["opens_at"]) == (
        None,
        contest["title"],
        contest["opens_at"],
    )
    assert caller.send(f"{path}/publish").json()["state"] == "published"
    frozen = caller.send(path, {"papers_count": 2}, how="patch")
    assert (frozen.status_code, list(frozen.json()["fields"])) == (409, ["papers_count"])
    put_off = {name: moved(contest[name], days=2) for name in ("opens_at", "closes_at")}
    later = caller.send(path, put_off, how="patch").json()
    assert (later["opens_at"], later["as_of"]) == (put_off["opens_at"], contest["as_of"])
    papers = caller.ask(f"{path}/papers").json()
    assert [len(paper["items"]) for paper in papers["papers"]] == [2]
    assert "keys" not in str(papers)
    assert caller.ask(f"{path}/papers/1").json()["items"][0]["keys"][0]
    assert caller.send(f"{path}/cancel").json()["state"] == "cancelled"
    assert caller.ask("contests", state="cancelled").json()["rows"][0]["code"] == contest["code"]


def test_who_saves_what_has_changed_meanwhile_is_told(caller: Caller) -> None:
    made = caller.send("contests", plain()).json()
    path, seen = f"contests/{made['code']}", {"If-Match": f'"{made["mark"]}"'}
    assert caller.send(path, {"title": "Một"}, how="patch", **seen).status_code == 200
    again = caller.send(path, {"title": "Hai"}, how="patch", **seen)
    assert (again.status_code, again.json()["code"]) == (412, "rules_changed")
    assert again.json()["fields"]["rules"]
    assert Contest.objects.get().title == "Một"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"closes_at": "2026-02-30T07:00:00+07:00"}, "closes_at"),
        ({"opens_at": "0001-01-01T00:00:00"}, "opens_at"),
        ({"length_ms": "1200000"}, "length_ms"),
        ({"length_ms": 1}, "length_ms"),
        ({"attempts_most": 0}, "attempts_most"),
        ({"is_demo": True}, "is_demo"),
        ({"school": 1}, "school"),
        ({"seed": "known"}, "seed"),
        ({"audience": "everybody"}, "audience"),
        ({"cells": [{"topic": "nowhere", "count": 1}]}, "cells"),
        ({"cells": [{"topic": "charter", "count": 1}] * 2}, "cells"),
        ({"cells": [{"topic": "charter", "count": 51}]}, "cells"),
        ({"chain": ["points", "lots", "right"]}, "chain"),
        ({"chain": ["password"]}, "chain"),
        ({"age_from": 12, "age_to": 11}, "age_to"),
        ({"title": "a\x00b"}, ""),
        ({"title": " "}, "title"),
    ],
)
def test_what_does_not_fit_is_named(caller: Caller, changes: dict[str, object], field: str) -> None:
    answer = caller.send("contests", plain(**changes))
    assert answer.status_code == 400, answer.json()
    assert not field or field in answer.json()["fields"]
    assert not Contest.objects.exists()


def test_a_school_invites_nobody_else(caller: Caller) -> None:
    other = make_user(school=make_school())
    answer = caller.send("contests", plain(invitations=[{"school": other.school_id, "grade": 10}]))
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["invitations"])


def test_a_token_does_what_its_scopes_say(teacher: User) -> None:
    reader = Caller(teacher, ("contests:read",))
    assert reader.ask("contests").status_code == 200
    assert reader.send("contests", plain()).status_code == 403
    made = caller_of(teacher).send("contests", plain()).json()
    for path in ("entrants", "results"):
        assert reader.ask(f"contests/{made['code']}/{path}").status_code == 403


def test_rules_are_read_by_whoever_has_the_code(caller: Caller) -> None:
    made = caller.send("contests", plain()).json()
    path = f"contests/{made['code']}/rules"
    assert Caller(None).ask(path).status_code == 404  # a draft
    assert caller.ask(path).json()["versions"] == []
    caller.send(f"contests/{made['code']}/publish")
    rules = Caller(None).ask(path).json()
    assert [version["version"] for version in rules["versions"]] == [1]
    assert all(part["sentences"] for part in rules["parts"])


def test_the_department_invites_schools_and_a_list_needs_no_invitation(teacher: User) -> None:
    officer = caller_of(make_user("officer"))
    assert "invitations" in officer.send("contests", plain()).json()["fields"]
    made = officer.send("contests", plain(invitations=[{"school": teacher.school_id, "grade": None}]))
    assert (made.status_code, made.json()["school"]) == (201, None)
    assert officer.send("contests", plain(entry_by="listed")).json()["invitations"] == []
    assert sheet_of_rules(Contest.objects.earliest("pk")).invitations == ((teacher.school_id, None),)


def test_a_fixed_paper_is_made_of_chosen_items(caller: Caller) -> None:
    path = f"contests/{caller.send('contests', plain(paper_kind='fixed')).json()['code']}/papers"
    first, second = Question.objects.order_by("pk").values_list("slug", flat=True)[:2]
    for slug in (first, second, first):
        assert caller.send(f"{path}/items", {"slug": slug}).status_code == 200
    caller.send(f"{path}/items/points", {"slug": second, "points": 250})
    assert [(row["slug"], row["points"]) for row in caller.ask(f"{path}/items").json()] == [(first, 100), (second, 250)]
    assert [row["position"] for row in caller.send(f"{path}/items/remove", {"slug": first}).json()] == [1]
    assert caller.send(f"{path}/items", {"slug": "nowhere"}).status_code == 404
    caller.send(f"{path.removesuffix('/papers')}/publish")
    assert [item["points"] for item in caller.ask(f"{path}/1").json()["items"]] == [250]
