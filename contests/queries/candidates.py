"""Who may be put on a contest's list, and whom the lines of a typed list mean."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q, QuerySet

from backend import clock
from contests.models import Audience, Contest, Entry, Exclusion
from contests.rules.entrants import Line
from schools import queries as schools
from schools.models import Role, School, SchoolClass, User
from schools.rules import names, years


class Found(StrEnum):
    """What became of a line."""

    ONE = "one"
    UNKNOWN = "unknown"
    SEVERAL = "several"
    TWICE = "twice"
    THERE = "there"


@dataclass(frozen=True, slots=True)
class Match:
    """A line and the person it means (`user` only where there is one), with the class on the contest's day."""

    line: Line
    found: Found
    user: User | None = None
    class_name: str = ""


def candidates(contest: Contest, user: User) -> QuerySet[User]:
    """Those in a person's scope whom the rule sheet lets on the list: pupils, or teachers but for who made the contest,
    of the contest's world.
    """
    if contest.audience == Audience.TEACHERS:
        rows = schools.staff_visible(user).filter(role__in=(Role.TEACHER, Role.LEADER))
    else:
        rows = schools.pupils_visible(user)
    return rows.filter(is_active=True, is_demo=contest.is_demo).exclude(pk=contest.created_by_id)


def classes_to_add(contest: Contest, school: School) -> list[SchoolClass]:
    """Classes of a school in the year of the contest, each with its `size` on that day."""
    day = clock.day_of(contest.opens_at)
    return schools.classes_of(school, years.start_year(day), on=day)


def in_class(contest: Contest, user: User, class_id: int) -> list[User]:
    """Candidates who are in a class on the contest's day."""
    people = list(candidates(contest, user).filter(enrolments__school_class=class_id).distinct())
    places = schools.roll([person.pk for person in people], clock.day_of(contest.opens_at))
    return [person for person in people if person.pk in places and places[person.pk].pk == class_id]


def in_school(contest: Contest, user: User, school: School) -> list[User]:
    """Candidates of a school: pupils who are in a class of it on the contest's day, or its teachers."""
    people = list(candidates(contest, user).filter(school=school))
    if contest.audience == Audience.TEACHERS:
        return people
    places = schools.roll([person.pk for person in people], clock.day_of(contest.opens_at))
    return [person for person in people if person.pk in places]


def matched(contest: Contest, user: User, lines: Sequence[Line], *, listed: str = "entries") -> list[Match]:
    """For each line the one candidate it means, or why there is none; `listed`: on which list one may be already."""
    people = _named(candidates(contest, user), lines)
    places = schools.roll([person.pk for person in people], clock.day_of(contest.opens_at))
    class_of = {pk: place.name for pk, place in places.items()}
    there = _there(contest, [person.pk for person in people], listed)
    found: list[Match] = []
    seen: set[int] = set()
    for line in lines:
        meant = _meant(line, people, class_of)
        if len(meant) != 1:
            found.append(Match(line, Found.SEVERAL if meant else Found.UNKNOWN))
            continue
        (person,) = meant
        word = Found.TWICE if person.pk in seen else Found.THERE if person.pk in there else Found.ONE
        found.append(Match(line, word, person, class_of.get(person.pk, "")))
        seen.add(person.pk)
    return found


def _named(people: QuerySet[User], lines: Sequence[Line]) -> list[User]:
    said = {names.clean(line.who) for line in lines}
    by_number = Q(pupil_code__in=said) | Q(ministry_id__in=said) | Q(username__in={text.casefold() for text in said})
    return list(people.filter(by_number | Q(name_fold__in={names.fold(text) for text in said})))


def _meant(line: Line, people: Sequence[User], class_of: Mapping[int, str]) -> list[User]:
    """By number before by name; of several of one name those in the class, then those whose marks agree, too."""
    text = names.clean(line.who)
    found = [one for one in people if text in {one.pupil_code, one.ministry_id} or text.casefold() == one.username]
    if found:
        return found
    found = [one for one in people if one.name_fold == names.fold(text)]
    if line.class_name:
        found = [one for one in found if names.fold(class_of.get(one.pk, "")) == names.fold(line.class_name)]
    exact = [one for one in found if one.full_name.casefold() == text.casefold()]
    return exact or found


def _there(contest: Contest, user_ids: Collection[int], listed: str) -> set[int]:
    if listed == "exclusions":
        rows = Exclusion.objects.filter(contest=contest, user_id__in=user_ids)
        return set(rows.values_list("user_id", flat=True))
    entries = Entry.objects.filter(contest=contest, user_id__in=user_ids, withdrawn_at=None)
    return set(entries.values_list("user_id", flat=True))
