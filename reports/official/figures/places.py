"""Where: clusters (former districts), units as they were on the day, schools."""

import pandas as pd

from reports.official import contents as tree
from reports.official.figures.lines import Lines, lines_of
from reports.official.figures.taking import Table, table
from reports.official.figures.world import World
from reports.rules.places import NOWHERE, unit_on


def places(
    world: World, overall: tree.Taking
) -> tuple[tuple[tree.UnitLine, ...], tuple[tree.UnitLine, ...], tuple[tree.SchoolLine, ...]]:
    """Clusters, units and schools; published, the lines of one table stand within those of the one before."""
    hidden = {None} if overall.girls is None else set()
    clusters = _cluster_table(world, hidden)
    units = _unit_table(world, clusters)
    return _cluster_lines(world, clusters), _unit_lines(world, units, clusters), _school_lines(world, units)


def _cluster_table(world: World, hidden: set[None]) -> Table:
    placed = world.made.placed
    placed = placed.assign(cluster=placed["unit"].map(world.cluster_of).fillna(NOWHERE).astype("int64"))
    there = {int(key) for frame in (world.turns, placed) for key in frame["cluster"].unique()}
    keys = sorted(there, key=lambda key: (key == NOWHERE, key))
    lines = lines_of(world.turns, "cluster", keys, published=world.published)
    return _of_placed(world, lines, "cluster", placed, hidden=hidden)


def _unit_table(world: World, clusters: Table) -> Table:
    placed = world.made.placed
    there = {int(key) for frame in (world.turns, placed) for key in frame["unit"].unique()}
    name = {unit: world.read.units.get(unit, "") for unit in there}
    keys = sorted(there, key=lambda unit: (not name[unit], name[unit], unit))  # those without a unit last
    above = {unit: clusters.lines.of[world.cluster_of.get(unit, NOWHERE)] for unit in keys}
    lines = lines_of(world.turns, "unit", keys, published=world.published, above=above)
    return _of_placed(world, lines, "unit", placed, above=[above[its[0]] for its in lines.keys], hidden=clusters.hidden)


def _of_placed(
    world: World, lines: Lines, scope: str, placed: pd.DataFrame, *, above: list[int] | None = None, hidden: object = ()
) -> Table:
    """A school that moved within a line stands in it once."""
    invited = lines.on(placed, scope)[["line", "school"]].drop_duplicates()
    enrolled = invited.merge(world.made.parts, on="school")
    return table(world, lines, scope, invited=invited, enrolled=enrolled, above=above or (), hidden=hidden)


def _cluster_lines(world: World, made: Table) -> tuple[tree.UnitLine, ...]:
    found = []
    for keys, taking in zip(made.lines.keys, made.takings, strict=True):
        if len(keys) > 1:
            found.append(tree.UnitLine("", "", taking, merged=len(keys)))
        else:
            its = world.clusters.get(keys[0])
            found.append(tree.UnitLine(its.code if its else str(NOWHERE), its.name if its else "", taking))
    return tuple(found)


def _unit_lines(world: World, made: Table, clusters: Table) -> tuple[tree.UnitLine, ...]:
    found = []
    for keys, taking in zip(made.lines.keys, made.takings, strict=True):
        if len(keys) > 1:
            name = _cluster_name(world, clusters.lines.keys[clusters.lines.of[world.cluster_of.get(keys[0], NOWHERE)]])
            found.append(tree.UnitLine("", name, taking, merged=len(keys)))
        else:
            found.append(tree.UnitLine(str(keys[0]), world.read.units.get(keys[0], ""), taking))
    return tuple(found)


def _cluster_name(world: World, keys: tuple[int, ...]) -> str:
    its = world.clusters.get(keys[0])
    return its.name if its and len(keys) == 1 else ""


def _school_lines(world: World, units: Table) -> tuple[tree.SchoolLine, ...]:
    read, made = world.read, world.made
    there = {int(key) for frame in (world.turns, made.invited, made.parts) for key in frame["school"].unique()}
    keys = [school for school in (*read.schools, NOWHERE) if school in there]
    unit = {school: unit_on(read.spans.get(school, []), read.cut_off) for school in keys}
    above = {school: units.lines.of.get(unit[school], -1) for school in keys}
    lines = lines_of(world.turns, "school", keys, published=world.published, above=above)
    found = table(
        world,
        lines,
        "school",
        invited=lines.on(made.invited, "school"),
        enrolled=lines.on(made.parts, "school"),
        above=[above[its[0]] for its in lines.keys],
        hidden=units.hidden,
    )
    invited = set(made.invited["school"])
    made_lines = []
    for its, taking in zip(lines.keys, found.takings, strict=True):
        name = read.units.get(unit[its[0]], "") if len(its) == 1 else _unit_name(world, units, above[its[0]])
        made_lines.append(_school_line(world, its, taking, name, invited=not invited.isdisjoint(its)))
    return tuple(made_lines)


def _school_line(
    world: World, keys: tuple[int, ...], taking: tree.Taking, unit: str, *, invited: bool
) -> tree.SchoolLine:
    row = world.read.schools.get(keys[0]) if len(keys) == 1 else None
    parts = [part for school in keys for part in world.read.parts.get(school, ())]
    return tree.SchoolLine(
        key=row.code if row else "",
        name=row.name if row else "",
        unit=unit,
        invited=invited,
        taking=taking,
        as_of=min((part.as_of for part in parts), default=None),
        source="; ".join(sorted({part.source for part in parts if part.source})),
        merged=len(keys) if len(keys) > 1 else 0,
    )


def _unit_name(world: World, units: Table, line: int) -> str:
    """The unit of schools told together, where all of them lie in it."""
    keys = units.lines.keys[line] if line >= 0 else ()
    return world.read.units.get(keys[0], "") if len(keys) == 1 else ""
