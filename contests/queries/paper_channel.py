"""What was entered from paper, and whose sheets a file holds."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count

from contests.models import Attempt, AttemptState, Channel, Contest, SetAside
from contests.queries.expected import Person, people_expected
from contests.queries.paper import code_of
from schools.models import User
from schools.rules import names


@dataclass(frozen=True)
class Entered:
    """A sheet that was entered: whose, which paper, and what it came to."""

    attempt: Attempt
    code: str


def entered(contest: Contest, *, most: int = 200) -> list[Entered]:
    """The newest first."""
    rows = Attempt.objects.filter(contest=contest, channel=Channel.PAPER).select_related("user", "paper", "school")
    return [Entered(row, code_of(row.paper)) for row in rows.order_by("-pk")[:most]]


def by_channel(contest: Contest) -> dict[str, int]:
    """Ended attempts by the way they came: `{"online": 31, "paper": 4}`."""
    rows = Attempt.objects.filter(contest=contest).exclude(state=AttemptState.SITTING).order_by().values("channel")
    return {row["channel"]: row["n"] for row in rows.annotate(n=Count("pk"))}


def attempts_there(contest: Contest, user_ids: Collection[int]) -> dict[int, list[Attempt]]:
    """Attempts that these people have already, in the order they were begun."""
    found: dict[int, list[Attempt]] = {}
    for row in Attempt.objects.filter(contest=contest, user_id__in=user_ids).select_related("paper").order_by("pk"):
        found.setdefault(row.user_id, []).append(row)
    return found


def was_replaced(attempts: Collection[Attempt]) -> bool:
    """Whether a sheet took the place of one of these that was sat online, which can be taken back."""
    return SetAside.objects.filter(attempt__in=attempts).exists()


@dataclass(frozen=True)
class Asked:
    """Whose sheet a row of a file is: a number of the pupil, or name and class."""

    number: str
    name: str
    class_name: str


def whose(contest: Contest, rows: Sequence[Asked]) -> list[User | str]:
    """For each row the one person expected whom it names, else why there is none: `unknown` or `several`."""
    people = people_expected(contest)
    users = User.objects.in_bulk([person.user for person in people])
    numbers: dict[str, list[int]] = {}
    for user in users.values():
        for number in {user.pupil_code, user.ministry_id, user.username} - {""}:
            numbers.setdefault(number.casefold(), []).append(user.pk)
    return [_one(row, people, numbers, users) for row in rows]


def _one(
    row: Asked, people: Sequence[Person], numbers: Mapping[str, list[int]], users: Mapping[int, User]
) -> User | str:
    if row.number:
        found = numbers.get(row.number.casefold(), [])
    else:
        wanted = names.fold(row.name), names.fold(row.class_name)
        found = [person.user for person in people if (names.fold(person.name), names.fold(person.class_name)) == wanted]
    if len(found) == 1:
        return users[found[0]]
    return "several" if found else "unknown"
