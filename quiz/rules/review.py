"""An answer beside its key, line by line, for whoever may see keys."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quiz.rules.kinds.matching import is_partner
from quiz.rules.kinds.pairs import parted
from quiz.rules.kinds.text import spelling


@dataclass(frozen=True)
class Line:
    """One line of a reviewed item.

    Choice kinds: `text` is the option, `chosen` and `right` say what it was and is, `remark` why it tempts.
    Pairs: `text` is the row, `given` and `wanted` its place. Written kinds: `given` and `wanted`, no text.
    """

    text: str
    chosen: bool
    right: bool
    given: str = ""
    wanted: str = ""
    remark: str = ""


def lines(
    kind: str,
    options: Sequence[tuple[str, str]],
    value: Sequence[str],
    key: Sequence[str],
    remarks: Mapping[str, str] | None = None,
) -> tuple[Line, ...]:
    """`options` are (code, text) in the order shown; `remarks` by code."""
    if kind in {"matching", "ordering"}:
        return _pairs(options, value, key)
    if kind in {"number", "text"}:
        wanted = _range(key) if kind == "number" else ", ".join(map(spelling, key))
        return (Line("", bool(value), False, given=value[0] if value else "", wanted=wanted),)
    notes = remarks or {}
    return tuple(Line(text, code in value, code in key, remark=notes.get(code, "")) for code, text in options)


def _pairs(options: Sequence[tuple[str, str]], value: Sequence[str], key: Sequence[str]) -> tuple[Line, ...]:
    texts = dict(options)
    given, wanted = dict(map(parted, value)), dict(map(parted, key))
    rows = [code for code, _text in options if not is_partner(code)]
    if all(place.isdigit() for place in wanted.values()):
        rows.sort(key=lambda code: int(wanted.get(code, "0")))  # in the right order, so that it can be read off
    return tuple(
        Line(
            texts[row],
            row in given,
            given.get(row) == wanted.get(row),
            given=texts.get(given.get(row, ""), given.get(row, "")),
            wanted=texts.get(wanted.get(row, ""), wanted.get(row, "")),
        )
        for row in rows
    )


def _range(key: Sequence[str]) -> str:
    if not key:
        return ""
    lowest, highest = key[0], key[-1]
    return lowest if lowest == highest else f"{lowest} – {highest}"
