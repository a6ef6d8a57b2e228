"""Consents of a class, of a person, and how many names may be shown."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from schools.models import Consent, User
from schools.models.record import GivenBy, Purpose
from schools.queries.people import shows_name

Cell = tuple[str, str]
#: One column of the table each: for what, and who agrees.
CELLS: list[Cell] = [(purpose, giver) for purpose in Purpose.values for giver in GivenBy.values]


@dataclass(frozen=True)
class ConsentLine:
    """A pupil with one entry a column: `(column, the consent that holds or None)`; `apart` beside a namesake's name."""

    pupil: User
    cells: list[tuple[Cell, Consent | None]]
    apart: str = ""


@dataclass(frozen=True)
class ConsentCounts:
    """Of how many pupils both consents hold, by purpose."""

    pupils: int
    take_part: int
    show_name: int


def consent_lines(pupils: Iterable[User], apart: Mapping[int, str] | None = None) -> list[ConsentLine]:
    """Pupils in their order with what holds today, in one query more; `apart` as `queries.namesakes` has it."""
    people = list(pupils)
    held = holding([pupil.pk for pupil in people])
    words = apart or {}
    return [
        ConsentLine(pupil, [(cell, held.get((pupil.pk, *cell))) for cell in CELLS], words.get(pupil.pk, ""))
        for pupil in people
    ]


def holding(user_ids: Collection[int]) -> dict[tuple[int, str, str], Consent]:
    """`{(user, purpose, given by): consent}` of those that have not been withdrawn; the newest of several."""
    rows = Consent.objects.filter(user_id__in=user_ids, withdrawn_at__isnull=True).order_by("given_at", "pk")
    return {(row.user_id, row.purpose, row.given_by): row for row in rows}


def consent_counts(user_ids: Collection[int]) -> ConsentCounts:
    """Both consents, child's and representative's, counted by purpose; names as `shows_name` has them."""
    given: dict[int, set[str]] = defaultdict(set)
    rows = Consent.objects.filter(user_id__in=user_ids, purpose=Purpose.TAKE_PART, withdrawn_at__isnull=True)
    for user_id, giver in rows.values_list("user_id", "given_by"):
        given[user_id].add(giver)
    take_part = sum(1 for givers in given.values() if givers >= set(GivenBy.values))
    return ConsentCounts(len(user_ids), take_part, len(shows_name(user_ids)))


def consents_of(pupil: User) -> list[Consent]:
    """Every consent of a person, withdrawn ones too, newest first."""
    return list(Consent.objects.filter(user=pupil).select_related("recorded_by").order_by("-given_at", "-pk"))
