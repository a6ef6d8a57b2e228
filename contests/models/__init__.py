from contests.models.attempt import Answer, Attempt, AttemptState, Channel, LateAnswer
from contests.models.contest import (
    Audience,
    BlueprintCell,
    BoardTo,
    Contest,
    ContestState,
    Invitation,
    MultipleScoring,
    OpensAt,
)
from contests.models.paper import Paper, PaperItem, PaperKey
from contests.models.results import Result
from contests.models.work import Job, JobState, Lease

__all__ = [
    "Answer",
    "Attempt",
    "AttemptState",
    "Audience",
    "BlueprintCell",
    "BoardTo",
    "Channel",
    "Contest",
    "ContestState",
    "Invitation",
    "Job",
    "JobState",
    "LateAnswer",
    "Lease",
    "MultipleScoring",
    "OpensAt",
    "Paper",
    "PaperItem",
    "PaperKey",
    "Result",
]
