"""From frames to contents: calls the statistics, rounds once, says None for what is not known."""

from dataclasses import replace
from datetime import date
from typing import Any

from reports.official import contents as tree
from reports.official.figures import kinds, results
from reports.official.figures.change import change
from reports.official.figures.places import places
from reports.official.figures.taking import overall
from reports.official.figures.world import TEACHERS, World, world
from reports.queries import Rows, rows
from reports.queries.arrow import reading
from reports.queries.letterhead import letterhead
from reports.queries.registers import register_totals
from reports.queries.scopes import EVERYTHING, Scope
from reports.rules.periods import Period, compared_with
from reports.rules.registers import Registers
from reports.rules.shares import SMALL

__all__ = ["contents_for", "contents_of", "participation_of", "results_of"]
BLANK = tree.Letterhead("", "", "", "", "", (), (), "", (), "")


def contents_for(
    period: Period,
    *,
    is_demo: bool,
    today: date,
    published: bool = False,
    name: str = "",
    scope: Scope = EVERYTHING,
) -> tree.Contents:
    """All figures of a period, of real or of demonstration data, or those of a scope in it.

    published: lines of fewer than five persons are merged and small cells hidden, as in all that leaves the desk.
    """
    then = compared_with(period, today)
    with reading():
        before = rows(then, is_demo=is_demo, today=today, scope=scope, answers=False) if then else None
        read = rows(period, is_demo=is_demo, today=today, scope=scope)
    made = contents_of(read, published=published, name=name, before=before)
    return replace(
        made,
        letterhead=tree.Letterhead(**letterhead(is_demo=is_demo)),
        registers=_registers(period, is_demo=is_demo) if scope == EVERYTHING else made.registers,
    )


def contents_of(read: Rows, *, published: bool = False, name: str = "", before: Rows | None = None) -> tree.Contents:
    """The figures of these rows, compared with those of the rows before; asks the database for nothing.

    Letterhead and registers stay empty: they come from elsewhere.
    """
    its = world(read, published=published)
    return tree.Contents(
        first=read.period.first,
        last=read.period.last,
        cut_off=read.cut_off,
        is_demo=read.is_demo,
        letterhead=BLANK,
        small=SMALL,
        published=published,
        period=name,
        **participation_of(its, before),
        **results_of(its),
    )


def participation_of(its: World, before: Rows | None = None) -> dict[str, Any]:
    """The fields of the contents that say who took part."""
    taking = overall(its)
    clusters, units, schools = places(its, taking)
    levels, grades = kinds.levels(its, taking)
    rounds, contests = kinds.rounds_and_contests(its)
    return {
        "contests": contests,
        "contests_held": len(its.read.contests),
        "overall": taking,
        "teachers": _teachers(its),
        "denominators": _denominators(its),
        "units": units,
        "levels": levels,
        "grades": grades,
        "schools": schools,
        "schools_silent": _silent(its),
        "schools_exceeding": sum(line.taking.exceeds for line in schools),
        "change": change(taking, before, published=its.published),
        "audiences": kinds.audiences(its, taking),
        "channels": kinds.channels(its),
        "rounds": rounds,
        "weeks": kinds.weeks(its),
        "clusters": clusters,
    }


def results_of(its: World) -> dict[str, Any]:
    """The fields of the contents that say how well it went."""
    return {
        "scores": results.scores(its),
        "items": results.items(its),
        "items_used": _items_used(its),
        "topics": results.topics(its),
        "awareness": results.awareness(its),
        "papers": results.papers(its),
    }


def _registers(period: Period, *, is_demo: bool) -> Registers:
    """What schools and the Department entered for the period."""
    return register_totals(period, is_demo=is_demo)


def _teachers(its: World) -> tree.Teachers:
    theirs = its.made.turns[its.made.turns["audience"] == TEACHERS]
    return tree.Teachers(participants=int(theirs["user"].nunique()), turns=len(theirs))


def _silent(its: World) -> int:
    """Invited schools without a participant."""
    return int(its.made.invited.loc[~its.made.invited["school"].isin(its.turns["school"]), "school"].nunique())


def _items_used(its: World) -> int:
    """Items on papers that were sat, in whatever revision and contest."""
    sat = its.made.items["paper"].isin(its.turns["paper"])
    return int(its.made.items.loc[sat, "revision"].nunique())


def _denominators(its: World) -> tree.Denominators:
    parts = its.read.parts
    by_figure = sum(any(part.source for part in its_parts) for its_parts in parts.values())
    days = [part.as_of for its_parts in parts.values() for part in its_parts]
    return tree.Denominators(
        schools_by_lists=len(parts) - by_figure,
        schools_by_figure=by_figure,
        schools_unknown=int(its.made.invited["school"].nunique()) - len(parts),
        earliest=min(days, default=None),
        latest=max(days, default=None),
    )
