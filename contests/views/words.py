"""The rules of a contest in plain sentences: what a teacher reads before publishing and a pupil in the lobby."""

from contests.models import Contest
from contests.queries import sheet as sheets
from contests.queries.sheet import moment

__all__ = ["moment", "rules_by_part", "rules_in_words"]


def rules_in_words(contest: Contest) -> list[str]:
    """What a pupil needs before starting, in the order they ask: when, how long, what, how scored, who sees what."""
    return sheets.in_short(contest)


def rules_by_part(contest: Contest) -> list[tuple[str, list[str]]]:
    """All of the rules: a heading, and its sentences."""
    return [(part.heading, list(part.sentences)) for part in sheets.parts_of(sheets.sheet_of_rules(contest))]
