"""The standard papers as cells of topics and levels."""

import pytest

from quiz.queries import standard_cells, standard_papers
from tests import factories_quiz as bank

pytestmark = pytest.mark.django_db


def test_a_standard_paper_takes_what_the_bank_has_and_spreads_it_over_the_topics() -> None:
    bank.make_questions(3, topic="charter", level="recall", band="lower_secondary", pillar="cross")
    bank.make_questions(3, topic="ca_mau", level="recall", band="lower_secondary", pillar="cross")
    day = bank.AT.date()
    cells = standard_cells("lower_secondary", first=day, last=day, at=bank.AT)
    assert cells == {("charter", "recall"): 2, ("ca_mau", "recall"): 1}
    assert standard_cells("primary", first=day, last=day, at=bank.AT) == {}  # too hard for them
    assert standard_cells("nobody", first=day, last=day, at=bank.AT) == {}
    assert {paper.count for paper in standard_papers()} == {20}
