"""Rows as the pages of people show them, each list in a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from backend import clock
from schools.models import LoginCard, School, SchoolClass, User
from schools.queries.classes import places_of, pupils_of
from schools.queries.namesakes import apart
from schools.queries.places import schools_found, schools_visible, with_sizes

CARD_TRIES = 10
CARD_WINDOW = timedelta(minutes=10)


@dataclass(frozen=True)
class PupilLine:
    """A pupil with class and card; `closed` while wrong PINs keep the card shut, `apart` beside a namesake's name."""

    pupil: User
    school_class: SchoolClass | None
    card: LoginCard | None
    closed: bool
    apart: str = ""


@dataclass(frozen=True)
class ClassPage:
    """A class, its pupils, and how many of them hold a card."""

    school_class: SchoolClass
    lines: list[PupilLine]

    @property
    def with_card(self) -> int:
        return sum(1 for line in self.lines if line.card)

    @property
    def sheets(self) -> int:
        return -(-len(self.lines) // 10)


def pupil_lines(pupils: Iterable[User], at: datetime) -> list[PupilLine]:
    """Pupils in their order, with classes and cards."""
    people = list(pupils)
    ids = [pupil.pk for pupil in people]
    places = places_of(ids, clock.day_of(at))
    cards = {card.user_id: card for card in LoginCard.objects.filter(user_id__in=ids)}
    told_apart = apart((pupil, places[pupil.pk]) for pupil in people if pupil.pk in places)
    return [
        PupilLine(
            pupil=pupil,
            school_class=places[pupil.pk].school_class if pupil.pk in places else None,
            card=cards.get(pupil.pk),
            closed=is_closed(cards.get(pupil.pk), at),
            apart=told_apart.get(pupil.pk, ""),
        )
        for pupil in people
    ]


def is_closed(card: LoginCard | None, at: datetime) -> bool:
    """Whether wrong PINs keep this card shut now."""
    if card is None or card.window_started_at is None:
        return False
    return card.failures >= CARD_TRIES and card.window_started_at > at - CARD_WINDOW


def class_page(school_class: SchoolClass, at: datetime) -> ClassPage:
    """The class as it is today."""
    return ClassPage(school_class, pupil_lines(pupils_of(school_class, clock.day_of(at)), at))


def school_lines(user: User, words: str) -> QuerySet[School]:
    """Schools in scope with the numbers of their pupils and staff."""
    return with_sizes(schools_found(schools_visible(user), words))
