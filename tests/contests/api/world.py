"""A teacher with a class and a small bank, and clients that speak JSON."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.test import Client

from backend import clock
from schools.actions.tokens import make_token
from schools.models import User
from schools.rules.scopes import SCOPES
from tests import factories_quiz as bank
from tests.factories import make_class, make_enrolment, make_school, make_user


def make_teacher() -> User:
    """A school with one pupil in 10A1, and ten items of two topics."""
    school = make_school()
    make_enrolment(make_user(school=school), make_class(school=school, name="10A1", grade=10))
    for topic, number in (("charter", 6), ("economic", 4)):
        bank.make_questions(number, topic=topic)
    return make_user("teacher", school=school)


class Caller:
    """A person's session, or (`scopes`) a token of theirs."""

    def __init__(self, user: User | None, scopes: tuple[str, ...] = ()) -> None:
        self.client, self.headers = Client(), {}
        if scopes:
            text = make_token(user=user, name="thử", wanted=list(scopes), days=30, at=clock.now())[1]
            self.headers = {"authorization": f"Bearer {text}"}
        elif user is not None:
            door = "Card" if user.role == "pupil" else "Staff"
            self.client.force_login(user, backend=f"schools.backends.{door}Backend")

    def ask(self, path: str, **asked: object) -> Any:
        return self.client.get(f"/api/{path}", asked, headers=self.headers)

    def send(self, path: str, body: Mapping[str, object] | None = None, how: str = "post", **headers: str) -> Any:
        act = getattr(self.client, how)
        return act(f"/api/{path}", body or {}, "application/json", headers={**self.headers, **headers})


def caller_of(user: User) -> Caller:
    """With a token that may do everything this person may."""
    return Caller(user, SCOPES)


def plain(**changes: object) -> dict[str, object]:
    """The least a new contest needs, in two hours from now."""
    now = clock.now()
    return {
        "title": "Tìm hiểu ASEAN",
        "opens_at": (now + timedelta(hours=2)).isoformat(),
        "closes_at": (now + timedelta(hours=4)).isoformat(),
        **changes,
    }
