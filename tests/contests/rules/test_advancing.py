"""Who goes on: never more than the places, never past a better one, never a tie that is not named."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from contests.rules.advancing import select
from contests.rules.rounds import (
    ALL,
    CAP,
    LOTS,
    NONE,
    PER_ROUND,
    PER_SCHOOL,
    TOP,
    Candidate,
    Decision,
    Outcome,
    Reason,
    Rule,
    Selected,
    is_above,
)


def ranked(round_id: int, people: list[tuple[int, int, int, int]]) -> list[Candidate]:
    """A round's rows: person, points, school, grade; equal points are an equal rank."""
    return [
        Candidate(person, round_id, 1 + sum(other[1] > points for other in people), points, school, grade)
        for person, points, school, grade in people
    ]


people_of_a_round = st.lists(
    st.tuples(st.integers(1, 30), st.integers(0, 5), st.integers(1, 3), st.sampled_from([9, 10, 11])),
    max_size=12,
    unique_by=lambda one: one[0],
)
rounds = st.lists(people_of_a_round, max_size=4).map(
    lambda all_of: [row for number, people in enumerate(all_of, start=1) for row in ranked(number, people)]
)
rules = st.builds(
    Rule,
    by=st.sampled_from([PER_SCHOOL, PER_ROUND, TOP]),
    most=st.integers(1, 5),
    cap=st.integers(0, 8),
    reserves=st.integers(0, 2),
    grades=st.sampled_from([frozenset(), frozenset({9, 10})]),
)


def drawn(selected: Selected, rows: list[Candidate], way: str) -> dict[str, Decision]:
    """Every open tie decided one way; lots fall to those with the better ranks, then the smaller numbers."""
    rank = {row.person: row.rank for row in sorted(rows, key=lambda row: -row.rank)}
    made = {}
    for tie in selected.ties:
        first = sorted(tie.people, key=lambda person: (rank[person], person))[: tie.left]
        chosen = way if way in tie.ways else NONE
        made[tie.key] = Decision(chosen, frozenset(first) if chosen == LOTS else frozenset())
    return made


def decided(rows: list[Candidate], rule: Rule, way: str) -> tuple[Selected, dict[str, Decision]]:
    decisions: dict[str, Decision] = {}
    for _more in range(5):  # a decision may bring up the next one: the cut of all
        selected = select(rows, rule, decisions)
        if not selected.waits:
            break
        decisions |= drawn(selected, rows, way)
    return selected, decisions


@given(rows=rounds, rule=rules, way=st.sampled_from([ALL, NONE]), random=st.randoms())
def test_places_caps_and_equals(rows: list[Candidate], rule: Rule, way: str, random: object) -> None:
    selected, decisions = decided(rows, rule, way)
    assert not selected.waits
    assert len(selected.lines) == len(rows), "a line for each row"
    going = [line for line in selected.lines if line.outcome is Outcome.ADVANCED]
    people = [line.row.person for line in selected.lines if line.outcome is not Outcome.OUT]
    assert len(people) == len(set(people)), "one person once"
    assert not rule.cap or len(going) <= rule.cap
    extra = Counter({tie.pool: len(tie.people) - tie.left for tie in selected.ties if way == ALL})
    for pool, many in Counter(line.pool for line in going).items():
        assert many <= rule.most + extra[pool]
    assert all(not rule.grades or line.row.grade in rule.grades for line in going)
    for tie in selected.ties:
        assert len(tie.people) > tie.left > 0
    # nobody goes on, or is a reserve, past somebody of the pool who stood better
    order = {Outcome.ADVANCED: 0, Outcome.RESERVE: 1, Outcome.OUT: 2}
    for pool in {line.pool for line in selected.lines}:
        lines = [line for line in selected.lines if line.pool == pool and line.place and line.reason != Reason.TWICE]
        assert [order[line.outcome] for line in lines] == sorted(order[line.outcome] for line in lines)
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # a Random
    assert select(shuffled, rule, decisions) == selected


def test_a_tie_waits_until_it_is_decided_by_hand() -> None:
    rows = ranked(1, [(1, 9, 1, 10), (2, 8, 1, 10), (3, 8, 1, 10), (4, 5, 1, 10)])
    rule = Rule(most=2, reserves=1)
    waiting = select(rows, rule)
    tie = waiting.ties[0]
    assert (waiting.waits, tie.people, tie.left) == (True, (2, 3), 1)
    assert outcomes(waiting) == {1: "advanced", 2: "out", 3: "out", 4: "reserve"}
    told = {
        ALL: Decision(ALL),
        NONE: Decision(NONE),
        LOTS: Decision(LOTS, frozenset({3})),
    }
    found = {way: outcomes(select(rows, rule, {tie.key: decision})) for way, decision in told.items()}
    assert found[ALL] == {1: "advanced", 2: "advanced", 3: "advanced", 4: "reserve"}
    assert found[NONE] == {1: "advanced", 2: "reserve", 3: "reserve", 4: "out"}
    assert found[LOTS] == {1: "advanced", 2: "reserve", 3: "advanced", 4: "out"}
    for unfit in (Decision(LOTS), Decision(LOTS, frozenset({2, 3})), Decision(LOTS, frozenset({9})), Decision("x")):
        assert select(rows, rule, {tie.key: unfit}).waits
    others = ranked(1, [(1, 9, 1, 10), (2, 8, 1, 10), (5, 8, 1, 10)])
    assert select(others, rule, {tie.key: told[ALL]}).waits, "another tie is asked about anew"


def outcomes(selected: Selected) -> dict[int, str]:
    return {line.row.person: line.outcome.value for line in selected.lines}


def test_lots_that_are_in_the_results_decide() -> None:
    rows = [Candidate(1, 1, 1, 9, 1, lot=2), Candidate(2, 1, 1, 9, 1, lot=1)]
    selected = select(rows, Rule(most=1))
    assert (selected.ties, outcomes(selected)) == ((), {1: "out", 2: "advanced"})


def test_few_places_in_all_go_to_every_schools_first_before_any_second() -> None:
    rows = [
        *ranked(1, [(1, 9, 1, 10), (3, 8, 1, 10)]),
        *ranked(2, [(4, 5, 2, 10), (5, 4, 2, 10)]),
        *ranked(3, [(6, 8, 3, 10), (8, 2, 3, 10)]),
    ]
    selected = select(rows, Rule(most=2, cap=4))
    assert outcomes(selected) == {
        1: "advanced", 3: "advanced", 4: "advanced", 5: "out", 6: "advanced", 8: "out",
    }  # fmt: skip
    assert {line.reason for line in selected.lines if line.outcome is Outcome.OUT} == {Reason.CAP}
    equal = [*ranked(1, [(1, 9, 1, 10)]), *ranked(2, [(2, 9, 2, 10)])]
    cut = select(equal, Rule(most=1, cap=1)).ties[0]
    assert (cut.pool, cut.ways) == (CAP, (NONE, LOTS)), "all of them would be more than there are places"


def test_of_several_rounds_points_compare_and_no_lot_jumps_the_own_rank() -> None:
    rows = [Candidate(1, 1, 1, 9, 1), Candidate(2, 1, 2, 9, 1), Candidate(3, 2, 1, 9, 1), Candidate(4, 2, 2, 5, 1)]
    rule = Rule(by=TOP, most=2)
    tie = select(rows, rule).ties[0]
    assert (tie.people, tie.left) == ((1, 2, 3), 2)
    assert select(rows, rule, {tie.key: Decision(LOTS, frozenset({2, 3}))}).waits
    assert not select(rows, rule, {tie.key: Decision(LOTS, frozenset({1, 3}))}).waits


def test_levels() -> None:
    assert is_above("province", "cluster")
    assert not is_above("school", "school")
    assert not is_above("cluster", "district")
