"""The board's text: under 2,048 bytes whatever the names, the counts and the scores."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from contests.live.messages import BoardText, TopRow
from contests.rules.board import groups_of, steps_of

AT = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
LONG_NAME = "Công Tằng Tôn Nữ Nguyễn Hoàng Phương Uyên"[:40]
LONG_SCHOOL = "Trường Phổ thông Dân tộc nội trú Trung học cơ sở và Trung học phổ thông Đất Mũi"


def row(number: int, name: str = LONG_NAME, school: str = LONG_SCHOOL, **fields: object) -> TopRow:
    groups = groups_of("12A10", school, with_class=True)
    return TopRow(
        **{"rank": number, "tied": True, "name": name, "groups": groups, "points": 99_999, "move": -9, **fields}
    )


def board(**fields: object) -> BoardText:
    return BoardText(
        **{
            "contest": "ABCDEFGH",
            "epoch": 12_345,
            "version": 123_456,
            "at": AT,
            "frozen": False,
            "entrants": 99_999,
            "sitting": 99_999,
            "submitted": 99_999,
            "top": tuple(row(number) for number in range(1, 11)),
            "steps": steps_of([(points * 100, 3000) for points in range(34)]),
            **fields,
        }
    )


def test_the_longest_names_and_a_hundred_thousand_entrants_fit() -> None:
    assert len(LONG_NAME) == 40
    text = board().text()
    assert len(text.encode()) < 2048
    body = json.loads(text)
    assert [one["name"] for one in body["top"]] == [LONG_NAME] * 10
    assert len(body["steps"]) >= 15, "groups give way before steps"
    assert body["steps"][0][1] == 1
    assert body["steps"][-1][2] == 34 * 3000


def test_a_thousand_distinct_scores_fit_and_cover_every_rank() -> None:
    steps = steps_of([(points, 100) for points in range(1000)])
    body = json.loads(board(steps=steps).text())
    assert len(board(steps=steps).text().encode()) < 2048
    assert body["steps"][0] == [999, 1, 100]
    assert body["steps"][-1] == [0, 99_901, 100_000]
    assert {tuple(step) for step in body["steps"]} <= set(steps)


def test_never_more_than_200_steps() -> None:
    steps = steps_of([(points, 1) for points in range(1000)])
    assert len(json.loads(board(top=(), steps=steps, entrants=1000).text())["steps"]) <= 200


@pytest.mark.parametrize("letter", ["ế", "Ự", '"', "\\", "𝔸"])
def test_names_of_the_widest_letters_are_cut_at_last(letter: str) -> None:
    wide = tuple(row(number, name=letter * 40) for number in range(1, 11))
    text = board(top=wide).text()
    assert len(text.encode()) < 2048
    assert len(json.loads(text)["top"]) == 10


def test_short_names_keep_class_and_school_and_every_step() -> None:
    top = tuple(row(number, name="Lê Thị An", school="Trường THPT Cái Nước", points=2500) for number in range(1, 11))
    body = json.loads(board(top=top, entrants=300, steps=steps_of([(points * 100, 9) for points in range(31)])).text())
    assert {one["group"] for one in body["top"]} == {"12A10 · THPT Cái Nước"}
    assert len(body["steps"]) == 31


def test_an_empty_board_says_so() -> None:
    body = json.loads(replace(board(), top=(), steps=(), entrants=0).text())
    assert (body["top"], body["steps"], body["entrants"]) == ([], [], 0)
