"""The rule sheet as plain values: every choice has its words, changes are found, and some come too late."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from contests.models import choices
from contests.rules.ranking import STEPS
from contests.rules.sheet import (
    CellLine,
    PrizeLine,
    RuleSheet,
    changes,
    frozen_once_published,
    frozen_once_running,
    frozen_once_settled,
)
from contests.rules.sheet_words import Show, by_part, changed_in_words
from contests.rules.templates import TEMPLATES

OPENS = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
SHOW = Show(moment=lambda at: f"{at:%H:%M}", day=lambda day: f"{day:%d/%m}", points=lambda one: f"{one / 100:g}")
SHEET = RuleSheet(
    title="Tìm hiểu ASEAN",
    opens_at=OPENS,
    closes_at=OPENS + timedelta(days=1),
    length_ms=20 * 60_000,
    as_of=date(2026, 11, 25),
    cells=(CellLine("history", "", 12), CellLine("charter", "", 8)),
    invitations=((1, 10), (1, 11), (2, None)),
    school_names=((1, "Trường A"), (2, "Trường B")),
)
CHOICES = [
    ("audience", choices.Audience),
    ("entry_by", choices.EntryBy),
    ("mode", choices.SittingMode),
    ("counts", choices.Counts),
    ("paper_kind", choices.PaperKind),
    ("multiple_scoring", choices.MultipleScoring),
    ("prediction", choices.PredictionOf),
    ("board_to", choices.BoardTo),
    ("results_open", choices.OpensAt),
    ("keys_open", choices.OpensAt),
    ("confirmation", choices.Confirmation),
    ("round_level", choices.RoundLevel),
]


def said(sheet: RuleSheet) -> list[str]:
    return [sentence for part in by_part(sheet, str, SHOW) for sentence in part.sentences]


@pytest.mark.parametrize(("name", "kind"), CHOICES, ids=[name for name, _kind in CHOICES])
def test_every_choice_of_the_sheet_has_its_own_words(name: str, kind: type[choices.models.TextChoices]) -> None:
    sheet = replace(SHEET, attempts_most=3)  # then it matters which of them counts
    words = {tuple(said(replace(sheet, **{name: value}))) for value in kind.values}
    same = 1 if name == "keys_open" else 0  # keys never open before the end, so "submit" says "close"
    assert len(words) == len(kind.values) - same


def test_the_parts_stand_in_their_order_and_say_something() -> None:
    sheet = replace(
        SHEET, chain=tuple(STEPS), prizes=(PrizeLine("Giải Nhất", 1),), appeal_h=48, speed_most=50, papers_count=4,
        age_from=14, sub_boards=("grade",), practice_needed=5, frozen_at=OPENS + timedelta(hours=3),
    )  # fmt: skip
    parts = by_part(sheet, str, SHOW)
    assert [part.name for part in parts] == ["who", "when", "paper", "scored", "order", "seen", "appeals", "care"]
    assert all(part.sentences for part in parts)
    assert "Học sinh: Trường A, khối 10, 11; Trường B." in said(sheet)
    assert "Đề có 20 câu, mỗi câu 1 điểm." in said(sheet)
    assert all(step.in_words(str) in " ".join(said(sheet)) for step in STEPS.values())
    assert any("48 giờ" in sentence for sentence in said(sheet))


def test_answers_open_no_earlier_than_the_results_are_published() -> None:
    for confirmation, when in (("at_once", "cuộc thi kết thúc"), ("school", "kết quả được công bố")):
        assert f"Đáp án và giải thích mở khi {when}." in said(replace(SHEET, confirmation=confirmation))


def test_a_length_longer_than_the_window_is_said() -> None:
    short = replace(SHEET, closes_at=OPENS + timedelta(minutes=10))
    assert "Khung giờ chỉ dài 10 phút nên không ai có đủ 20 phút." in said(short)


def test_points_by_level_are_said() -> None:
    sheet = replace(SHEET, cells=(CellLine("history", "recall", 2), CellLine("history", "analyse", 2, 150)))
    assert "Đề có 4 câu, tổng cộng 5 điểm." in said(sheet)
    assert "Điểm mỗi câu theo mức: Nhận biết 1; Vận dụng cao 1.5." in said(sheet)


def test_changes_are_named_and_said() -> None:
    new = replace(SHEET, title="Tìm hiểu ASEAN 2026", appeal_h=24, topic_names=(("history", "Lịch sử"),))
    assert changes(SHEET, new) == ["title", "appeal_h"]
    assert SHEET.mark() == replace(SHEET, school_names=()).mark() != new.mark()
    words = changed_in_words(SHEET, new, str, SHOW)
    assert words[0] == "Tên cũ: “Tìm hiểu ASEAN”. Tên mới: “Tìm hiểu ASEAN 2026”."
    assert any("Nay: “Nhận phúc khảo trong 24 giờ" in line for line in words)


AT = OPENS + timedelta(hours=1)


@pytest.mark.parametrize(
    ("change", "frozen"),
    [
        ({"title": "Khác", "prizes": (PrizeLine("Giải Nhất", 1),), "results_open": "close"}, []),
        ({"closes_at": SHEET.closes_at + timedelta(hours=1)}, []),
        ({"closes_at": SHEET.closes_at - timedelta(hours=1)}, ["closes_at"]),
        ({"length_ms": 1}, ["length_ms"]),
        ({"invitations": ((1, None), (2, None), (3, 10))}, []),
        ({"invitations": ((1, 10), (2, None))}, ["invitations"]),
        ({"age_from": 14}, ["age_from"]),
        ({"negative_percent": 50, "attempts_most": 2}, ["attempts_most", "negative_percent"]),
        ({"frozen_at": AT + timedelta(hours=2)}, []),
        ({"frozen_at": AT - timedelta(minutes=1)}, ["frozen_at"]),
    ],
)
def test_what_touches_a_sitting_under_way(change: dict[str, object], frozen: list[str]) -> None:
    assert frozen_once_running(SHEET, replace(SHEET, **change), AT) == frozen


def test_papers_are_frozen_when_published_and_almost_everything_when_settled() -> None:
    new = replace(SHEET, papers_count=4, appeal_h=24, keys_open="never")
    assert frozen_once_published(SHEET, new) == ["papers_count"]
    assert frozen_once_settled(SHEET, new) == ["papers_count", "keys_open"]


def test_templates_fill_in_what_a_sheet_knows() -> None:
    for template in TEMPLATES.values():
        assert template.name(str) != template.about(str)
        chain = template.values.get("chain", ())
        assert set(chain) <= set(STEPS)
        assert set(template.values) <= set(SHEET.__dataclass_fields__)
    assert TEMPLATES["weekly"].values["chain"] == ("points", "prediction", "time_used", "submitted_at")
    assert TEMPLATES["province"].values["papers_count"] == 4
