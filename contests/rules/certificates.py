"""What a certificate says: sentences with blanks that are filled in for each person, and its number."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from schools.rules.codes import ALPHABET

#: Blanks as a teacher writes them, `{lớp}`, and the fact that fills each.
BLANKS = {
    "cuộc thi": "contest",
    "giải": "prize",
    "hạng": "rank",
    "số người": "entrants",
    "số câu đúng": "right",
    "số câu": "items",
    "điểm": "points",
    "lớp": "class_name",
    "trường": "school",
    "năm học": "year",
}
#: Letters of each kind of certificate in its number.
LETTERS = {"participation": "GCN", "merit": "GK"}
CODE_LENGTH = 16  # of 32 signs: 80 bits
_BLANK = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Facts:
    """What fills the blanks for one person, each as it is printed."""

    contest: str
    prize: str
    rank: str
    entrants: str
    right: str
    items: str
    points: str
    class_name: str
    school: str
    year: str


#: A sentence in pieces; the flag says whether a piece is printed bold (it came from a blank).
Pieces = tuple[tuple[str, bool], ...]


def unknown_blanks(text: str) -> list[str]:
    """Blanks that nothing fills, and braces that stand alone, in their order."""
    found = [f"{{{name}}}" for name in _BLANK.findall(text) if _plain(name) not in BLANKS]
    return found + re.findall(r"[{}]", _BLANK.sub("", text))


def filled(text: str, facts: Facts) -> Pieces:
    """The sentence for one person. What stands in a fact is never read as a blank again."""
    values: Mapping[str, str] = vars(facts)
    pieces: list[tuple[str, bool]] = []
    end = 0
    for blank in _BLANK.finditer(text):
        pieces.append((text[end : blank.start()], False))
        name = BLANKS.get(_plain(blank[1]))
        pieces.append((values[name], True) if name else (blank[0], False))
        end = blank.end()
    pieces.append((text[end:], False))
    return tuple(piece for piece in pieces if piece[0])


def number_text(kind: str, number: int, contest: str) -> str:
    """As printed: `0012/GCN-AB12CD`."""
    return f"{number:04d}/{LETTERS[kind]}-{contest}"


def new_code() -> str:
    """What stands behind the QR: nobody guesses one, and it says nothing by itself."""
    return "".join(secrets.choice(ALPHABET) for _place in range(CODE_LENGTH))


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
