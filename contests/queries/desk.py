"""The results desk: versions of a list and how far each has come, what is open, who is out, what a version changed."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from contests.models import (
    Answer,
    Appeal,
    AppealState,
    Attempt,
    AttemptState,
    Contest,
    Disqualification,
    LateAnswer,
    Result,
    ResultList,
    Ruling,
)
from schools.models import Trail, User
from schools.rules import names

#: What a row of a version says; the checksum is made of these, in this order.
COLUMNS = (
    "attempt_id",
    "rank",
    "tied",
    "decided_by",
    "points",
    "right",
    "time_used_ms",
    "prediction_gap",
    "hardest",
    "lot",
)
STEPS = ("results_proposed", "results_confirmed", "results_published")


def disqualification_of(contest: Contest, user: User) -> Disqualification | None:
    """The disqualification in force, with its reason, if this person is out."""
    return Disqualification.objects.filter(contest=contest, user_id=user.pk, lifted_at=None).first()


def disqualifications(contest: Contest) -> QuerySet[Disqualification]:
    """All that ever were, lifted ones too, the newest first."""
    return contest.disqualifications.select_related("user", "by", "lifted_by").order_by("-at", "-pk")


def attempts_of(attempt: Attempt) -> QuerySet[Attempt]:
    """Every attempt of the same person in the same contest, in their order."""
    return Attempt.objects.filter(contest_id=attempt.contest_id, user_id=attempt.user_id).order_by("number")


@dataclass(frozen=True)
class Unanswered:
    """What should be decided before anybody signs: open appeals, waiting late answers, answers not graded."""

    appeals: int
    late: int
    ungraded: int

    def __bool__(self) -> bool:
        return bool(self.appeals or self.late or self.ungraded)


def unanswered(contest: Contest) -> Unanswered:
    return Unanswered(
        appeals=Appeal.objects.filter(attempt__contest=contest, state=AppealState.OPEN).count(),
        late=LateAnswer.objects.filter(attempt__contest=contest, ruling=Ruling.WAITING).count(),
        ungraded=Answer.objects.filter(attempt__contest=contest, key_version=None).count(),
    )


def versions(contest: Contest) -> list[ResultList]:
    """All versions, the newest first, with the names of who took each step."""
    people = ("counted_by", "proposed_by", "confirmed_by", "published_by")
    return list(ResultList.objects.filter(contest=contest).select_related(*people).order_by("-version"))


def rows(contest: Contest, version: int, text: str = "") -> QuerySet[Result]:
    """A version with people, schools and prizes, best first; `text` narrows it to names that hold it."""
    people = ("attempt__user", "attempt__school", "award__prize")
    found = Result.objects.filter(contest=contest, version=version).select_related(*people)
    if text:
        found = found.filter(attempt__user__name_fold__contains=names.fold(text))
    return found.order_by("rank", "lot", "attempt__user__sort_key", "pk")


def standing_rows(contest: Contest, text: str = "") -> QuerySet[Attempt]:
    """Before the first version: attempts that have ended, most points first. No ranks yet."""
    found = Attempt.objects.filter(contest=contest).exclude(state=AttemptState.SITTING)
    if text:
        found = found.filter(user__name_fold__contains=names.fold(text))
    return found.select_related("user", "school").order_by("-points", "time_used_ms", "pk")


def checksum(contest_id: int, version: int) -> str:
    """SHA-256 over every row of a version in a fixed order; the same rows always give the same."""
    digest = hashlib.sha256()
    rows = Result.objects.filter(contest_id=contest_id, version=version).order_by("attempt_id")
    for row in rows.values_list(*COLUMNS).iterator(chunk_size=2000):
        digest.update(json.dumps(row).encode() + b"\n")
    return digest.hexdigest()


def signed(contest: Contest, version: int) -> str:
    """The checksum that was signed with the latest step of this version; empty when nobody has signed it."""
    acts = Trail.objects.filter(subject=contest.code, act__in=STEPS, note__startswith=f"v{version} ")
    last = acts.order_by("-at", "-pk").values_list("note", flat=True).first()
    return last.split()[1].removeprefix("sha256:") if last else ""


@dataclass(frozen=True)
class Change:
    """One person in two versions; a place is None where the person is not in that version."""

    attempt: int
    name: str
    class_name: str
    points_before: int | None
    points: int | None
    rank_before: int | None
    rank: int | None

    @property
    def moved(self) -> bool:
        """Whether points or place are others than before."""
        return (self.points, self.rank) != (self.points_before, self.rank_before)

    @property
    def gained(self) -> int:
        """Ranks up (positive) or down; 0 where one of the two is missing."""
        return 0 if self.rank is None or self.rank_before is None else self.rank_before - self.rank

    @property
    def lost(self) -> int:
        return -self.gained


@dataclass(frozen=True)
class Difference:
    """What a version changed against the one before it: `many` people; `changes` are the most affected of them."""

    before: int
    many: int
    changes: tuple[Change, ...]
    up: int
    down: int
    came: int
    went: int


@dataclass(frozen=True)
class _Placed:
    attempt: int
    points: int
    rank: int


Pair = tuple[_Placed | None, _Placed | None]


def difference(contest: Contest, version: int, *, most: int = 100) -> Difference | None:
    """None for the first version. Names are read for `most` people only: a list may have ten thousand."""
    earlier = ResultList.objects.filter(contest=contest, version__lt=version).order_by("-version")
    before = earlier.values_list("version", flat=True).first()
    if before is None:
        return None
    old, new = _by_person(contest, before), _by_person(contest, version)
    pairs = [(old.get(person), new.get(person)) for person in {**old, **new}]
    pairs = sorted((pair for pair in pairs if pair[0] != pair[1]), key=_most_affected)
    gains = [_gained(pair) for pair in pairs]
    return Difference(
        before=before,
        many=len(pairs),
        changes=_named(pairs[:most]),
        up=sum(gain > 0 for gain in gains),
        down=sum(gain < 0 for gain in gains),
        came=sum(old is None for old, _new in pairs),
        went=sum(new is None for _old, new in pairs),
    )


def _by_person(contest: Contest, version: int) -> dict[int, _Placed]:
    rows = Result.objects.filter(contest=contest, version=version).order_by("rank", "pk")
    columns = rows.values_list("attempt__user_id", "attempt_id", "points", "rank")
    return {person: _Placed(*placed) for person, *placed in columns}


def _gained(pair: Pair) -> int:
    old, new = pair
    return old.rank - new.rank if old and new else 0


def _most_affected(pair: Pair) -> tuple[bool, int, int]:
    """First those who are gone or new, then by ranks won or lost."""
    old, new = pair
    return bool(old and new), -abs(_gained(pair)), (new or old or _Placed(0, 0, 0)).rank


def _named(pairs: Sequence[Pair]) -> tuple[Change, ...]:
    ids = [row.attempt for old, new in pairs for row in (old, new) if row]
    attempts = Attempt.objects.select_related("user").in_bulk(ids)
    return tuple(_change(attempts, *pair) for pair in pairs)


def _change(attempts: Mapping[int, Attempt], old: _Placed | None, new: _Placed | None) -> Change:
    attempt = attempts[next(row.attempt for row in (new, old) if row)]
    return Change(
        attempt=attempt.pk,
        name=attempt.user.full_name,
        class_name=attempt.class_name,
        points_before=old.points if old else None,
        points=new.points if new else None,
        rank_before=old.rank if old else None,
        rank=new.rank if new else None,
    )


def appeals_by_state(contest: Contest) -> dict[str, int]:
    """How many appeals stand in each state."""
    rows = Appeal.objects.filter(attempt__contest=contest).order_by().values_list("state").annotate(n=Count("pk"))
    return dict(rows)
