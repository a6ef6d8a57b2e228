"""The fact list and the series."""

from datetime import date

from quiz.exchange.fact_file import read_facts, read_series

HEADING = "id,value_vi,value_en,valid_from,valid_to,confidence\n"


def test_facts_with_their_spans() -> None:
    facts, problems = read_facts((HEADING + 'a,"x, y",b,1999-04-30,,high\n').encode(), "facts.csv")
    assert problems == []
    assert facts["a"].value_vi == "x, y"
    assert facts["a"].span == (date(1999, 4, 30), None)


def test_a_bad_day_a_short_row_and_a_double_are_named_with_their_line() -> None:
    text = HEADING + "a,x,y,1999-02-30,,high\nb,x\nc,x,y,,,high\nc,x,y,,,high\n"
    _facts, problems = read_facts(text.encode(), "facts.csv")
    assert [(problem.where, problem.code) for problem in problems] == [
        ("facts.csv line 2", "fact_bad"),
        ("facts.csv line 3", "fact_bad"),
        ("facts.csv line 5", "fact_twice"),
    ]


def test_a_missing_column_is_named() -> None:
    _facts, problems = read_facts(b"id,value_vi\n", "facts.csv")
    assert problems[0].code == "column_missing"
    assert "valid_from" in problems[0].values


def test_series_with_handover_days() -> None:
    raw = b'[[series]]\ncode = "sg"\nfacts = ["a", "b"]\nhandover = [1993-01-01, "1994-01-01"]\n'
    series, problems = read_series(raw, "series.toml")
    assert problems == []
    assert series[0].handover == {date(1993, 1, 1), date(1994, 1, 1)}


def test_a_broken_series_file_is_one_problem() -> None:
    assert read_series(b"[[series]]\ncode = 1\n", "series.toml")[1][0].code == "not_series"
    assert read_series(b"=", "series.toml")[1][0].code == "not_series"
