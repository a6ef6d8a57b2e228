"""This period beside the one before."""

from reports.official import contents as tree
from reports.official.figures.taking import overall
from reports.official.figures.world import world
from reports.queries import Rows
from reports.rules.shares import rounded_float
from reports.rules.small_cells import too_few


def change(taking: tree.Taking, before: Rows | None, *, published: bool) -> tree.Change | None:
    """What changed against the rows of the period before; None where there was no contest then, so nothing to
    compare with, and published where few took part then."""
    if before is None or not before.contests:
        return None
    was = overall(world(before, published=published))
    if published and (too_few(was.participants) or too_few(taking.participants)):
        return None
    return tree.Change(
        first=before.period.first,
        last=before.period.last,
        participants=taking.participants - was.participants,
        turns=taking.turns - was.turns,
        schools_taking_part=taking.schools_taking_part - was.schools_taking_part,
        coverage=_points(taking.coverage, was.coverage),
        rate=_points(taking.rate, was.rate),
        right_share=_points(taking.right_share, was.right_share),
    )


def _points(now: float | None, then: float | None) -> float | None:
    return None if now is None or then is None else rounded_float(now - then)
