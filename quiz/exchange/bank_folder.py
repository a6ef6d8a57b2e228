"""The bank as it stands in the repository: `topics.toml`, `topics/*.toml`, `facts/*.csv`, `series.toml`,
`blueprints.toml`, and `pictures.toml` with `pictures/*`.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from quiz.exchange import bank_file, fact_file
from quiz.rules.draft import ItemDraft, Problem
from quiz.rules.fact import Fact, Series
from quiz.rules.mix import BandBlueprint
from quiz.rules.soundness import BANDS, LEVELS, PILLARS

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
    blueprints: Sequence[BandBlueprint] = ()
    empty: frozenset[tuple[str, str]] = frozenset()  # cells (topic, level) left thin, each with its reason in the file
    problems: list[Problem] = field(default_factory=list)


def read_folder(folder: Path = BANK) -> BankFolder:
    """Reads every file of the folder; a missing or broken file is a problem, not an exception."""
    bank = BankFolder()
    bank.topics = _topics(folder, bank.problems)
    for path in sorted((folder / "facts").glob("*.csv")):
        _add_facts(bank, path)
    bank.series, problems = fact_file.read_series(_bytes(folder / "series.toml", bank.problems), "series.toml")
    bank.problems += problems
    _add_blueprints(bank, folder)
    pictures = _pictures(folder, bank.problems)
    for path in sorted((folder / "topics").glob("*.toml")):
        reading = bank_file.read(_bytes(path, bank.problems), path.name, pictures)
        bank.drafts += reading.drafts
        bank.problems += reading.problems
    return bank


def _add_facts(bank: BankFolder, path: Path) -> None:
    facts, problems = fact_file.read_facts(_bytes(path, bank.problems), path.name)
    bank.problems += problems
    bank.problems += [Problem(path.name, "fact_twice", (fact_id,)) for fact_id in facts if fact_id in bank.facts]
    bank.facts |= facts


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


def _add_blueprints(bank: BankFolder, folder: Path) -> None:
    """The standard papers; a folder without the file has none."""
    if not (folder / "blueprints.toml").exists():
        return
    try:
        tables = tomllib.loads(_bytes(folder / "blueprints.toml", bank.problems).decode("utf-8"))
        bank.empty = frozenset((table["topic"], table["level"]) for table in tables["empty"] if table["reason"])
        bank.blueprints = [_blueprint(table) for table in tables["blueprint"]]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        bank.problems.append(Problem("blueprints.toml", "not_blueprints", (str(error),)))


def read_blueprints(folder: Path = BANK) -> Sequence[BandBlueprint]:
    """The standard papers alone; none where the file is missing or cannot be read."""
    bank = BankFolder()
    _add_blueprints(bank, folder)
    return bank.blueprints


def _blueprint(table: dict[str, Any]) -> BandBlueprint:
    """A word written wrongly would make a smaller paper, so it is refused."""
    counts = {(pillar, level): count for pillar in PILLARS for level, count in table.get(pillar, {}).items()}
    unknown = set(table) - PILLARS - {"band", "bands"}
    unknown |= {level for _pillar, level in counts} - LEVELS
    unknown |= {table["band"], *_words(table["bands"])} - set(BANDS)
    unknown |= {str(count) for count in counts.values() if type(count) is not int or count < 0}
    if unknown:
        raise ValueError(", ".join(sorted(unknown)))
    cells = {cell: count for cell, count in counts.items() if count}
    return BandBlueprint(table["band"], frozenset(table["bands"]), cells)


def _words(value: object) -> list[str]:
    if isinstance(value, list):
        return [str(word) for word in value]
    raise TypeError(value)


def _pictures(folder: Path, problems: list[Problem]) -> dict[str, tuple[bytes, str]]:
    """Bytes and credit of every picture that `pictures.toml` lists; a folder without pictures needs no list."""
    if not (folder / "pictures.toml").exists():
        return {}
    try:
        tables = tomllib.loads(_bytes(folder / "pictures.toml", problems).decode("utf-8"))["picture"]
        return {
            table["file"]: (_bytes(folder / "pictures" / table["file"], problems), _credit(table)) for table in tables
        }
    except (KeyError, TypeError, ValueError) as error:
        problems.append(Problem("pictures.toml", "not_pictures", (str(error),)))
        return {}


def _credit(table: dict[str, str]) -> str:
    return f"{table['author']} ({table['licence']})"
