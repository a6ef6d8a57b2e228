"""Why some of many people may not take part, in as many queries as for one."""

from collections.abc import Collection

from contests.models import Contest, Disqualification, Entry, Exclusion
from contests.queries.eligibility import sheet_of
from contests.rules.eligibility import Person, Why, why_not
from quiz.queries.practice import answered_right_by
from schools.models import SchoolClass, User


def reasons(
    contest: Contest, people: Collection[User], classes: dict[int, SchoolClass], entries: dict[int, Entry]
) -> dict[int, Why]:
    """The first reason for each who may not; `classes` and `entries` are theirs, by user."""
    invited: dict[int, set[int | None]] = {}
    for school, grade in contest.invitations.values_list("school_id", "grade"):
        invited.setdefault(school, set()).add(grade)
    excluded = set(Exclusion.objects.filter(contest=contest).values_list("user_id", flat=True))
    out = Disqualification.objects.filter(contest=contest, lifted_at=None)
    disqualified = set(out.values_list("user_id", flat=True))
    practised = answered_right_by([one.pk for one in people]) if contest.practice_needed else {}
    sheet = sheet_of(contest)
    found = {}
    for one in people:
        place, entry = classes.get(one.pk), entries.get(one.pk)
        person = Person(
            role=one.role,
            same_world=one.is_demo == contest.is_demo,
            grades=frozenset(invited.get(one.school_id or 0, ())),
            grade=place.grade if place else None,
            entry=entry.kind if entry else "",
            withdrawn=entry is not None and entry.withdrawn_at is not None,
            excluded=one.pk in excluded,
            disqualified=one.pk in disqualified,
            birth_date=one.birth_date,
            practised=practised.get(one.pk, 0),
        )
        if why := why_not(sheet, person):
            found[one.pk] = why
    return found
