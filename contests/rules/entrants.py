"""A pasted or typed list of people, one a line: a pupil's number, or a name with or without a class."""

import re
from dataclasses import dataclass

MOST_LINES = 1_000
_BETWEEN = re.compile(r"[\t;,|]")
_NUMBERED = re.compile(r"^\s*\d{1,4}[.)]\s+")  # "12. Nguyễn Văn An"
_PLACE = re.compile(r"^\d{1,4}$")  # a first column that only counts


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was read; `who` is a number or a name, `class_name` empty where none was given."""

    number: int
    who: str
    class_name: str = ""


def lines_of(text: str) -> list[Line]:
    """The lines that say something, numbered as they stand in the text; at most one more than are taken."""
    found = []
    for number, raw in enumerate(text.splitlines(), start=1):
        parts = [" ".join(part.split()) for part in _BETWEEN.split(_NUMBERED.sub("", raw))]
        parts = [part for part in parts if part]
        if len(parts) > 2 and _PLACE.match(parts[0]):
            parts = parts[1:]
        if parts:
            found.append(Line(number, parts[0][:120], parts[1][:40] if len(parts) > 1 else ""))
        if len(found) > MOST_LINES:
            break
    return found
