"""The report of the bank: files first, and the loaded items where they say something else."""

from datetime import date
from pathlib import Path

import pytest

from quiz.actions.questions import load_bank
from quiz.models import AnswerKey, Revision
from quiz.queries.bank import bank_report
from tests.factories_quiz import AT, make_draft, make_multiple, make_question, write_bank

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 22)


def test_a_sound_folder_loaded_or_not_has_no_problem(tmp_path: Path) -> None:
    folder = write_bank(tmp_path, make_draft(), make_multiple(slug="charter-002"))
    assert bank_report(DAY, folder).problems == []
    load_bank(at=AT, folder=folder)
    report = bank_report(DAY, folder)
    assert report.problems == []
    assert (report.inventory.approved, report.inventory.true_on_day) == (2, 2)


def test_items_resting_on_the_day_are_listed_and_no_problem(tmp_path: Path) -> None:
    report = bank_report(date(2008, 12, 14), write_bank(tmp_path, make_draft()))
    assert report.problems == []
    assert report.inventory.resting == ("charter-001",)
    assert report.inventory.true_on_day == 0


def test_a_loaded_item_that_lost_its_key_is_a_problem(tmp_path: Path) -> None:
    folder = write_bank(tmp_path, make_draft())
    load_bank(at=AT, folder=folder)
    AnswerKey.objects.all().delete()
    problems = bank_report(DAY, folder).problems
    assert [(problem.where, problem.code) for problem in problems] == [("charter-001 (loaded)", "no_key")]


def test_a_loaded_item_whose_span_was_stretched_is_a_problem(tmp_path: Path) -> None:
    folder = write_bank(tmp_path, make_draft())
    load_bank(at=AT, folder=folder)
    Revision.objects.update(valid_from=None)
    assert [problem.code for problem in bank_report(DAY, folder).problems] == ["span_outside_fact"]


def test_an_item_that_is_loaded_only_is_counted(tmp_path: Path) -> None:
    make_question(slug="elsewhere")
    report = bank_report(DAY, write_bank(tmp_path, make_draft()))
    assert (report.inventory.approved, report.problems) == (2, [])


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    folder = write_bank(tmp_path, make_draft())
    (folder / "series.toml").unlink()
    assert "file_missing" in {problem.code for problem in bank_report(DAY, folder).problems}
