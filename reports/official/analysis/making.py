"""From a contest's sittings to its analysis: calls the statistics and names what they found."""

import math
from collections.abc import Sequence

import numpy as np

from contests.models import Contest
from reports.official.analysis import LEAST, Analysis, AskedLine, Hints, OptionLine, PairLine, PaperLine
from reports.official.analysis.groups import comparisons
from reports.queries.analysis import ABSENT, BLANK, MISSING, Asked, Sittings, sittings
from reports.rules.verdicts import Pull, reasons
from reports.statistics import hints, items, reliability
from reports.statistics.items import Vector
from reports.statistics.parallel import Difference, difference

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def analysis_of(contest: Contest) -> Analysis:
    """Everything that is said about a contest's items, of the attempts that stand."""
    read = sittings(contest)
    n = len(read.persons.user)
    if n < LEAST:
        return Analysis(n, None, None, None, kr20=False, facility=None)
    total = items.totals(read.points)
    papers = _papers(read, total)
    lines = _items(read, total)
    worths = {paper.worth for paper in papers}
    measured = [paper for paper in papers if paper.alpha is not None]
    known = [(line.facility, line.worth) for line in lines if line.facility is not None and line.ruling != "void"]
    return Analysis(
        n=n,
        mean_points=float(total.mean()),
        worth=worths.pop() if len(worths) == 1 else None,
        alpha=_mean([(paper.alpha, paper.n) for paper in measured]),
        kr20=all(paper.kr20 for paper in measured),
        facility=_mean(known),
        items=lines,
        papers=papers,
        comparisons=comparisons(read, total),
        hints=_hints(read),
        users=tuple(read.persons.user.tolist()),
        schools=tuple(read.persons.school.tolist()),
        rooms=tuple(read.rooms[room][1] for room in read.persons.room.tolist()),
    )


def known(value: float) -> float | None:
    """None for what is not a number."""
    return None if math.isnan(value) else float(value)


def _mean(pairs: Sequence[tuple[float | None, int]]) -> float | None:
    """Weighted; None where nothing weighs."""
    whole = sum(weight for _value, weight in pairs)
    return sum((value or 0) * weight for value, weight in pairs) / whole if whole else None


def _papers(read: Sittings, total: Vector) -> tuple[PaperLine, ...]:
    made: list[PaperLine] = []
    first: Vector | None = None
    for number in np.unique(read.persons.paper).tolist():
        worth = sum(read.asked[column].worth for column in read.column_of(number))
        percent = total[read.persons.paper == number] * (100 / worth if worth else 0.0)
        made.append(_paper(read, number, worth, percent, first))
        first = percent if first is None else first
    return tuple(made)


def _paper(read: Sittings, number: int, worth: int, percent: Vector, first: Vector | None) -> PaperLine:
    kept = read.column_of(number)
    found = reliability.instrument(read.points[np.ix_(read.persons.paper == number, kept)])
    apart = Difference(None) if first is None else difference(percent, first)
    return PaperLine(
        number=number,
        n=len(percent),
        items=len(kept),
        worth=worth,
        mean=float(percent.mean()),
        median=float(np.median(percent)),
        deviation=float(percent.std(ddof=1)) if len(percent) > 1 else None,
        skewness=found.skewness,
        kurtosis=found.kurtosis,
        alpha=found.alpha,
        kr20=_right_or_wrong(read, kept),
        error=None if found.error is None or not worth else 100 * found.error / worth,
        difference=apart.value,
        low=apart.low,
        high=apart.high,
        p=apart.p,
    )


def _right_or_wrong(read: Sittings, kept: Sequence[int]) -> bool:
    """Whether all items are worth the same and earned all or nothing, so that alpha is KR-20."""
    worths = {read.asked[column].worth for column in kept}
    if len(worths) != 1:
        return False
    worth = worths.pop()
    return all(np.isin(np.unique(read.points[:, column]), (0, worth, MISSING)).all() for column in kept)


def _items(read: Sittings, total: Vector) -> tuple[AskedLine, ...]:
    figures = items.analysis(read.points, [one.worth for one in read.asked]).to_dict("records")
    without = _without(read)
    return tuple(
        _item(read, column, total, {str(name): known(value) for name, value in line.items()}, without[column])
        for column, line in enumerate(figures)
    )


def _item(
    read: Sittings, column: int, total: Vector, figures: dict[str, float | None], without: float | None
) -> AskedLine:
    one, options, n = read.asked[column], _options(read, column, total), int(figures["n"] or 0)
    said = reasons(
        n=n,
        facility=figures["facility"],
        discrimination=figures["discrimination"],
        correlation=figures["rest_correlation"],
        options=[Pull(option.right, option.n, option.upper, option.lower) for option in options],
    )
    return AskedLine(
        item=one.item,
        places=one.places,
        number=column + 1,
        stem=one.text.stem_vi,
        slug=one.slug,
        kind=one.kind,
        ruling=one.key.ruling,
        worth=one.worth,
        n=n,
        blank=int((read.choice[:, column] == BLANK).sum()),
        facility=figures["facility"],
        deviation=figures["sd"],
        correlation=figures["rest_correlation"],
        discrimination=figures["discrimination"],
        efficiency=figures["efficiency"],
        intended_weight=figures["intended_weight"],
        effective_weight=figures["effective_weight"],
        alpha_without=without,
        options=options,
        reasons=said if one.key.ruling in {"key", "any"} else (),
    )


def _without(read: Sittings) -> list[float | None]:
    """Alpha of its paper without each item; of an item that stands in several papers, in the one most sat."""
    made: list[float | None] = [None] * len(read.asked)
    numbers, counts = np.unique(read.persons.paper, return_counts=True)
    for number in numbers[np.argsort(counts, kind="stable")].tolist():
        kept = read.column_of(number)
        found = reliability.alpha_if_deleted(read.points[np.ix_(read.persons.paper == number, kept)])
        for column, value in zip(kept, found, strict=True):
            made[column] = value
    return made


def _options(read: Sittings, column: int, total: Vector) -> tuple[OptionLine, ...]:
    """Of a choice item, in the order of its letters; pairs and written answers have none."""
    one = read.asked[column]
    if one.kind not in {"single", "multiple"}:
        return ()
    given, earned = read.choice[:, column], read.points[:, column]
    here = (given != ABSENT) & items.present(earned)
    taken = [set(value) for value in read.values]
    codes = np.unique(given[here])
    chosen = np.zeros((int(here.sum()), len(one.text.options)), dtype=bool)
    for place, option in enumerate(one.text.options):
        with_it = [code for code in codes.tolist() if code >= 0 and option.code in taken[code]]
        chosen[:, place] = np.isin(given[here], with_it)
    found = items.distractors(chosen, total[here], total[here] - earned[here]).to_dict("records")
    right = {code for key in one.key.keys for code in key if isinstance(code, str)}
    return tuple(
        OptionLine(
            letter=letter,
            text=option.vi,
            right=option.code in right,
            n=int(line["n"]),
            **{name: known(line[name]) for name in ("share", "upper", "lower", "rest", "correlation")},
        )
        for letter, option, line in zip(LETTERS, one.text.options, found, strict=False)
    )


def _hints(read: Sittings) -> Hints:
    right = read.points >= np.array([one.worth for one in read.asked])
    right[:, [one.worth == 0 or one.key.ruling == "void" for one in read.asked]] = True  # there nobody errs
    found = hints.errors_alike(read.choice.astype(np.int64), right, read.persons.room)
    time = np.where(read.persons.time_ms < 0, np.nan, read.persons.time_ms)
    given = read.choice >= 0
    words = np.array([_words(one) for one in read.asked], dtype=float)
    quick = hints.too_fast(time, given @ words, given.sum(axis=1))
    return Hints(
        rooms=len({int(read.persons.room[pair.first]) for pair in found}),
        pairs=tuple(
            PairLine(pair.first, pair.second, pair.alike, pair.both, pair.expected, pair.ratio) for pair in found
        ),
        quick=tuple(np.flatnonzero(quick).tolist()),
        timed=int(np.count_nonzero(~np.isnan(time))),
    )


def _words(one: Asked) -> int:
    return sum(len(text.split()) for text in (one.text.stem_vi, *(option.vi for option in one.text.options)))
