"""Who sits in which room: the named one, else the own class."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from contests.models import Contest, Entry
from contests.queries import entrants
from contests.queries.expected import Person
from schools.models import School, User
from schools.rules import names


@dataclass(frozen=True, slots=True)
class Seated:
    """One person in a room, with what the list on its door says."""

    person: Person
    born: date | None
    card: str


@dataclass(frozen=True, slots=True)
class DoorRoom:
    """A room and its people by name the Vietnamese way. `school` is None for a named room with several schools."""

    name: str
    school: School | None
    people: Sequence[Seated]


def rooms(contest: Contest, people: Sequence[Person]) -> list[DoorRoom]:
    """The rooms of these people, school by school, 6A2 before 6A10; who has no class and no room stands last."""
    ids = [one.user for one in people]
    users = User.objects.in_bulk(ids)
    cards = entrants.card_codes(ids)
    named = dict(
        Entry.objects.filter(contest=contest, user_id__in=ids, withdrawn_at=None)
        .exclude(room="")
        .values_list("user_id", "room")
    )
    schools = School.objects.in_bulk({one.school for one in people if one.school})
    seated: dict[tuple[int | None, str], list[Seated]] = {}
    for one in people:
        room = named.get(one.user, "")
        place = (None, room) if room else (one.school, one.class_name)
        seat = Seated(one, users[one.user].birth_date, cards.get(one.user, ""))
        seated.setdefault(place, []).append(seat)
    found = [DoorRoom(name, _school(school, rows, schools), _called(rows)) for (school, name), rows in seated.items()]
    return sorted(found, key=_in_order)


def _school(school: int | None, rows: Sequence[Seated], schools: dict[int, School]) -> School | None:
    own = {row.person.school for row in rows} if school is None else {school}
    (only,) = own if len(own) == 1 else (None,)
    return schools.get(only or 0)


def _called(rows: Sequence[Seated]) -> list[Seated]:
    return sorted(rows, key=lambda row: (row.person.sort, names.natural(row.person.class_name), row.person.user))


def _in_order(room: DoorRoom) -> tuple[str, object]:
    return room.school.name_fold if room.school else "", entrants.by_class(room.name)
