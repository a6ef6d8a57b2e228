import random

import pytest

from reports.rules.small_cells import hidden, merged, merged_within, runs, too_few


def union(people: dict[str, set[int]]):
    return lambda keys: len(set().union(*(people[key] for key in keys))) if keys else 0


def test_the_smallest_are_merged_until_they_are_enough_and_nobody_stays() -> None:
    persons = {"a": 0, "b": 3, "c": 1, "d": 9, "e": 7}
    assert merged(persons, lambda keys: sum(persons[key] for key in keys)) == {"b", "c", "e"}
    assert merged({"a": 0, "b": 5}, lambda _keys: 5) == frozenset()


def test_who_stands_in_two_lines_counts_once() -> None:
    people = {"a": {1, 2, 3}, "b": {1, 2, 3, 4}, "c": set(range(10, 16)), "d": set(range(20, 40))}
    assert merged({key: len(its) for key, its in people.items()}, union(people)) == {"a", "b", "c"}


def test_where_all_together_are_too_few_there_is_one_line_of_everything() -> None:
    assert merged({"a": 0, "b": 3, "c": 1}, lambda keys: 4) == {"a", "b", "c"}


@pytest.mark.parametrize("seed", range(200))
def test_no_subtraction_gives_a_small_number(seed: int) -> None:
    """Whatever is left of a line above, or of the total, when told lines are taken away: nobody, or at least five."""
    r = random.Random(seed)
    people = {key: set(r.sample(range(90), r.choice([0, 1, 2, 4, 6, 20]))) for key in "abcdefgh"[: r.randint(1, 8)]}
    above = {key: r.randint(0, 2) for key in people}
    groups = merged_within({key: len(its) for key, its in people.items()}, above, union(people))
    together = union(people)
    assert sum(len(its) for its in groups) == len(frozenset().union(*groups))
    inside = frozenset().union(*groups)
    assert not any(too_few(len(people[key])) for key in people if key not in inside)
    if together(people) >= 5:
        assert all(together(its) >= 5 for its in groups)


@pytest.mark.parametrize("seed", range(100))
def test_runs_cover_everything_in_order_and_may_all_be_told(seed: int) -> None:
    r = random.Random(seed)
    counts = [r.choice([0, 0, 1, 3, 8]) for _week in range(r.randint(0, 12))]

    def told(start: int, stop: int) -> bool:
        return not too_few(sum(counts[start:stop]))

    found = runs(len(counts), told)
    assert all(told(start, stop) for start, stop in found)
    if told(0, len(counts)):
        assert [place for run in found for place in range(*run)] == list(range(len(counts)))
    else:
        assert found == ()


@pytest.mark.parametrize("seed", range(200))
def test_what_is_hidden_cannot_be_worked_out_from_the_total(seed: int) -> None:
    r = random.Random(seed)
    parts = {key: (r.choice([0, 2, 5, 9]), r.choice([0, 1, 5, 9])) for key in range(r.randint(1, 6))}
    found = hidden(parts)
    assert not any(too_few(part) for key, both in parts.items() if key not in found for part in both)
    there = {key for key, both in parts.items() if sum(both)}
    if found and found != there:
        assert len(found) > 1
        assert all(sum(parts[key][part] for key in found) >= 5 for part in (0, 1))
