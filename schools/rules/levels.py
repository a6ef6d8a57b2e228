"""Which grades a school can have, by what the list of schools says it is."""

import re

SPANS = {"TH": range(1, 6), "THCS": range(6, 10), "THPT": range(10, 13)}
_LEVELS = re.compile(r"\b(THPT|THCS|TH)\b")
_OTHERS = re.compile(r"GD|CĐ|ĐH")  # centres and colleges teach whom they take


def may_teach(level: str, grade: int) -> bool:
    """Whether a school of this level ("THCS", "THCS và THPT") can have the grade; of any other kind it may be so."""
    named = _LEVELS.findall(level.upper())
    if not named or _OTHERS.search(level.upper()):
        return True
    return any(grade in SPANS[one] for one in named)
