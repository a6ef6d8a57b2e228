"""The fault of a last-write-wins store: whatever arrives last stands, however old its sequence number is."""

from dataclasses import replace

from backend.serve import application
from contests.actions import storing
from contests.queries import judging

__all__ = ["application"]

NEWER = "WHERE (excluded.opening, excluded.seq) > (contests_answer.opening, contests_answer.seq)"


def without(text: str) -> str:
    assert NEWER in text
    return text.replace(NEWER, "")


storing.ANSWERS = replace(storing.ANSWERS, text=without(storing.ANSWERS.text), row=without(storing.ANSWERS.row))
judging.Stored.order = property(lambda stored: (-1, -1))  # nothing that stands is newer than what comes
