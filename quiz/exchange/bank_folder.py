"""The bank as it stands in the repository: `topics.toml`, `topics/*.toml`, `facts.csv`, `series.toml`."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from quiz.exchange import bank_file, fact_file
from quiz.rules.draft import ItemDraft, Problem
from quiz.rules.fact import Fact, Series

BANK = Path(__file__).resolve().parents[1] / "bank"


@dataclass(frozen=True)
class TopicDraft:
    code: str
    name_vi: str
    name_en: str
    pillar: str


@dataclass
class BankFolder:
    """Everything the folder holds, and what could not be read of it."""

    topics: list[TopicDraft] = field(default_factory=list)
    drafts: list[ItemDraft] = field(default_factory=list)
    facts: dict[str, Fact] = field(default_factory=dict)
    series: Sequence[Series] = ()
    problems: list[Problem] = field(default_factory=list)


def read_folder(folder: Path = BANK) -> BankFolder:
    """Reads every file of the folder; a missing or broken file is a problem, not an exception."""
    bank = BankFolder()
    bank.topics = _topics(folder, bank.problems)
    bank.facts, problems = fact_file.read_facts(_bytes(folder / "facts.csv", bank.problems), "facts.csv")
    bank.problems += problems
    bank.series, problems = fact_file.read_series(_bytes(folder / "series.toml", bank.problems), "series.toml")
    bank.problems += problems
    for path in sorted((folder / "topics").glob("*.toml")):
        reading = bank_file.read(_bytes(path, bank.problems), path.name)
        bank.drafts += reading.drafts
        bank.problems += reading.problems
    return bank


def _bytes(path: Path, problems: list[Problem]) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        problems.append(Problem(path.name, "file_missing"))
        return b""


def _topics(folder: Path, problems: list[Problem]) -> list[TopicDraft]:
    try:
        tables = tomllib.loads(_bytes(folder / "topics.toml", problems).decode("utf-8"))["topic"]
        return [TopicDraft(table["code"], table["vi"], table["en"], table["pillar"]) for table in tables]
    except (KeyError, TypeError, ValueError) as error:
        problems.append(Problem("topics.toml", "not_topics", (str(error),)))
        return []
