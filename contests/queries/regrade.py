"""Questions of a contest for those who may correct a key: the key in force, how it did, every earlier ruling."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, Q, QuerySet

from contests.models import Answer, Attempt, AttemptState, Contest, PaperItem, PaperKey
from contests.queries.keys import key_of
from contests.rules import ranking
from contests.rules.scoring import Key
from quiz import queries as bank
from quiz.queries.items import levels_hardest_first


@dataclass(frozen=True)
class AskedItem:
    """One question of a contest, in every parallel paper that holds it. `right` of `given` answers earned it all.

    `item` is its place in the first of these papers, `points` what it is worth there.
    """

    item: int
    positions: tuple[tuple[int, int], ...]  # (paper's number, position)
    text: bank.ShownItem
    key: Key
    given: int
    right: int

    @property
    def kind(self) -> str:
        return self.text.kind


def items_of_revision(contest: Contest, item_id: int) -> list[PaperItem]:
    """This item and the same revision in the contest's other papers; none for an item of another contest."""
    asked = PaperItem.objects.filter(paper__contest=contest, pk=item_id).values("revision_id")[:1]
    rows = PaperItem.objects.filter(paper__contest=contest, revision__in=asked)
    return list(rows.select_related("paper").order_by("paper__number"))


def asked_items(contest: Contest, *, language: str) -> list[AskedItem]:
    """Every question of the contest in the order of its papers; a constant number of queries."""
    rows = PaperItem.objects.filter(paper__contest=contest).select_related("paper")
    by_revision: dict[int, list[PaperItem]] = {}
    for row in rows.order_by("paper__number", "position"):
        by_revision.setdefault(row.revision_id, []).append(row)
    return _asked(contest, list(by_revision.values()), language)


def asked_item(contest: Contest, item_id: int, *, language: str) -> AskedItem | None:
    """One of them; None for an item of another contest."""
    rows = items_of_revision(contest, item_id)
    return _asked(contest, [rows], language)[0] if rows else None


def _asked(contest: Contest, groups: Sequence[list[PaperItem]], language: str) -> list[AskedItem]:
    ids = [row.pk for group in groups for row in group]
    keys = newest_keys(ids)
    counted = _counted(contest, ids)
    texts = bank.frozen_items([group[0].revision_id for group in groups])
    return [_asked_one(group, keys, counted, texts[group[0].revision_id], language) for group in groups]


def _asked_one(
    group: list[PaperItem],
    keys: Mapping[int, Key],
    counted: Mapping[int, tuple[int, int]],
    text: bank.ItemText,
    language: str,
) -> AskedItem:
    first = group[0]
    figures = [counted.get(row.pk, (0, 0)) for row in group]
    return AskedItem(
        item=first.pk,
        positions=tuple((row.paper.number, row.position) for row in group),
        text=bank.shown_item(
            text,
            [option.code for option in text.options],
            language=language,
            number=first.position,
            item=first.pk,
            points=first.points,
            revision=first.revision_id,
        ),
        key=keys[first.pk],
        given=sum(given for given, _right in figures),
        right=sum(right for _given, right in figures),
    )


def newest_keys(item_ids: Sequence[int]) -> dict[int, Key]:
    """Straight from the table: nothing that is remembered may decide about a correction."""
    rows = PaperKey.objects.filter(item__in=item_ids).order_by("version").values_list("item_id", "value", "ruling")
    return {item: key_of(value, ruling) for item, value, ruling in rows}


def _counted(contest: Contest, item_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    given = Answer.objects.filter(item__in=item_ids, attempt__contest=contest).exclude(value="[]").order_by()
    rows = given.values_list("item_id").annotate(n=Count("pk"), good=Count("pk", filter=Q(right=True)))
    return {item: (n, good) for item, n, good in rows}


def rulings(item_id: int) -> QuerySet[PaperKey]:
    """Every version of an item's key, the newest first, with who ruled and why."""
    return PaperKey.objects.filter(item=item_id).select_related("by").order_by("-version")


def newest_version(item_ids: Sequence[int]) -> int:
    return PaperKey.objects.filter(item__in=item_ids).aggregate(newest=Max("version"))["newest"] or 0


def ended_of_those_who_stand(contest: Contest) -> list[Attempt]:
    """Every ended attempt of each person whose score stands: a correction may let another one of them count."""
    people = Attempt.objects.filter(contest=contest, stands_at__isnull=False).values("user_id")
    rows = Attempt.objects.filter(contest=contest, user_id__in=people).exclude(state=AttemptState.SITTING)
    return list(rows.select_related("contest", "paper", "user").order_by("pk"))


def right_by_level(contest: Contest) -> dict[int, dict[str, int]]:
    """Attempt → right answers by level; empty where the chain does not ask for them."""
    if "hardest" not in contest.chain.split(","):
        return {}
    rows = Answer.objects.filter(attempt__contest=contest, right=True).order_by()
    counted: dict[int, dict[str, int]] = {}
    for attempt, level, many in rows.values_list("attempt_id", "item__revision__question__level").annotate(Count("pk")):
        counted.setdefault(attempt, {})[level] = many
    return counted


def hardest(by_level: Mapping[str, int]) -> int:
    """Right answers by level as the one number that the chain compares."""
    return ranking.by_level([by_level.get(level, 0) for level in levels_hardest_first()])


def level_of(item: PaperItem) -> str:
    return str(PaperItem.objects.values_list("revision__question__level", flat=True).get(pk=item.pk))
