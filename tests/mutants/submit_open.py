"""The fault of a hand-in that closes nothing: answers of another tab go on counting afterwards."""

from datetime import datetime
from types import SimpleNamespace

from backend.serve import application
from contests.actions import recording
from contests.rules import timing

__all__ = ["application"]


def judge(*, handed_in: bool, due: datetime, received_at: datetime) -> timing.Receipt:
    return timing.judge(handed_in=False, due=due, received_at=received_at)


recording.timing = SimpleNamespace(**{**vars(timing), "judge": judge})
