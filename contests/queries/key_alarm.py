"""How those who gave each answer did on the rest of the paper, and what raises an alarm; nothing is written."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import BigIntegerField, Count, F, Q, QuerySet, Sum
from django.db.models.functions import Cast

from contests.models import Answer, Attempt, AttemptState, Contest, ContestState, KeyAlarm, PaperItem, PaperKey
from contests.queries.regrade import newest_keys
from contests.rules.suspicion import TURNS, Given, Suspicion, suspicion
from quiz import queries as bank

#: So long after its end a contest is still looked at: late corrections are rare after that.
WATCHED = timedelta(days=3)
#: So much must have been handed in since the last look.
GROWTH = 1.1


class Group(NamedTuple):
    """Everybody who gave one answer to an item of a paper; rest scores in hundredths of a point."""

    item: int
    revision: int
    paper: int
    worth: int
    value: str
    n: int
    right: int
    rest: int
    squares: int


def to_look_at(at: datetime) -> list[tuple[Contest, int, int]]:
    """Contests under way, or just over, with news since the last look: with turns ended and versions of keys.

    Three queries, all by index, so that it may be asked every minute.
    """
    running = Contest.objects.filter(
        state__in=(ContestState.PUBLISHED, ContestState.SETTLED), opens_at__lte=at, closes_at__gt=at - WATCHED
    )
    contests = list(running.select_related("key_look").order_by("pk"))
    over = Attempt.objects.filter(contest__in=contests).exclude(state=AttemptState.SITTING)
    ended = dict(over.order_by().values_list("contest_id").annotate(n=Count("pk")))
    keys = PaperKey.objects.filter(item__paper__contest__in=contests).order_by()
    versions = dict(keys.values_list("item__paper__contest_id").annotate(n=Count("pk")))
    figures = [(contest, ended.get(contest.pk, 0), versions.get(contest.pk, 0)) for contest in contests]
    return [told for told in figures if told[1] >= TURNS and _is_news(*told)]


def _is_news(contest: Contest, ended: int, versions: int) -> bool:
    look = getattr(contest, "key_look", None)
    return look is None or versions != look.versions or ended > GROWTH * look.ended


def suspicions(contest: Contest) -> dict[int, Suspicion]:
    """By revision: the strongest sign against its key. Three queries, whatever the number of turns."""
    groups = list(_groups(contest))
    worth: dict[int, int] = dict(
        PaperItem.objects.filter(paper__contest=contest).order_by().values_list("paper").annotate(all=Sum("points"))
    )
    keys = newest_keys([group.item for group in groups])
    answers: dict[int, dict[str, list[Given]]] = defaultdict(lambda: defaultdict(list))
    for group in groups:
        rest = worth[group.paper] - group.worth
        if rest <= 0 or keys[group.item].ruling == "void":  # one item alone, or an item that counts for nobody
            continue
        answers[group.revision][group.value].append(
            Given(group.value, group.n, group.rest / rest, group.squares / rest**2, 2 * group.right > group.n)
        )
    found = {revision: suspicion([_one(its) for its in by_value.values()]) for revision, by_value in answers.items()}
    return {revision: sign for revision, sign in found.items() if sign}


def _groups(contest: Contest) -> Iterator[Group]:
    rest = Cast(F("attempt__points") - F("attempt__speed") - F("points"), BigIntegerField())
    given = Answer.objects.filter(attempt__contest=contest, key_version__isnull=False).exclude(value="[]")
    rows = (
        given.exclude(attempt__state=AttemptState.SITTING)
        .order_by()
        .values_list("item_id", "item__revision_id", "item__paper_id", "item__points", "value")
        .annotate(n=Count("pk"), good=Count("pk", filter=Q(right=True)), rest=Sum(rest), squares=Sum(rest * rest))
    )
    return (Group(*row) for row in rows)


def _one(groups: list[Given]) -> Given:
    """The same answer to the same question on several papers."""
    return Given(
        groups[0].value,
        sum(one.n for one in groups),
        sum(one.total for one in groups),
        sum(one.squares for one in groups),
        any(one.earned for one in groups),
    )


@dataclass(frozen=True)
class Alarm:
    """An open alarm as a page shows it. `item` is the question's place in the contest's first paper that holds it."""

    row: KeyAlarm
    item: int
    position: int
    stem: str


def open_alarms(contest: Contest, *, language: str) -> list[Alarm]:
    """Alarms that nobody has answered; a constant number of queries."""
    rows = list(KeyAlarm.objects.filter(contest=contest, dismissed_at=None))
    if not rows:
        return []
    revisions = [row.revision_id for row in rows]
    items = PaperItem.objects.filter(paper__contest=contest, revision__in=revisions)
    first: dict[int, tuple[int, int]] = {}
    for pk, revision, position in items.order_by("paper__number").values_list("pk", "revision_id", "position"):
        first.setdefault(revision, (pk, position))
    texts = bank.frozen_items(revisions)
    return [Alarm(row, *first[row.revision_id], _stem(texts[row.revision_id], language)) for row in rows]


def _stem(text: bank.ItemText, language: str) -> str:
    return text.stem_en if language == "en" and text.stem_en else text.stem_vi


def kept(contest: Contest) -> QuerySet[KeyAlarm]:
    """Every alarm of a contest, answered or not."""
    return KeyAlarm.objects.filter(contest=contest)
