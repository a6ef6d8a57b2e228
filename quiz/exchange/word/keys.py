"""Keys that stand apart from their questions: in a table, or in a list such as "1A 2B 3C"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from quiz.rules.text import fold

Keys = list[tuple[int, str]]  # number of the question and letters, "AC"
LONGEST_LINE = 5_000
# what follows the first letter is never given back (`*+`): "1. A, B sai" names no key
_LETTERS = r"[A-H](?:\s?(?:[,;&+]|và)\s?[A-H](?![^\W\d_]))*+|[A-H]{2,6}"
# spaces are single in every line that comes here
_ENTRY = re.compile(
    r"(?:câu\s?(?:hỏi\s?)?|question\s?)?([0-9]{1,4})\s?[-–.:)/]*\s?(?:chọn\s?|đáp án\s?:?\s?)?"
    rf"({_LETTERS})(?![^\W\d_])",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[\s,;.|/–-]*")
_SOLUTION = re.compile(
    r"\s?(?:câu\s?(?:hỏi\s?)?|question\s?)?([0-9]{1,4})\s?[-.:)–]*\s?"
    r"(?:(?:chọn|đáp\s?án|answer)(?:\s?đúng)?(?:\s?là)?\s?:?\s?)?"
    rf"({_LETTERS})(?![^\W_])\s?(?:[.,:;)–-]|\t)+\s?(\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_NUMBER = re.compile(r"(?:cau(?: hoi)? ?|question ?)?([0-9]{1,4})[.:)]?")
_CAPTION = re.compile(r"(?:bang )?(?:cau|dap an|d/?a|stt|ma|de|question|key|answer)\b.*")
_ONLY_LETTERS = re.compile(r"[A-Ha-h](?:[\s,;/&+-]{0,3}[A-Ha-h]){0,7}\.?")


@dataclass
class KeyTable:
    """The keys of a table; `unclear` if it has several columns of keys (one for each code of a paper)."""

    keys: Keys = field(default_factory=list)
    unclear: bool = False


def letters_in(text: str) -> str:
    """ "a, C" as "AC"; each letter once, in order."""
    return "".join(sorted(set(re.findall("[A-H]", text.upper().replace("VÀ", " ").replace("AND", " ")))))


def keys_in(line: str) -> Keys:
    """The keys of a line that holds nothing else; empty if it does."""
    line = line.strip()
    found: Keys = []
    at = 0
    while at < len(line) <= LONGEST_LINE:
        entry = _ENTRY.match(line, at)
        if not entry:
            return []
        found.append((int(entry[1]), letters_in(entry[2])))
        between = _BETWEEN.match(line, entry.end())
        at = between.end() if between else len(line)
    return found


def solution_in(line: str) -> tuple[int, str, str] | None:
    """Number, letters and explanation of a line such as "Câu 1. Chọn A. Vì …"."""
    found = _SOLUTION.fullmatch(line) if len(line) <= LONGEST_LINE else None
    if not found or _ONLY_LETTERS.fullmatch(found[3].strip()):  # "1 A B" could be two papers' keys
        return None
    return int(found[1]), letters_in(found[2]), found[3]


def key_table(rows: Sequence[Sequence[str]]) -> KeyTable | None:
    """The keys of a table that holds keys only, numbers beside or above letters; None for any other table."""
    kinds = [[_kind(cell) for cell in row] for row in rows]
    flat = [kind for row in kinds for kind in row]
    if "other" in flat or not ({"letters", "both"} & set(flat)):
        return None
    if any(
        row.count("number") == 1 and row.count("letters") > 1 and _apart(rows, number)
        for number, row in enumerate(kinds)
    ):
        return KeyTable(unclear=True)
    ways = [list(_beside(rows, kinds)), list(_above(rows, kinds))]
    keys = max(ways, key=len) + [key for row in rows for cell in row if _kind(cell) == "both" for key in keys_in(cell)]
    return KeyTable(keys) if keys else None


def _apart(rows: Sequence[Sequence[str]], number: int) -> bool:
    """Whether the letters of this row belong to the number in it, not to numbers in the row above."""
    above = rows[number - 1] if number else ()
    return [_kind(cell) for cell in above].count("number") < 2 or number > 1


def _kind(cell: str) -> str:
    text = cell.strip()
    if not text:
        return "empty"
    if len(text) > 60:
        return "other"
    if _ONLY_LETTERS.fullmatch(text):
        return "letters"
    if _NUMBER.fullmatch(fold(text)):
        return "number"
    if keys_in(text):
        return "both"
    return "caption" if _CAPTION.fullmatch(fold(text)) else "other"


def _beside(rows: Sequence[Sequence[str]], kinds: Sequence[Sequence[str]]) -> Iterator[tuple[int, str]]:
    for cells, row in zip(rows, kinds, strict=True):
        for place in range(len(row) - 1):
            if row[place : place + 2] == ["number", "letters"]:
                yield _number(cells[place]), letters_in(cells[place + 1])


def _above(rows: Sequence[Sequence[str]], kinds: Sequence[Sequence[str]]) -> Iterator[tuple[int, str]]:
    for upper, lower in zip(range(len(rows)), range(1, len(rows)), strict=False):
        for place in range(min(len(kinds[upper]), len(kinds[lower]))):
            if (kinds[upper][place], kinds[lower][place]) == ("number", "letters"):
                yield _number(rows[upper][place]), letters_in(rows[lower][place])


def _number(cell: str) -> int:
    found = _NUMBER.fullmatch(fold(cell.strip()))
    return int(found[1]) if found else 0
