"""Figures of 500 random small worlds against a slow recount, and what is published against what may be known."""

import statistics
from dataclasses import asdict
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from reports.official.contents import Taking
from reports.official.figures import participation_of, results_of
from reports.official.figures.world import world
from tests.reports.official.recount import Recount, counts, tenths
from tests.reports.official.small_worlds import small_world

CHUNK = 50


def taken(seed: int, **options: Any) -> tuple[SimpleNamespace, Recount]:
    rows = small_world(seed)
    return SimpleNamespace(**participation_of(world(rows, published=False), **options)), Recount(rows)


def same(made: dict[Any, Taking], expected: dict[Any, dict[str, Any]]) -> None:
    assert {key: asdict(taking) for key, taking in made.items()} == expected


@pytest.mark.parametrize("start", range(0, 500, CHUNK))
def test_every_scope_agrees_with_a_slow_recount(start: int) -> None:
    for seed in range(start, start + CHUNK):
        made, slow = taken(seed)
        assert asdict(made.overall) == slow.overall(), seed
        same({int(line.key): line.taking for line in made.units}, slow.by_unit(lambda unit: unit))
        same({line.key: line.taking for line in made.clusters}, slow.by_unit(slow.cluster))
        same({int(line.key[1:] or 0): line.taking for line in made.schools}, slow.by_school())
        same({line.level: line.taking for line in made.levels}, slow.by_level())
        assert {line.grade: (line.participants, line.girls, line.turns) for line in made.grades} == slow.by("grade")
        kinds(made, slow)
        time(made, slow)


def kinds(made: SimpleNamespace, slow: Recount) -> None:
    def told(lines: Any) -> dict[str, tuple[int, int]]:
        return {line.code: (line.participants, line.turns) for line in lines if line.turns}

    assert told(made.channels) == {key: (its[0], its[2]) for key, its in slow.by("channel").items()}
    assert told(made.rounds) == {key: (its[0], its[2]) for key, its in slow.by("round").items()}
    codes = {f"C{key}": (its[0], its[2]) for key, its in slow.by("contest", slow.turns).items()}
    assert told(made.contests) == codes
    groups = {line.audience: (line.participants, line.girls, line.turns) for line in made.audiences if line.turns}
    assert groups == slow.by("group", slow.turns)
    teachers = counts(turn for turn in slow.turns if turn.group == "teachers")
    assert (made.teachers.participants, made.teachers.turns) == (teachers[0], teachers[2])


def time(made: SimpleNamespace, slow: Recount) -> None:
    weeks = {line.monday: (line.participants, line.newcomers, line.turns) for line in made.weeks}
    assert weeks == slow.weeks()
    assert sum(line.newcomers for line in made.weeks) == made.overall.participants
    for lines in (made.weeks, made.channels, made.rounds, made.grades):
        assert sum(line.turns for line in lines) == made.overall.turns
    for lines in (made.units, made.clusters, made.schools, made.levels):
        assert sum(line.taking.turns for line in lines) == made.overall.turns


@pytest.mark.parametrize("start", range(0, 80, 20))
def test_results_agree_with_a_slow_recount(start: int) -> None:
    for seed in range(start, start + 20):
        rows = small_world(seed)
        made, slow = SimpleNamespace(**results_of(world(rows, published=False))), Recount(rows)
        if made.scores.bands:
            assert [band.n for band in made.scores.bands] == slow.bands()
        for line in made.topics:
            topic(line, slow)
        shown = {(line.pillar, line.topic) for line in made.topics}
        assert {topic for _pillar, topic in shown} - {""} == {
            code for code in rows.topics if slow.topic(lambda item, code=code: item.topic == code)[1]
        }
        awareness(made.awareness, slow)


def topic(line: Any, slow: Recount) -> None:
    turns, persons = slow.topic(lambda item: item.topic == line.topic if line.topic else item.pillar == line.pillar)
    earned, possible = sum(its[0] for its in persons.values()), sum(its[1] for its in persons.values())
    assert line.n == turns
    assert line.share == (tenths(earned, possible) if len(persons) >= 5 else None)
    if line.low is not None:
        ratio, n = earned / possible, len(persons)
        spread = sum((its[0] - ratio * its[1]) ** 2 for its in persons.values())
        assert line.low <= line.share <= line.high
        if spread > 1e-6 and line.low > 0 and line.high < 100:
            half = (line.high - line.low) / 2
            assert 1.96 < half / (100 * (n / (n - 1) * spread) ** 0.5 / possible) < 2.9  # Student's t of 4 to 60


def awareness(made: Any, slow: Recount) -> None:
    pairs = slow.twice()
    assert (made.pupils if made else 0) == len(pairs)
    if len(pairs) >= 5:
        assert made.schools == len({school for _one, _two, school in pairs} - {0})
        assert made.before == pytest.approx(statistics.fmean(one for one, _two, _school in pairs), abs=0.051)
        difference = [two - one for one, two, _school in pairs]
        assert made.difference == pytest.approx(statistics.fmean(difference), abs=0.051)
        assert made.high - made.difference == pytest.approx(made.difference - made.low, abs=0.11)
    elif made:
        assert made.before is None


@pytest.mark.parametrize("start", range(0, 20, 20))
def test_change_is_the_difference_of_two_recounts(start: int) -> None:
    for seed in range(start, start + 20):
        before = small_world(seed + 1000)
        made, now = taken(seed, before=before)
        then = Recount(before).overall()
        if not before.contests:
            assert made.change is None
            continue
        mine = now.overall()
        assert (made.change.participants, made.change.turns) == (
            mine["participants"] - then["participants"],
            mine["turns"] - then["turns"],
        )
        known = mine["rate"] is not None and then["rate"] is not None
        assert made.change.rate == (pytest.approx(mine["rate"] - then["rate"], abs=1e-9) if known else None)


def small(number: int) -> bool:
    return 0 < number < 5


@pytest.mark.parametrize("start", range(0, 80, 20))
def test_no_small_number_is_published_or_left_over(start: int) -> None:
    """Neither a line of 1 to 4 persons, nor one that subtraction from the total or from the table above gives."""
    for seed in range(start, start + 20):
        rows = small_world(seed, persons=60 if seed % 2 else None)
        its = world(rows, published=True)
        made, slow = SimpleNamespace(**participation_of(its)), Recount(rows)
        if small(made.overall.participants):
            continue  # the total itself is told; no table tells more
        takings = {
            name: [line.taking for line in getattr(made, name)] for name in ("units", "clusters", "schools", "levels")
        }
        plain = {"channels": made.channels, "rounds": made.rounds, "grades": made.grades, "weeks": made.weeks}
        for name, lines in {**takings, **plain}.items():
            assert not any(small(line.participants) for line in lines), (seed, name)
            assert sum(line.turns for line in lines) == made.overall.turns, (seed, name)
        assert not any(small(line.newcomers) for line in made.weeks)
        assert sum(line.newcomers for line in made.weeks) == made.overall.participants
        teachers_few = small(made.teachers.participants)
        assert not any(
            small(line.participants) for line in made.contests if line.audience != "teachers" or not teachers_few
        )
        no_girl_is_alone(made.overall, [*takings.values(), made.grades])
        alone_as_before(made, slow)


def no_girl_is_alone(overall: Taking, tables: list[Any]) -> None:
    """No cell of girls (or of the rest) is small; what a table hides is hidden with others, so that no sum tells it."""
    for lines in tables:
        for line in lines:
            if line.girls is not None:
                assert not small(line.girls)
                assert not small(line.participants - line.girls)
        hidden = [line for line in lines if line.girls is None and line.participants]
        if overall.girls is not None and hidden:
            assert len(hidden) > 1 or len([line for line in lines if line.participants]) == 1


def alone_as_before(made: SimpleNamespace, slow: Recount) -> None:
    """Lines of their own are as they were; the merged ones hold the persons of the others, each once."""
    units = slow.by_unit(lambda unit: unit)
    alone = {int(line.key) for line in made.units if not line.merged}
    for line in made.units:
        if not line.merged:
            assert line.taking.participants == units[int(line.key)]["participants"]
    together = [line for line in made.units if line.merged]
    assert sum(line.merged for line in together) == len(units) - len(alone)
    if len(together) == 1:
        others = [turn for turn in slow.learners if turn.unit not in alone]
        assert (together[0].taking.participants, together[0].taking.turns) == counts(others)[::2]


def test_a_published_table_of_too_few_is_one_line_of_all() -> None:
    for seed in range(200):
        rows = small_world(seed, persons=3)
        made = SimpleNamespace(**participation_of(world(rows, published=True)))
        if small(made.overall.participants):
            assert len(made.units) == len(made.clusters) == len(made.levels) == 1
            assert (made.overall.girls, made.weeks) == (
                made.overall.girls if not made.overall.participants else None,
                (),
            )
            return
    raise AssertionError("no such world")


def test_days_are_those_of_the_zone() -> None:
    made, slow = taken(3)
    assert all(line.monday.weekday() == 0 for line in made.weeks)
    assert {line.monday for line in made.weeks} >= {turn.monday for turn in slow.learners}
    assert all(turn.monday + timedelta(days=7) > slow.rows.period.first for turn in slow.learners)
