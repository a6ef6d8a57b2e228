"""The rules of a contest in plain sentences: what a teacher reads before publishing and a pupil in the lobby."""

from django.utils.translation import gettext as _

from contests.models import Contest
from contests.queries import sheet as sheets
from contests.queries.sheet import moment
from contests.rules import ranking

__all__ = ["decided_in_words", "moment", "rules_by_part", "rules_in_words"]


def decided_in_words(step: str) -> str:
    """The step of the chain that decided a rank, as a pupil reads it."""
    return ranking.STEPS[step].in_words(_) if step in ranking.STEPS else _("bằng nhau ở mọi tiêu chí")


def rules_in_words(contest: Contest) -> list[str]:
    """What a pupil needs before starting, in the order they ask: when, how long, what, how scored, who sees what."""
    return sheets.in_short(contest)


def rules_by_part(contest: Contest) -> list[tuple[str, list[str]]]:
    """All of the rules: a heading, and its sentences."""
    return [(part.heading, list(part.sentences)) for part in sheets.parts_of(sheets.sheet_of_rules(contest))]
