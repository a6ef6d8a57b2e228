"""What a simulated crowd is told, and what the database holds of its answers. Demonstration contests only."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from contests.models import Answer, Attempt, AttemptState, Contest, ContestState
from contests.queries import keys, paper
from contests.queries.contest import papers_to_draw
from schools.models import Role, User


@dataclass(frozen=True)
class KeyedItem:
    """An item with its key, so that a made-up pupil can be right or wrong on purpose."""

    id: int
    kind: str
    options: tuple[str, ...]
    key: tuple[str, ...]


def keyed_items(contest: Contest) -> list[KeyedItem]:
    """The paper of a demonstration contest in its order. Raises ValueError for a real one: its key is not for this."""
    if not contest.is_demo:
        raise ValueError("keys of a real contest are not given away")
    its_paper = papers_to_draw(contest)[0]
    right = keys.keys_of(its_paper)
    items = sorted(paper.frozen_paper(its_paper).items.values(), key=lambda item: item.position)
    return [KeyedItem(item.id, item.kind, item.codes, tuple(right[item.id].shown())) for item in items]


def invited_pupils(contest: Contest) -> list[User]:
    """Demonstration pupils who are invited and have not begun, in a stable order."""
    invited: set[int] = set()
    for school, grade in contest.invitations.values_list("school_id", "grade"):
        people = User.objects.filter(role=Role.PUPIL, is_demo=True, school_id=school)
        if grade is not None:
            people = people.filter(enrolments__school_class__grade=grade)
        invited.update(people.values_list("pk", flat=True))
    begun = Attempt.objects.filter(contest=contest).values("user_id")
    return list(User.objects.filter(pk__in=invited).exclude(pk__in=begun).order_by("pk"))


def answers_stored(contest_id: int) -> Mapping[tuple[int, int], tuple[int, int, list[str]]]:
    """Every stored answer: (attempt, item) → (opening, seq, value)."""
    rows = Answer.objects.filter(attempt__contest_id=contest_id).values_list(
        "attempt_id", "item_id", "opening", "seq", "value"
    )
    return {(attempt, item): (opening, seq, json.loads(value)) for attempt, item, opening, seq, value in rows}


def is_settled(contest_id: int) -> bool:
    return Contest.objects.filter(pk=contest_id, state=ContestState.SETTLED).exists()


def by_seed(seed: str) -> Contest | None:
    """The newest demonstration contest made with this seed that was not cancelled."""
    found = Contest.objects.filter(is_demo=True, seed=seed).exclude(state=ContestState.CANCELLED)
    return found.select_related("created_by").order_by("-pk").first()


def submitted_attempts(contest_id: int) -> int:
    return Attempt.objects.filter(contest_id=contest_id, state=AttemptState.SUBMITTED).count()


def begun_attempts(contest_id: int) -> int:
    return Attempt.objects.filter(contest_id=contest_id).count()


def first_pupils(school_code: str, number: int) -> list[User]:
    """The first pupils of a demonstration school, always the same ones."""
    return list(User.objects.filter(role=Role.PUPIL, is_demo=True, school__code=school_code).order_by("pk")[:number])
