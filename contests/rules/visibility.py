"""Who sees what, and when: one decision for board, result page, API and exports.

What enters a board is no setting: a score only when it stands (`actions.standing`: its attempt has ended and the person
has none left), and before the freeze where there is one. Who sees it is the rule sheet's choice, but a board shows
points, so no pupil and no visitor sees one before points are shown at all. A cancelled contest shows nothing to them.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class Viewer(Enum):
    STAFF = "staff"  # those who run the contest or oversee it
    ENTRANT = "entrant"  # has an attempt in it
    VISITOR = "visitor"  # everybody else, also the hall's projector without a login


@dataclass(frozen=True)
class Sheet:
    """The part of a contest's rules that this module decides by."""

    board_to: str  # nobody | own_submit | everybody
    results_open: str  # submit | close | never
    keys_open: str  # close | never
    settled: bool  # results are published: counted, and confirmed where the rule sheet asks for it
    frozen_at: datetime | None = None
    cancelled: bool = False


@dataclass(frozen=True)
class Own:
    """The viewer's own attempt: whether it has ended, and whether another one is left."""

    ended: bool
    stands_at: datetime | None = None
    attempts_left: bool = False


def enters(*, stands_at: datetime | None, frozen_at: datetime | None) -> bool:
    """Whether a score is on the board as shown; `stands_at`: since when it stands."""
    return stands_at is not None and (frozen_at is None or stands_at <= frozen_at)


def freeze_in_force(*, frozen_at: datetime | None, settled: bool, at: datetime) -> datetime | None:
    """The moment at which a board stands still, else None. Results end a freeze, for they show every place."""
    return None if settled or frozen_at is None or at < frozen_at else frozen_at


def sees_board(sheet: Sheet, viewer: Viewer, own: Own | None = None) -> bool:
    if viewer is Viewer.STAFF:
        return True
    if not _points_open(sheet) or (own is not None and own.attempts_left):
        return False
    if sheet.board_to == "everybody":
        return True
    return viewer is Viewer.ENTRANT and _done(own) and (sheet.settled or sheet.board_to != "nobody")


def sees_score(sheet: Sheet, own: Own) -> bool:
    """Own points: at submit or at closing; never while an attempt is left."""
    return _done(own) and _points_open(sheet)


def sees_place(sheet: Sheet, own: Own) -> bool:
    """Own rank: where the score is seen, the board is, and the freeze came later than the hand-in."""
    if not (sees_score(sheet, own) and sees_board(sheet, Viewer.ENTRANT, own)):
        return False
    return sheet.settled or enters(stands_at=own.stands_at, frozen_at=sheet.frozen_at)


def sees_keys(sheet: Sheet, own: Own) -> bool:
    """Which answers were right, and why: only when the results are published."""
    return sheet.settled and sheet.keys_open == "close" and _done(own) and sheet.results_open != "never"


def _points_open(sheet: Sheet) -> bool:
    """Whether this contest shows points to anybody but staff by now."""
    if sheet.cancelled or sheet.results_open == "never":
        return False
    return sheet.results_open == "submit" or sheet.settled


def _done(own: Own | None) -> bool:
    return own is not None and own.ended and not own.attempts_left
