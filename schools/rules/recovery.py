"""Printed codes for the day the phone is gone: ten, each good once."""

from schools.rules import codes

COUNT = 10
LENGTH = codes.STAFF_CODE_LENGTH


def fresh() -> list[str]:
    """Ten new ones of 60 random bits each, all different."""
    found: set[str] = set()
    while len(found) < COUNT:
        found.add(codes.staff_code())
    return sorted(found)


def is_recovery_code(typed: str) -> bool:
    """Whether what was typed (as `codes.typed_code` gives it) is meant as one: codes of the app are shorter."""
    return len(typed) == LENGTH
