"""The bank that ships, through the commands."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from quiz.exchange import bank_folder
from quiz.queries.sentences import SENTENCES, sentence
from quiz.rules.draft import Problem
from tests.factories_quiz import make_draft, write_bank

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
