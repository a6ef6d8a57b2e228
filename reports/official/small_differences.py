"""Which old figures a correction keeps to itself.

A correction prints how things stand now. An old figure beside a new one tells their difference, and where that is one
to four persons it tells of them as a line of so few would. So such a line says only that it has changed, and since what
is left out must not come back by subtraction, one small difference silences more than its own line:

* All **lines** (of contests, places, grades, weeks, bands, questions …) tell no old figure of persons as soon as one of
  them, or of the whole, moved by so few, or as soon as lines were merged otherwise. They are parts of the same whole
  and stand in each other, so any one of them, told, could be what gives another back.
* The **whole** tells its old figures unless they moved by so few themselves.
* **Girls** have the boys beside them: they are told where neither moved by so few, on any line, and every line is told.
* **Enrolled** pupils are counted apart from those who took part; rates are made of both.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from reports.official import contents as tree
from reports.official.figure_names import keyed
from reports.rules.small_cells import too_few

#: Persons, turns and answers: figures of which a difference may stand for a few persons.
COUNTS: Mapping[str, tuple[str, ...]] = {
    "ContestLine": ("participants", "turns"),
    "Taking": ("participants", "girls", "turns", "enrolled", "enrolled_participants", "right", "items"),
    "Teachers": ("participants", "turns"),
    "GradeLine": ("participants", "girls", "turns"),
    "AudienceLine": ("participants", "girls", "turns"),
    "KindLine": ("participants", "turns"),
    "WeekLine": ("participants", "newcomers", "turns"),
    "Change": ("participants", "turns"),
    "Scores": ("n",),
    "Band": ("n",),
    "ItemLine": ("n", "answered", "ungraded"),
    "OptionShare": ("n",),
    "TopicLine": ("n",),
    "PaperLine": ("n",),
    "Awareness": ("pupils",),
    "Attendance": ("pupils", "students", "teachers"),
    "Lessons": ("pupils",),
    "SubjectLine": ("pupils",),
    "Exchanges": ("researchers",),
}
#: What is worked out of those, so that it would give them back.
DERIVED: Mapping[str, tuple[str, ...]] = {
    "Taking": ("rate", "exceeds", "right_share"),
    "Change": ("rate", "right_share"),
    "Scores": ("mean", "median", "deviation"),
    "Band": ("share",),
    "ItemLine": ("difficulty", "discrimination"),
    "OptionShare": ("share",),
    "TopicLine": ("share", "low", "high"),
    "PaperLine": ("mean", "deviation", "reliability", "error"),
    "Awareness": ("before", "after", "difference", "low", "high"),
}
LINES = frozenset({
    "contests", "units", "levels", "grades", "schools", "audiences", "channels", "rounds", "weeks", "clusters",
    "topics", "papers", "items", "bands",
})  # fmt: skip
WHOLE = frozenset({"overall", "scores", "change", "awareness"})
BAND_WIDTH = 10
Pair = tuple[Any, Any]


@dataclass(frozen=True)
class Untold:
    """The parts of the tree (fields of `Contents`; `bands`) in which no old figure is told: of persons, with their
    turns, answers and results; of girls; of the enrolled."""

    persons: frozenset[str] = frozenset()
    girls: frozenset[str] = frozenset()
    enrolled: frozenset[str] = frozenset()

    @property
    def anything(self) -> bool:
        return bool(self.persons or self.girls or self.enrolled)

    def hides(self, part: str, kind: str, field: str) -> bool:
        """Whether the old value of a field of such an object in that part is not told."""
        if field not in (*COUNTS.get(kind, ()), *DERIVED.get(kind, ())):
            return False
        if field == "girls":
            return part in self.girls
        if field == "enrolled":
            return part in self.enrolled
        return part in self.persons or (field in {"rate", "exceeds"} and part in self.enrolled)


def untold(before: tree.Contents, after: tree.Contents) -> Untold:
    """What a correction of `before` by `after` keeps to itself."""
    lines = [pair for part in sorted(LINES) for pair in _pairs(_part(before, part), _part(after, part))]
    overall = (before.overall, after.overall)
    few = {
        "whole": _whole_moved_by_few(before, after),
        "teachers": _by_few(before.teachers, after.teachers),
        "awareness": any(_by_few(*pair) for pair in _pairs(before.awareness, after.awareness)),
        "registers": any(_by_few(*pair) for pair in _pairs(before.registers, after.registers)),
    }
    few["lines"] = (
        few["whole"] or few["teachers"] or any(_by_few(*pair) for pair in lines) or _rearranged(before, after)
    )
    girls = few["lines"] or any(_girls_by_few(*pair) for pair in (overall, *lines))
    enrolled_whole = _few(_moved(*overall).get("enrolled", 0))
    enrolled_lines = enrolled_whole or any(_few(_moved(*pair).get("enrolled", 0)) for pair in lines)
    return Untold(
        persons=frozenset({
            *(LINES if few["lines"] else ()),
            *(WHOLE if few["whole"] else ()),
            *(part for part in ("teachers", "awareness", "registers") if few[part]),
        }),
        girls=LINES | WHOLE if girls else frozenset(),
        enrolled=frozenset({*(LINES if enrolled_lines else ()), *(WHOLE if enrolled_whole else ())}),
    )  # fmt: skip


def _part(contents: tree.Contents, part: str) -> Any:
    return contents.scores.bands if part == "bands" else getattr(contents, part)


def _few(moved: int) -> bool:
    return too_few(abs(moved))


def _pairs(was: Any, now: Any) -> Iterator[Pair]:
    """Everything that counts and stands in both versions, old and new."""
    if is_dataclass(was) and is_dataclass(now):
        if type(now).__name__ in COUNTS:
            yield was, now
        for its in fields(now):
            yield from _pairs(getattr(was, its.name), getattr(now, its.name))
    elif _is_rows(was) and _is_rows(now):
        old = keyed(was)
        for key, row in keyed(now).items():
            yield from _pairs(old.get(key), row)


def _is_rows(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and is_dataclass(value[0])


def _moved(was: Any, now: Any) -> dict[str, int]:
    """By how much each count of two objects differs, where both know it."""
    counts = COUNTS.get(type(now).__name__, ())
    both = {name: (getattr(was, name), getattr(now, name)) for name in counts}
    return {name: new - old for name, (old, new) in both.items() if old is not None and new is not None}


def _by_few(was: Any, now: Any) -> bool:
    """Whether persons, turns or answers differ by one to four, or those do who are left when one count is taken from
    another: participants of schools whose pupils nobody counted, persons who come again."""
    moved = {name: by for name, by in _moved(was, now).items() if name not in {"girls", "enrolled"}}
    within = [moved[name] for name in ("enrolled_participants", "newcomers") if name in moved]
    return any(map(_few, (*moved.values(), *(moved["participants"] - by for by in within))))


def _girls_by_few(was: Any, now: Any) -> bool:
    """Whether girls or boys differ by one to four, or girls are told in one version alone: told beside those of the
    other lines they would give back what is hidden in the other."""
    if not hasattr(now, "girls"):
        return False
    if was.girls is None or now.girls is None:
        return was.girls is not now.girls
    moved = _moved(was, now)
    return _few(moved["girls"]) or _few(moved["participants"] - moved["girls"])


def _whole_moved_by_few(before: tree.Contents, after: tree.Contents) -> bool:
    moved = _moved(before.overall, after.overall)
    few = _by_few(before.overall, after.overall) or _by_few(before.scores, after.scores)
    if before.change is not None and after.change is not None:
        since = _moved(before.change, after.change)
        # less what the period itself moved by this is what the period before did
        few = few or _by_few(before.change, after.change) or any(_few(moved[name] - since[name]) for name in since)
    return few or any(_few(persons - moved["participants"]) for persons in _out_of_merged_lines(before, after))


def _out_of_merged_lines(before: tree.Contents, after: tree.Contents) -> Iterator[int]:
    """Persons of lines that were merged before, each and together: if nothing else has changed, they less the whole's
    difference are those who were merged."""
    for part in sorted(LINES - {"bands", "items", "topics", "papers"}):
        was, now = _part(before, part), _part(after, part)
        if any(map(_is_merged, was)):
            come = [_persons(row) for key, row in keyed(now).items() if key not in keyed(was)]
            yield from (*come, sum(come))


def _rearranged(before: tree.Contents, after: tree.Contents) -> bool:
    """Whether any lines were merged otherwise, or papers of a contest came or went, which those of few sat do."""
    both = {line.code for line in before.contests} & {line.code for line in after.contests}
    papers = {(line.contest, line.paper) for line in before.papers} ^ {
        (line.contest, line.paper) for line in after.papers
    }
    return any(contest in both for contest, _paper in papers) or any(
        _merged_otherwise(_part(before, part), _part(after, part)) for part in LINES
    )


def _merged_otherwise(was: Sequence[Any], now: Sequence[Any]) -> bool:
    old, new = keyed(was), keyed(now)
    if any(_extent(old[key]) != _extent(new[key]) for key in old.keys() & new.keys()):
        return True
    moved = [row for key, row in (*old.items(), *new.items()) if key not in old or key not in new]
    return any(map(_persons, moved)) and any(map(_is_merged, (*was, *now)))


def _extent(row: Any) -> tuple[Any, ...]:
    """How much a line holds: a merged one may hold more or less than before under the same name."""
    width = row.high - row.low if isinstance(row, tree.Band) else 0
    return width, *(getattr(row, name, None) for name in ("merged", "weeks", "grades"))


def _is_merged(row: Any) -> bool:
    width, merged, weeks, grades = _extent(row)
    return bool(
        width > BAND_WIDTH or merged or (weeks or 1) > 1 or grades or getattr(row, "audience", "") == "learners"
    )


def _persons(row: Any) -> int:
    its = getattr(row, "taking", row)
    return int(getattr(its, "participants", getattr(its, "n", 0)))
