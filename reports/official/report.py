"""A report whole: the figures, the words of the office, which version it is and what it corrects.

Every file format is made of one `Report`, so Word, PDF, Excel, CSV and JSON cannot disagree.
"""

from dataclasses import dataclass, field
from datetime import datetime

from reports.official.contents import Contents

#: Parts that the office words itself, in the order of the document. The figures beside them are not theirs to write.
SECTIONS = ("opening", "direction", "results", "strengths", "limits", "causes", "tasks", "proposals")
#: Stand for an old figure, alone and in words, that would tell of fewer persons than may be told.
MOVED, BLANK = "có thay đổi", "[…]"


@dataclass(frozen=True)
class ChangedFigure:
    """One figure that differs from the version before: what it is called, and how it stood and stands, in words."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Report:
    """`version` 0 is a draft. `wording` holds the office's text by section, figures already put in; a section nobody
    worded is missing. `changes` and `reason` belong to a correction: what differs from version `corrects`."""

    contents: Contents
    wording: dict[str, str] = field(default_factory=dict)
    version: int = 0
    frozen_at: datetime | None = None
    checksum: str = ""
    corrects: int = 0
    reason: str = ""
    changes: tuple[ChangedFigure, ...] = ()
