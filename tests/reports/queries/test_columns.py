"""Columns come through Django's cursor or through Arrow, and nobody can tell which."""

from collections.abc import Sequence

import numpy as np
import pytest
from django.db import connection, transaction

from contests.models import Answer, Attempt
from reports.official.figures import contents_for
from reports.queries import Rows, arrow, columns, rows
from reports.queries.columns import Instant, Number, Words
from reports.queries.sheets import Sheets
from reports.queries.turns import Turns
from tests.reports.queries import many


def read(found: object, kinds: Sequence[columns.Column]) -> list[list[object]]:
    """Whole columns, texts as texts."""
    batches = list(columns.columns(found, kinds))
    joined = [np.concatenate(column).tolist() for column in zip(*batches, strict=True)]
    return [
        [kind.texts[code] for code in column] if isinstance(kind, Words) else column
        for kind, column in zip(kinds, joined, strict=True)
    ]


def same(one: Rows, other: Rows) -> None:
    """Turns and answers alike, codes told as what they stand for."""
    assert isinstance(one.attempts, Turns)
    assert list(one.attempts) == list(other.attempts)
    assert isinstance(one.answers, Sheets)
    assert isinstance(other.answers, Sheets)
    for mine, theirs in zip(one.answers.sheets, other.answers.sheets, strict=True):
        assert mine.items.tolist() == theirs.items.tolist()
        assert mine.turns.tolist() == theirs.turns.tolist()
        assert np.array_equal(mine.points, theirs.points)
        texts = [np.array([*sheets.values, ""]) for sheets in (one.answers, other.answers)]
        assert np.array_equal(texts[0][mine.choice], texts[1][theirs.choice])


@pytest.mark.django_db(transaction=True)
def test_both_ways_give_the_same_and_agree_with_the_naive_way(monkeypatch: pytest.MonkeyPatch) -> None:
    from benchmarks.naive import figures_of, figures_of_everything

    many.fill()
    assert Answer.objects.count() > 4500
    attempts = Attempt.objects.order_by("pk").values_list("pk", "started_at", "channel", "school_id")
    answers = Answer.objects.order_by("pk").values_list("attempt_id", "value", "points", "key_version")
    asked = {"is_demo": False, "today": many.TODAY}

    def everything() -> list[list[list[object]]]:
        return [
            read(attempts, [Number(), Instant(), Words(), Number()]),
            read(answers, [Number(), Words(), Number(-7), Number(-1)]),
        ]

    by_cursor, plain = everything(), rows(many.NOVEMBER, **asked)
    with many.all_by_arrow(monkeypatch):
        assert arrow.can_read(connection)
        assert everything() == by_cursor
        same(rows(many.NOVEMBER, **asked), plain)
        counted = figures_of(contents_for(many.NOVEMBER, **asked))
    naive = figures_of_everything(connection, many.NOVEMBER.first, many.NOVEMBER.last)
    for figure, expected in naive.items():
        assert counted[figure] == expected, figure


@pytest.mark.django_db(transaction=True)
def test_inside_a_transaction_its_own_rows_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    with many.all_by_arrow(monkeypatch), transaction.atomic():
        many.fill(40)
        assert not arrow.can_read(connection)
        assert len(rows(many.NOVEMBER, is_demo=False, today=many.TODAY).attempts) > 10


@pytest.mark.django_db(transaction=True)
def test_without_the_drivers_the_cursor_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrow, "find_spec", lambda _name: None)
    assert not arrow.can_read(connection)


LATE = """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
    SELECT CASE WHEN i < 90000 THEN i ELSE abs(-9223372036854775807 - i + 89999) END FROM n
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("sql", ["SELECT nothing_of_this_name FROM contests_answer", LATE])
def test_what_fails_at_once_or_half_way_is_an_error_and_never_fewer_rows(sql: str) -> None:
    with pytest.raises(Exception, match=r"ended early|does not exist|out of range"):
        list(arrow.batches(connection, sql, ()))
