"""What the office has set for its documents; an empty value becomes a blank on paper, never an invention."""

from typing import Any

from django.conf import settings

from reports.models import Letterhead
from reports.rules.wording import short_day

LINES = ("to", "signs_as", "copies_to")
PLAN_NUMBER_BLANK, PLAN_DAY_BLANK = "…………", "……/……/…………"


def letterhead(*, is_demo: bool = False) -> dict[str, Any]:
    """The fields of the report's letterhead, by name; before anybody has set them they come from the settings."""
    row = newest_letterhead(is_demo=is_demo)
    if row is None:
        return dict(settings.REPORT_LETTERHEAD)
    plain = ("parent", "agency", "symbol", "place", "signatory", "filed_by")
    lines = {name: tuple(line for line in getattr(row, name).splitlines() if line) for name in LINES}
    return {name: getattr(row, name) for name in plain} | lines | {"plan": plan_of(row)}


def newest_letterhead(*, is_demo: bool) -> Letterhead | None:
    """What counts. What a demonstration account has set counts in the demonstration alone."""
    rows = Letterhead.objects.select_related("by").order_by("-pk")
    return (rows if is_demo else rows.filter(is_demo=False)).first()


def plan_of(row: Letterhead) -> str:
    """`Kế hoạch số 35/KH-UBND ngày 05/01/2026 của …`, with blanks for what is not set; "" where nothing is."""
    if not (row.plan_number or row.plan_day):
        return row.plan_name
    day = short_day(row.plan_day) if row.plan_day else PLAN_DAY_BLANK
    return f"Kế hoạch số {row.plan_number or PLAN_NUMBER_BLANK} ngày {day} {row.plan_name}".strip()
