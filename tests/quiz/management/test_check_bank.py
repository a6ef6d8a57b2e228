"""The bank that ships, through the commands."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from quiz.exchange import bank_folder
from quiz.queries.sentences import SENTENCES, sentence
from quiz.rules import mix
from quiz.rules.draft import ItemDraft, OptionDraft, Problem
from quiz.rules.kinds import KINDS
from quiz.rules.soundness import LEVELS
from tests.factories_quiz import TOPICS, make_draft, make_multiple, write_bank

pytestmark = pytest.mark.django_db


def check(*args: str) -> dict[str, object]:
    out = StringIO()
    call_command("check_bank", *args, "--format", "json", stdout=out)
    return json.loads(out.getvalue())


def test_the_bank_that_ships_is_sound_and_large_enough() -> None:
    report = check("--as-of", "2026-11-22")
    assert report["errors"] == 0
    assert int(str(report["true_on_day"])) >= 700
    assert report["approved"] == int(str(report["true_on_day"])) + int(str(report["resting_count"]))


def test_items_on_the_eleventh_member_rest_in_2019() -> None:
    report = check("--as-of", "2019-12-31")
    eleventh = {fact for fact in bank_folder.read_folder().facts if fact in {"n-members-11", "acc-tl"}}
    about = {draft.slug for draft in bank_folder.read_folder().drafts if set(draft.facts) & eleventh}
    asking = {draft.slug for draft in bank_folder.read_folder().drafts if draft.asks_about}
    assert about
    assert about - asking <= set(report["resting"])  # type: ignore[call-overload]  # a list of slugs
    assert report["errors"] == 0


def test_the_bank_that_ships_loads_twice_without_a_change() -> None:
    first, second = StringIO(), StringIO()
    call_command("load_questions", stdout=first)
    call_command("load_questions", stdout=second)
    assert "0 câu mới, 0 câu sửa" in second.getvalue()
    assert check("--as-of", "2026-11-22")["errors"] == 0


def test_a_problem_makes_the_exit_code_1_and_is_said(tmp_path: Path) -> None:
    folder = write_bank(tmp_path, make_draft(source_url="", valid_from=None))
    out = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("check_bank", "--as-of", "2026-11-22", "--folder", str(folder), stdout=out)
    assert caught.value.returncode == 1
    assert "charter-001: Thiếu tên nguồn" in out.getvalue()
    assert "từ 2008-12-15 đến …" in out.getvalue()


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(CommandError):
        call_command("check_bank", "--as-of", "31/12/2019")


def test_every_code_has_a_sentence_that_takes_its_values() -> None:
    for code, pattern in SENTENCES.items():
        values = tuple("abcd"[: str(pattern).count("%s")])
        assert sentence(Problem("here", code, values)).startswith("here: ")
    assert sentence(Problem("x", "column_missing", ("id", "value_vi"))).endswith("id, value_vi.")


BLUEPRINTS = """
empty = [
    {topic = "ca_mau", level = "analyse", reason = "no facts"},
    {topic = "economic", level = "apply", reason = "x"},
]
[[blueprint]]
band = "lower_secondary"
bands = ["lower_secondary"]
cross = {recall = 1}
"""


def mixed_bank() -> list[ItemDraft]:
    """A bank of ten cells and one item of each other kind; the key stands at each of four places alike."""
    cells = [(topic.code, level) for topic in TOPICS for level in sorted(LEVELS)]
    empty = {("ca_mau", "analyse"), ("economic", "apply")}
    marks = [
        {"topic": topic, "level": level} for topic, level in cells if (topic, level) not in empty for _ in range(4)
    ]
    drafts = []
    for number, mark in enumerate(marks):
        options = tuple(OptionDraft(str(n), str(n), right=n == number % 4) for n in range(4))
        drafts.append(make_draft(slug=f"single-{number}", options=options, **mark))
    steps = tuple(OptionDraft(text, text, match_vi=f"n {text}", match_en=f"n {text}") for text in ("x", "y", "z"))
    others: dict[str, dict[str, object]] = {
        "matching": {"options": steps},
        "ordering": {"options": tuple(OptionDraft(step.vi, step.en) for step in steps)},
        "number": {"options": (), "answers": ("10",)},
        "text": {"options": (), "answers": ("Huế",)},
    }
    drafts += [make_draft(slug=f"{kind}-1", kind=kind, **changes) for kind, changes in others.items()]
    return [*drafts, make_multiple(slug="multiple-1")]


def test_the_mix_is_missed_with_1_and_kept_with_0(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sizes are cut down so that a small bank can hold them; `tests/quiz/rules/test_mix.py` has the real ones."""
    drafts = mixed_bank()
    assert {draft.kind for draft in drafts} == set(KINDS)
    monkeypatch.setattr(mix, "LEAST", dict.fromkeys(mix.LEAST, 1))
    monkeypatch.setattr(mix, "MOST_SINGLE", 90)
    monkeypatch.setattr(mix, "LEAST_PICTURES", 0)
    monkeypatch.setattr(mix, "LEAST_CHANGING", 0)
    folder = write_bank(tmp_path, *drafts)
    (folder / "blueprints.toml").write_text(BLUEPRINTS, encoding="utf-8")
    asked = ("--folder", str(folder), "--as-of", "2026-11-22")
    report = check(*asked, "--mix")
    assert report["errors"] == 0
    lines: list[dict[str, object]] = report["mix"]  # type: ignore[assignment]  # a list of lines
    assert [line["what"] for line in lines if not line["holds"]] == []
    assert lines[-1] == {"what": "blueprint lower_secondary", "there": "3", "wanted": "≥ 3", "holds": True}

    monkeypatch.setattr(mix, "LEAST_PICTURES", 1)
    out = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("check_bank", *asked, "--mix", stdout=out)
    assert caught.value.returncode == 1
    assert "picture: có 0, cần ≥ 1." in out.getvalue()
    assert "✗ picture " in out.getvalue()
    assert "✓ key at A " in out.getvalue()
    assert check(*asked)["errors"] == 0  # without --mix nobody asks


def test_the_bank_that_ships_holds_its_mix() -> None:
    report = check("--as-of", "2026-11-22", "--mix")
    assert report["errors"] == 0
