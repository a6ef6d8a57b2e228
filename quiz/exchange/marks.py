"""Our own marks on their way through a format that knows nothing of them: tags, comments, metadata.

A mark is a name and a value, written "name:value" ("topic:charter", "fact:charter-force", "valid_from:2008-12-15"),
so that it fits into a Moodle tag, a GIFT comment or a QTI metadata field alike. What a stranger's file says in the
same words counts as a mark if it is one of our values, and is handed back as unknown if it is not.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from quiz.exchange.reading import tidy
from quiz.rules.draft import ItemDraft, Problem
from quiz.rules.kinds.text import EXACT
from quiz.rules.soundness import BANDS, LEVELS, PILLARS, SHELVES

Mark = tuple[str, str]
TOPIC = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_DAYS = ("valid_from", "valid_to", "asks_about")


def _fits(longest: int) -> Callable[[str], bool]:
    return lambda value: 0 < len(value) <= longest


def _is_day(value: str) -> bool:
    try:
        return bool(DAY.fullmatch(value) and date.fromisoformat(value))
    except ValueError:
        return False


# the lengths are those of the tables: what is longer could not be kept
_KNOWN: dict[str, Callable[[str], bool]] = {
    "topic": lambda value: len(value) <= 40 and bool(TOPIC.fullmatch(value)),
    "pillar": PILLARS.__contains__,
    "level": LEVELS.__contains__,
    "band": BANDS.__contains__,
    "group": _fits(60),
    "shelf": SHELVES.__contains__,
    "fact": _fits(80),
    "valid_from": _is_day,
    "valid_to": _is_day,
    "asks_about": _is_day,
    "exact": lambda value: bool(re.fullmatch(r"[1-9][0-9]{0,2}", value)),
    "source_title": _fits(300),
    "source_url": lambda value: len(value) <= 500 and bool(ADDRESS.fullmatch(value)),
    "credit": _fits(200),
}


@dataclass
class Marks:
    """`fields` are fields of `ItemDraft` by name; `exact` the numbers, from 1, of answers whose diacritics count."""

    fields: dict[str, Any] = field(default_factory=dict)
    exact: set[int] = field(default_factory=set)
    credit: str = ""
    unknown: list[str] = field(default_factory=list)


def short_marks(draft: ItemDraft) -> list[Mark]:
    """The marks that are a word or a day each; "fact" and "exact" may come several times, the others once."""
    singles = ("topic", "pillar", "level", "band", "group", "shelf")
    marks = [(name, str(getattr(draft, name))) for name in singles]
    marks += [("fact", fact) for fact in draft.facts]
    days = [(name, getattr(draft, name)) for name in _DAYS]
    marks += [(name, day.isoformat()) for name, day in days if day]
    if draft.kind == "text":
        marks += [("exact", str(n)) for n, answer in enumerate(draft.answers, 1) if answer.startswith(EXACT)]
    return [(name, value) for name, value in marks if value]


def long_marks(draft: ItemDraft) -> list[Mark]:
    """Source and picture credit, which need more room than a tag has."""
    credit = draft.picture.credit if draft.picture else ""
    marks = [("source_title", draft.source_title), ("source_url", draft.source_url), ("credit", credit)]
    return [(name, value) for name, value in marks if value]


def written(mark: Mark) -> str:
    """The mark as one line of text."""
    return ":".join(mark)


def taken(tags: Iterable[str]) -> Marks:
    """What these lines of text say; lines that are no mark, or a second value of the same name, are `unknown`."""
    marks = Marks()
    for tag in tags:
        name, _colon, value = tidy(tag).partition(":")
        if name not in _KNOWN or not _KNOWN[name](value) or not _set(marks, name, value):
            marks.unknown.append(tidy(tag))
    return marks


def _set(marks: Marks, name: str, value: str) -> bool:
    """Whether there was still room for it."""
    if name == "exact":
        marks.exact.add(int(value))
        return True
    if name == "fact":
        facts = marks.fields.get("facts", ())
        marks.fields["facts"] = facts if value in facts else (*facts, value)
        return True
    if name == "credit":
        taken_already, marks.credit = marks.credit, marks.credit or value
        return not taken_already
    if name in marks.fields:
        return False
    marks.fields[name] = date.fromisoformat(value) if name in _DAYS else value
    return True


def left_behind(draft: ItemDraft, fields: Sequence[str]) -> list[Problem]:
    """The note that says which of these fields the item has and the format has no room for; none if it has none.

    Beside the names of `ItemDraft` there are "remarks", "explanation", "source" and "marks" (all the short ones).
    """
    has = {
        "remarks": any(option.why_vi or option.why_en for option in draft.options),
        "explanation": bool(draft.explanation_vi or draft.explanation_en),
        "source": bool(draft.source_title or draft.source_url),
        "marks": bool(short_marks(draft)),
    }
    lost = [name for name in fields if has.get(name, bool(getattr(draft, name, None)))]
    return [Problem(draft.slug, "fields_not_carried", (", ".join(lost),))] if lost else []
