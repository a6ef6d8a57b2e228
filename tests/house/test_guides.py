"""The guides in docs/guide say what the help pages say, and their pictures are there."""

import re

import pytest

from tests.serving import ROOT

GUIDES = ROOT / "docs" / "guide"
HELP = ROOT / "frontend" / "templates" / "base"
MOST_BYTES = 40_000


@pytest.mark.parametrize(
    ("guide", "help_page"),
    [("giao-vien", "help_teacher"), ("hoc-sinh", "help_pupil"), ("can-bo-so", "help_officer")],
)
def test_a_guide_says_what_its_help_page_says(guide: str, help_page: str) -> None:
    told = (GUIDES / f"{guide}.md").read_text(encoding="utf-8")
    said = re.findall(r'{% translate "([^"]+)" %}', (HELP / f"{help_page}.html").read_text(encoding="utf-8"))
    places = [told.find(sentence) for sentence in dict.fromkeys(said)]
    assert -1 not in places, [sentence for sentence in said if sentence not in told]
    pictures = re.findall(r"img/([\w-]+\.webp)", told)
    assert pictures
    assert [name for name in pictures if not 0 < (GUIDES / "img" / name).stat().st_size <= MOST_BYTES] == []
