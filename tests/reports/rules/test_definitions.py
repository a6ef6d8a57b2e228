import re
from datetime import date
from pathlib import Path

from reports.rules.definitions import CODES, definitions

STATISTICS = Path("reports/statistics")


def test_every_definition_is_whole_and_ends_as_a_sentence() -> None:
    made = definitions(cut_off=date(2026, 12, 14))
    assert tuple(made) == CODES
    assert "14/12/2026" in made["denominator"].text
    assert "từ 01 đến 04 người" in made["small"].text
    for its in made.values():
        assert its.text.endswith(".")
        assert not re.search(r"[{}]|  ", its.text + its.term)


def test_statistics_name_definitions_that_exist() -> None:
    named = set()
    for path in STATISTICS.glob("*.py"):
        for found in re.findall(r"\((?:definitions?|codes) ([^)]+?)(?: of [^)]*)?\)", path.read_text("utf-8")):
            named |= set(re.findall(r"`(\w+)`", found))
    assert {"participant", "turn", "rate", "coverage", "week", "awareness", "topic", "discrimination"} <= named
    assert named <= set(CODES)
