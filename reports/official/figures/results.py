"""How well: scores, topics and pillars, first and last contest, items, papers."""

from collections.abc import Hashable, Iterator, Mapping
from fractions import Fraction

import numpy as np
import pandas as pd

from quiz.queries import ItemText
from reports.official import contents as tree
from reports.official.figures.world import World
from reports.queries.sheets import Sheet
from reports.rules import small_cells
from reports.rules.shares import SMALL, percent, rounded, rounded_float
from reports.statistics import items as item_statistics
from reports.statistics import scores as score_statistics
from reports.statistics import topics as topic_statistics
from reports.statistics.awareness import first_and_last
from reports.statistics.discrimination import rest_correlations
from reports.statistics.reliability import instrument
from reports.statistics.trend import span

INTERVAL_UNDER = 400  # with more persons the interval is narrower than what a reader would make of it
PILLARS = ("apsc", "aec", "ascc", "cross")
_CHUNK = 65_536


def scores(world: World) -> tree.Scores:
    """Mean, median, deviation and bands of all turns; published, bands of few persons join their neighbours."""
    scored = score_statistics.with_scores(world.turns)
    stated = score_statistics.summary(world.turns)
    n = int(stated["n"] or 0)
    if scored["user"].nunique() < SMALL:
        return tree.Scores(n, None, None, None, ())
    mean, median, deviation = (
        None if value is None else rounded_float(value) for value in (stated["mean"], stated["median"], stated["sd"])
    )
    return tree.Scores(n, mean, median, deviation, _bands(world, scored, n))


def _bands(world: World, scored: pd.DataFrame, n: int) -> tuple[tree.Band, ...]:
    counts = score_statistics.distribution(world.turns)["n"].tolist()
    persons = span(scored, "band")
    runs = [(i, i + 1) for i in range(len(counts))]
    if world.published:
        runs = list(small_cells.runs(len(counts), lambda start, stop: not small_cells.too_few(persons(start, stop))))
    made = ((start, stop, sum(counts[start:stop])) for start, stop in runs)
    return tuple(tree.Band(10 * start, 10 * stop, count, percent(count, n)) for start, stop, count in made)


def topics(world: World) -> tuple[tree.TopicLine, ...]:
    """Each pillar, followed by the topics that stand under it in the bank; those that no turn had are missing."""
    items = world.made.items
    groups = [("", pillar) for pillar in PILLARS] + [(topic, "") for topic in _topic_codes(world)]
    belongs = pd.DataFrame(
        {group: items["topic" if group[0] else "pillar"] == (group[0] or group[1]) for group in groups},
        index=items.index,
    ).set_index(items["item"])
    earned, possible, turns = _sums(world, belongs.astype("float32"))
    found = topic_statistics.shares(earned, possible)
    lines = []
    for number, (topic, pillar) in enumerate(groups):
        row = found.iloc[number]
        if row["persons"] and not (world.published and small_cells.too_few(int(row["persons"]))):
            sat = items.loc[belongs[topic, pillar].to_numpy(), "revision"].nunique()
            lines.append(_topic_line(world, topic, pillar, int(sat), int(turns[number]), row))
    order = {pillar: number for number, pillar in enumerate(PILLARS)}
    return tuple(sorted(lines, key=lambda line: (order.get(line.pillar, len(order)), line.topic != "")))


def _topic_codes(world: World) -> list[str]:
    there = {str(code) for code in world.made.items["topic"].unique()} - {""}
    known = [code for code in world.read.topics if code in there]
    return [*known, *sorted(there - set(known))]


def _topic_line(
    world: World, topic: str, pillar: str, items: int, turns: int, row: "pd.Series[float]"
) -> tree.TopicLine:
    its = world.read.topics.get(topic)
    known = row["persons"] >= SMALL
    stated = known and row["persons"] < INTERVAL_UNDER
    return tree.TopicLine(
        pillar=its.pillar if its else pillar,
        topic=topic,
        name=its.name_vi if its else topic,
        items=items,
        n=turns,
        share=rounded(Fraction(100 * int(row["earned"]), int(row["possible"]))) if known else None,
        low=rounded_float(float(row["low"])) if stated else None,
        high=rounded_float(float(row["high"])) if stated else None,
    )


def _sums(world: World, belongs: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Points earned and possible by person (down) and group (across), and how many turns had an item of each group."""
    codes, _persons = pd.factorize(world.made.turns["user"])
    size = (int(codes.max()) + 1 if len(codes) else 0, belongs.shape[1])
    earned, possible, turns = np.zeros(size), np.zeros(size), np.zeros(size[1], np.int64)
    most = world.made.items.set_index("item")["most"]
    for sheet in world.made.sheets.sheets:
        groups = belongs.loc[sheet.items].to_numpy()
        worth = most.loc[sheet.items].to_numpy(np.float32)
        for start in range(0, len(sheet.turns), _CHUNK):
            part = slice(start, start + _CHUNK)
            who = codes[sheet.turns[part]]
            got, could = topic_statistics.sums(_points(sheet, part), groups, worth)
            turns += (could > 0).sum(axis=0)
            for column in range(size[1]):
                earned[:, column] += np.bincount(who, got[:, column], size[0])
                possible[:, column] += np.bincount(who, could[:, column], size[0])
    return earned, possible, turns


def _points(sheet: Sheet, part: slice) -> np.ndarray:
    return Sheet(sheet.paper, sheet.items, sheet.turns[part], sheet.points[part], sheet.choice[part]).earned()


def awareness(world: World) -> tree.Awareness | None:
    """Pupils' first and last contest of the period; None if nobody sat two (published: if few did)."""
    found = first_and_last(world.turns[world.turns["group"] == "pupils"])
    if found is None or (world.published and small_cells.too_few(found.pupils)):
        return None
    if found.pupils < SMALL or found.half is None:
        return tree.Awareness(found.pupils, found.schools, *[None] * 5)
    middle, half = found.difference, found.half
    figures = (found.before, found.after, middle, middle - half, middle + half)
    return tree.Awareness(found.pupils, found.schools, *map(rounded_float, figures))


def items(world: World) -> tuple[tree.ItemLine, ...]:
    """Items that at least one turn had, hardest first; equal ones by slug. Published without options and few turns,
    and without the questions that a contest still keeps to itself."""
    made, read = world.made, world.read
    counts = item_statistics.difficulty(made.items, made.answers, made.sat)
    chosen = {} if world.published else item_statistics.option_counts(made.items, made.answers)["n"].to_dict()
    apart = _discrimination(world)
    persons = _persons_by_revision(world)
    lines = []
    for key, line in counts.to_dict("index").items():
        revision, n = int(str(key)), line["n"]
        few = persons.get(revision, 0) < SMALL
        if n <= 0 or (world.published and (few or revision in read.kept)):
            continue
        known = not few and line["possible"] > 0
        lines.append(
            tree.ItemLine(
                slug=read.slugs[revision],
                stem=read.texts[revision].stem_vi,
                n=n,
                answered=line["answered"],
                ungraded=line["ungraded"],
                difficulty=rounded(Fraction(100 * line["earned"], line["possible"])) if known else None,
                options=_options(read.texts[revision], revision, chosen, n) if known and chosen else (),
                discrimination=rounded_float(apart[revision], 2) if known and revision in apart else None,
            )
        )
    return tuple(sorted(lines, key=lambda line: (101.0 if line.difficulty is None else line.difficulty, line.slug)))


def _persons_by_revision(world: World) -> dict[int, int]:
    """At least so many persons had the item: those of the paper with most of them, of all papers it stands on."""
    by_paper = world.turns.groupby("paper")["user"].nunique()
    persons = world.made.items["paper"].map(by_paper).fillna(0).astype("int64")
    return {int(str(key)): int(n) for key, n in persons.groupby(world.made.items["revision"]).max().items()}


def _options(text: ItemText, revision: int, chosen: Mapping[Hashable, int], n: int) -> tuple[tree.OptionShare, ...]:
    if text.kind not in {"single", "multiple"}:
        return ()  # pairs and written answers have no options to choose among
    counts = [(option.vi, chosen.get((revision, option.code), 0)) for option in text.options]
    return tuple(tree.OptionShare(vi, count, percent(count, n)) for vi, count in counts)


def _first_turns(world: World) -> Iterator[tuple[Sheet, np.ndarray]]:
    """Every paper with the points of each person's first turn on it: repeated turns are no other persons."""
    users, started = world.made.turns["user"].to_numpy(), world.made.turns["started"].to_numpy()
    for sheet in world.made.sheets.sheets:
        order = np.lexsort((started[sheet.turns], users[sheet.turns]))
        first = order[np.r_[True, np.diff(users[sheet.turns][order]) != 0]]
        points = sheet.earned()
        yield sheet, points if len(first) == len(points) else points[np.sort(first)]


def _discrimination(world: World) -> dict[int, float]:
    revision = world.made.items.set_index("item")["revision"]
    return rest_correlations((revision.loc[sheet.items].tolist(), points) for sheet, points in _first_turns(world))


def papers(world: World) -> tuple[tree.PaperLine, ...]:
    """Every paper that was sat, as a measuring instrument; figures only where enough persons sat it."""
    codes = {contest.id: contest.code for contest in world.read.contests}
    contest = world.turns.drop_duplicates("paper").set_index("paper")["contest"].to_dict()
    most = world.made.items.groupby("paper")["most"].sum().to_dict()
    lines = []
    for sheet, points in _first_turns(world):
        n, worth = len(points), most[sheet.paper]
        if world.published and n < SMALL:
            continue
        number = str(world.read.paper_numbers.get(sheet.paper, sheet.paper))
        figures = _figures(points, worth) if n >= SMALL and worth > 0 else (None,) * 4
        lines.append(tree.PaperLine(codes[contest[sheet.paper]], number, n, *figures))
    order = {code: number for number, code in enumerate(codes.values())}
    return tuple(sorted(lines, key=lambda line: (order[line.contest], int(line.paper))))


def _figures(points: np.ndarray, worth: int) -> tuple[float | None, ...]:
    """Mean and deviation in percent, alpha, and the standard error of a score in percentage points."""
    found = instrument(points)
    figures = ((found.mean, worth / 100), (found.deviation, worth / 100), (found.alpha, 1), (found.error, worth / 100))
    places = (1, 1, 2, 1)
    return tuple(
        None if value is None else rounded_float(value / whole, digits)
        for (value, whole), digits in zip(figures, places, strict=True)
    )
