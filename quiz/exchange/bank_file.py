"""One topic of the bank as TOML: `topic = "charter"`, then `[[question]]` tables.

    [[question]]
    id = "charter-001"            kind = "single" | "multiple"      pillar = "cross" | "apsc" | "aec" | "ascc"
    level = "recall" | "understand" | "apply" | "analyse"           shelf = "open" | "kept"
    facts = ["fact-id", …]        ids of `facts.csv`
    valid_from, valid_to = "YYYY-MM-DD"     optional, both days included, left out = no end on that side
    asks_about = "YYYY-MM-DD"     optional, the day that the stem itself names
    stem_vi, stem_en, explanation_vi, explanation_en, source_title, source_url
    options = [{vi = "…", en = "…", right = true}, {vi = "…", en = "…"}, …]

Whatever can be read becomes a draft, so that the rules can say more about it; what cannot becomes a problem.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from quiz.rules.draft import ItemDraft, OptionDraft, Problem

WORDS = (
    "kind", "pillar", "level", "shelf", "stem_vi", "stem_en", "explanation_vi", "explanation_en",
    "source_title", "source_url",
)  # fmt: skip
DAYS = ("valid_from", "valid_to", "asks_about")
FIELDS = {"id", "facts", "options", *WORDS, *DAYS}
OPTION_FIELDS = {"vi", "en", "right"}
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass
class Reading:
    """What a file came to."""

    drafts: list[ItemDraft] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read(raw: bytes, name: str) -> Reading:
    """Drafts and problems of one file; `name` stands in problems that concern the file as a whole."""
    reading = Reading()
    try:
        tables = tomllib.loads(raw.decode("utf-8"))
    except ValueError as error:  # bad UTF-8 and bad TOML alike
        reading.problems.append(Problem(name, "not_toml", (str(error),)))
        return reading
    topic, questions = tables.get("topic"), tables.get("question", [])
    if not isinstance(topic, str) or not isinstance(questions, list):
        reading.problems.append(Problem(name, "not_a_bank_file"))
        return reading
    reading.problems += [Problem(name, "field_unknown", (key,)) for key in tables if key not in {"topic", "question"}]
    for number, table in enumerate(questions, start=1):
        draft = _draft(table, topic, f"{name} #{number}", reading.problems)
        if draft:
            reading.drafts.append(draft)
    return reading


def _draft(table: object, topic: str, place: str, problems: list[Problem]) -> ItemDraft | None:
    if not isinstance(table, dict):
        problems.append(Problem(place, "field_bad", ("question",)))
        return None
    slug = table.get("id")
    if not isinstance(slug, str) or len(slug) > 60 or not SLUG.fullmatch(slug):
        problems.append(Problem(place, "id_bad", (str(slug or ""),)))
        return None
    problems += [Problem(slug, "field_unknown", (key,)) for key in table if key not in FIELDS]
    words = {name: _word(table, name, slug, problems) for name in WORDS}
    spans = {name: _day(table, name, slug, problems) for name in DAYS}
    facts, options = _facts(table, slug, problems), _options(table, slug, problems)
    # the names of WORDS and DAYS are fields of the draft
    fields: dict[str, Any] = {**words, **spans}
    return ItemDraft(slug=slug, topic=topic, facts=facts, options=options, **fields)


def _word(table: Mapping[str, object], name: str, slug: str, problems: list[Problem]) -> str:
    value = table.get(name, "")
    if not isinstance(value, str):
        problems.append(Problem(slug, "field_bad", (name,)))
        return ""
    return _tidy(value)


def _day(table: Mapping[str, object], name: str, slug: str, problems: list[Problem]) -> date | None:
    value = table.get(name, "")
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if value == "":
        return None
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == len("2026-11-22") else _no_day()
    except ValueError:
        problems.append(Problem(slug, "day_bad", (name, str(value))))
        return None


def _no_day() -> date:
    raise ValueError


def _facts(table: Mapping[str, object], slug: str, problems: list[Problem]) -> tuple[str, ...]:
    value = table.get("facts", [])
    if isinstance(value, list) and all(isinstance(fact, str) for fact in value):
        return tuple(dict.fromkeys(value))
    problems.append(Problem(slug, "field_bad", ("facts",)))
    return ()


def _options(table: Mapping[str, object], slug: str, problems: list[Problem]) -> tuple[OptionDraft, ...]:
    value = table.get("options", [])
    if not isinstance(value, list):
        problems.append(Problem(slug, "field_bad", ("options",)))
        return ()
    found = []
    for option in value:
        if not _is_option(option):
            problems.append(Problem(slug, "field_bad", ("options",)))
            continue
        found.append(OptionDraft(_tidy(option["vi"]), _tidy(option.get("en", "")), option.get("right", False)))
    return tuple(found)


def _is_option(option: object) -> bool:
    return (
        isinstance(option, dict)
        and set(option) <= OPTION_FIELDS
        and isinstance(option.get("vi"), str)
        and isinstance(option.get("en", ""), str)
        and isinstance(option.get("right", False), bool)
    )


def _tidy(text: str) -> str:
    """One way to write each Vietnamese letter (NFC), spaces single: the same words give the same checksum."""
    return " ".join(unicodedata.normalize("NFC", text).split())
