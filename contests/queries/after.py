"""What the result page adds to the figures: the turn, what decided the place, the prediction, the list, appeals."""

from dataclasses import dataclass
from datetime import datetime

from contests.models import Attempt, Award, PredictionOf, PredictionOutcome, ResultList
from contests.queries import appeals, results
from contests.queries import attempt as attempts
from contests.queries.results import Report, Shown
from contests.rules import ranking
from contests.rules.ranking import Step


@dataclass(frozen=True)
class After:
    """`of`: attempts in all, None for no limit. `turn`: the number of the next one. `decided`: see `Step.decided`.

    `actual`: what was to be predicted, once frozen and shown. `recounted`: a newer list than the published one waits.
    """

    attempts_left: bool
    turn: int
    of: int | None
    decided: Step | None
    prediction: int | None
    actual: int | None
    published: ResultList | None
    recounted: bool
    appeals_until: datetime | None
    award: str = ""  # the prize by the results in force, where places are shown


def after(attempt: Attempt, shown: Shown, report: Report, at: datetime) -> After:
    """As far as this pupil may see it now."""
    contest = attempt.contest
    newest = attempts.attempt_of(contest.pk, attempt.user_id) if contest.attempts_most != 1 else attempt
    published = results.published_list(contest)
    asked = contest.prediction != PredictionOf.NONE
    outcome = PredictionOutcome.objects.filter(contest=contest).first() if asked and published and shown.score else None
    window = appeals.window(contest)
    name = report.place.decided_by if report.place else ""
    return After(
        attempts_left=newest is not None and attempts.has_one_left(newest, at),
        turn=(newest or attempt).number + 1,
        of=contest.attempts_most,
        decided=ranking.STEPS.get(name),
        prediction=attempt.prediction if asked else None,
        actual=outcome.actual if outcome else None,
        published=published,
        recounted=results.in_force(contest) is not None,
        award=_award(attempt, published) if published and shown.place else "",
        appeals_until=window.closes_at if window and window.is_open(at) else None,
    )


def _award(attempt: Attempt, published: ResultList) -> str:
    won = Award.objects.filter(result__attempt=attempt, result__version=published.version)
    return won.values_list("prize__name", flat=True).first() or ""
