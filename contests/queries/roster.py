"""The people of a contest as the page of entrants shows them, in the same few queries at any size."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from backend import clock
from contests.models import Contest, Entry, EntryBy, EntryKind, Exclusion
from contests.queries import entrants, expected
from contests.queries.eligible import reasons
from contests.queries.expected import Person
from contests.rules.eligibility import Why
from schools import queries as schools
from schools.models import User
from schools.rules import names


@dataclass(frozen=True, slots=True)
class Row:
    """One of them, and why that one may not take part, if so. `room` is empty for the own class."""

    person: Person
    school_name: str
    kind: str
    from_rank: int | None
    room: str
    has_card: bool
    why: Why | None


def everybody(contest: Contest, school_id: int | None) -> list[Person]:
    """Who is on the list, reserves and the excluded as well, or who is invited; by class and name."""
    if contest.entry_by == EntryBy.INVITED:
        return entrants.in_order(expected.people_expected(contest, school_id))
    rows = Entry.objects.filter(contest=contest, withdrawn_at=None).select_related("user")
    if school_id is not None:
        rows = rows.filter(user__school_id=school_id)
    people = [entry.user for entry in rows]
    places = schools.roll([one.pk for one in people], clock.day_of(contest.opens_at))
    return entrants.in_order(
        Person(one.pk, one.full_name, one.sort_key, one.school_id, places[one.pk].name if one.pk in places else "")
        for one in people
    )


def chosen(people: Sequence[Person], *, class_name: str, words: str) -> list[Person]:
    """Those of a class, and with every word in the name, whatever its marks."""
    wanted = names.fold(words).split()
    return [
        one
        for one in people
        if (not class_name or one.class_name == class_name) and all(word in names.fold(one.name) for word in wanted)
    ]


def rows_of(contest: Contest, people: Sequence[Person]) -> list[Row]:
    """Everything about these people, in their order."""
    ids = [one.user for one in people]
    users = User.objects.select_related("school").in_bulk(ids)
    entries = {entry.user_id: entry for entry in Entry.objects.filter(contest=contest, user_id__in=ids)}
    places = schools.roll(ids, clock.day_of(contest.opens_at))
    why = reasons(contest, users.values(), places, entries)
    cards = entrants.card_codes(ids)
    return [
        Row(
            person=one,
            school_name=school.name if (school := users[one.user].school) else "",
            kind=entry.kind if (entry := entries.get(one.user)) else EntryKind.LISTED,
            from_rank=entry.from_rank if entry else None,
            room=entry.room if entry else "",
            has_card=one.user in cards,
            why=why.get(one.user),
        )
        for one in people
        if one.user in users
    ]


def exclusions_of(contest: Contest) -> QuerySet[Exclusion]:
    """With people and their schools, by name."""
    rows = Exclusion.objects.filter(contest=contest).select_related("user__school", "by")
    return rows.order_by("user__sort_key", "user__full_name", "pk")


def rooms_named(contest: Contest) -> list[str]:
    """Rooms that are not classes, in order."""
    return list(dict.fromkeys(room.class_name for room in expected.named_rooms(contest)))
