"""Answers as blocks: every one at its place, the unwanted ones nowhere."""

from random import Random

import numpy as np
import pytest

from contests.models import Answer
from reports.queries import rows
from reports.queries.sheets import BLANK, NOTHING, UNGRADED, Sheets, _Finder, read_sheets
from reports.queries.turns import Turns
from tests.reports.queries import many


@pytest.mark.django_db
def test_each_answer_stands_where_it_belongs() -> None:
    many.fill(60)
    read = rows(many.NOVEMBER, is_demo=False, today=many.TODAY)
    assert isinstance(read.attempts, Turns)
    assert isinstance(read.answers, Sheets)
    ids, places = read.attempts["id"], set()
    given = {(row.attempt_id, row.item_id): row for row in Answer.objects.all()}
    for sheet in read.answers.sheets:
        assert set(read.attempts["paper"][sheet.turns].tolist()) == {sheet.paper}
        for row, turn in enumerate(sheet.turns.tolist()):
            places.add(turn)
            for column, item in enumerate(sheet.items.tolist()):
                points, choice = sheet.points[row, column], sheet.choice[row, column]
                answer = given.get((int(ids[turn]), item))
                if answer is None:
                    assert (points, choice) == (BLANK, NOTHING)
                else:
                    assert read.answers.values[choice] == answer.value
                    assert points == (UNGRADED if answer.key_version is None else answer.points)
    assert places == set(range(len(ids)))


@pytest.mark.django_db
def test_few_turns_among_many_are_joined_and_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    many.fill(60)
    from reports.queries import rows as read_rows
    from reports.queries import sheets

    plain = read_rows(many.NOVEMBER, is_demo=False, today=many.TODAY).answers
    monkeypatch.setattr(sheets, "_SPREAD", 0)
    joined = read_rows(many.NOVEMBER, is_demo=False, today=many.TODAY).answers
    assert isinstance(plain, Sheets)
    assert isinstance(joined, Sheets)
    assert len(plain.sheets) == 4
    for one, other in zip(plain.sheets, joined.sheets, strict=True):
        assert np.array_equal(one.points, other.points)


@pytest.mark.django_db
def test_without_turns_there_are_no_sheets() -> None:
    read = rows(many.NOVEMBER, is_demo=False, today=many.TODAY)
    assert read.answers == Sheets()
    assert read_sheets(read.attempts, [], wanted=None) == Sheets()  # type: ignore[arg-type]  # nothing is asked


@pytest.mark.parametrize("spread", [1, 1_000_000])
@pytest.mark.parametrize("seed", range(5))
def test_ids_are_found_whether_close_or_far_apart(seed: int, spread: int) -> None:
    chance = Random(seed)
    ids = sorted(chance.sample(range(10, 10 + 60 * spread), 30))
    wanted = [*ids, *(chance.randrange(0, 100 * spread) for _number in range(200)), 2**40]
    chance.shuffle(wanted)
    found = _Finder(np.array(ids, np.int64)).places(np.array(wanted, np.int64))
    assert found.tolist() == [ids.index(each) if each in ids else -1 for each in wanted]
