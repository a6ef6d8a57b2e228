"""The rule sheet of a contest as plain values, its words, and the versions in which it was published."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from contests.models import Contest, PaperKind, RuleVersion
from contests.rules.sheet import CellLine, Place, PrizeLine, RuleSheet
from contests.rules.sheet_words import Part, Show, by_part, changed_in_words
from quiz import queries as bank
from schools.models import School

#: Columns of a contest that its sheet takes over as they are.
COLUMNS = (
    "title", "audience", "entry_by", "age_from", "age_to", "practice_needed", "mode", "opens_at", "closes_at",
    "length_ms", "attempts_most", "counts", "as_of", "paper_kind", "papers_count", "shuffle", "private_first",
    "allow_held", "multiple_scoring", "negative_percent", "speed_most", "prediction", "board_to", "results_open",
    "keys_open", "frozen_at", "confirmation", "appeal_h", "retention_months", "round_level",
)  # fmt: skip


def sheet_of_rules(contest: Contest) -> RuleSheet:
    """What its rule sheet says now; a handful of queries."""
    places = list(contest.invitations.values_list("school_id", "grade"))
    names = school_names({school for school, _grade in places})
    return replace(
        _sheet(contest),
        invitations=places_in_order(places, names),
        prizes=tuple(PrizeLine(prize.name, prize.quota) for prize in contest.prizes.all()),
        school_names=names,
        topic_names=tuple(bank.topic_names().items()),
    )


def in_short(contest: Contest) -> list[str]:
    """What a pupil needs before starting, sentence by sentence; two queries, however many schools are invited."""
    return [sentence for part in parts_of(_sheet(contest)) for sentence in part.short]


def _sheet(contest: Contest) -> RuleSheet:
    """Without people, prizes and names."""
    cells = contest.cells.select_related("topic")
    lines = [CellLine(cell.topic.code, cell.level, cell.count, cell.points) for cell in cells]
    return RuleSheet(
        **{name: getattr(contest, name) for name in COLUMNS},
        cells=cells_in_order(lines, {cell.topic.code: (cell.topic.order, cell.topic.code) for cell in cells}),
        chain=words(contest.chain),
        sub_boards=words(contest.sub_boards),
        chosen_count=contest.chosen.count() if contest.paper_kind == PaperKind.FIXED else 0,
    )


def places_in_order(places: Iterable[Place], names: Sequence[tuple[int, str]]) -> tuple[Place, ...]:
    """Invitations as a sheet lists them: by the school's name, then by grade."""
    order = {school: number for number, (school, _name) in enumerate(names)}
    return tuple(sorted(set(places), key=lambda place: (order.get(place[0], 0), place[0], place[1] or 0)))


def cells_in_order(cells: Iterable[CellLine], topics: Mapping[str, tuple[int, str]]) -> tuple[CellLine, ...]:
    """A blueprint as a sheet lists it: by the topics' order, then by level."""
    return tuple(sorted(cells, key=lambda cell: (topics[cell.topic], cell.level)))


def words(text: str) -> tuple[str, ...]:
    """`"a,b"` → `("a", "b")`; nothing for nothing."""
    return tuple(one.strip() for one in text.split(",") if one.strip())


def school_names(ids: Collection[int]) -> tuple[tuple[int, str], ...]:
    """Names by id, sorted as lists are."""
    return tuple(School.objects.filter(pk__in=ids).order_by("name_fold", "pk").values_list("pk", "name"))


def moment(at: datetime) -> str:
    """`07:30 ngày 25/11/2026` in the contest's zone."""
    local = timezone.localtime(at)
    return _("%(time)s ngày %(day)s") % {"time": local.strftime("%H:%M"), "day": local.strftime("%d/%m/%Y")}


def _day(day: date) -> str:
    return day.strftime("%d/%m/%Y")


def points(hundredths: int) -> str:
    """`150` → `1,5`, as this reader's language writes it."""
    places = 0 if hundredths % 100 == 0 else (1 if hundredths % 10 == 0 else 2)
    return number_format(hundredths / 100, decimal_pos=places)


SHOW = Show(moment=moment, day=_day, points=points)


def parts_of(sheet: RuleSheet) -> list[Part]:
    """The sheet in sentences of the reader's language."""
    return by_part(sheet, _, SHOW)


def differences(old: RuleSheet, new: RuleSheet) -> list[str]:
    """What `new` says otherwise, in sentences of the reader's language."""
    return changed_in_words(old, new, _, SHOW)


def plain(sheet: RuleSheet) -> str:
    """All of it as lines of text: headings, and sentences behind a dash."""
    return "\n".join("\n".join([part.heading, *(f"- {text}" for text in part.sentences)]) for part in parts_of(sheet))


def versions_of(contest: Contest) -> QuerySet[RuleVersion]:
    """Every version that was published, the newest first."""
    return contest.rule_versions.order_by("-version")
