"""The lists on the doors of a contest's rooms as one PDF: a list begins on a page of its own, A4 upright.

All texts reach the page description as JSON through typst's inputs, never as part of its source.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import typst

from schools.exchange.login_cards import FONTS

LAYOUT = Path(__file__).with_name("door_list.typ")


@dataclass(frozen=True)
class DoorLine:
    """One who sits in the room; what is not known is empty."""

    number: int
    name: str
    born: str
    class_name: str
    card: str


@dataclass(frozen=True)
class DoorList:
    """A room with its people, in the order in which they are called."""

    room: str
    school: str
    count: str
    lines: tuple[DoorLine, ...]


@dataclass(frozen=True)
class DoorWords:
    """What every list says, in the reader's language. `demo` is empty for a real contest."""

    heading: str
    title: str
    time: str
    room_label: str
    demo: str
    columns: tuple[str, ...]
    supervisors: tuple[str, ...]
    sign_here: str
    page_label: str


def pdf(lists: Sequence[DoorList], words: DoorWords) -> bytes:
    """All lists, one after the other."""
    data = {"words": asdict(words), "lists": [asdict(one) for one in lists]}
    made: bytes = typst.compile(
        LAYOUT.read_bytes(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[FONTS]),
        format="pdf",
    )
    return made
