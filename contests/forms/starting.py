"""What stands in a new contest's form before anybody types: the plain contest, a template, another contest."""

from datetime import datetime, timedelta

from django.utils import timezone

from contests.forms.table import Stock, even_shares, name_of, worth_name
from contests.rules.sheet import RuleSheet
from contests.rules.templates import PLAIN_PRIZES, Template

ITEMS = 20
STEPS_MOST = 7  # steps of a chain
PRIZES_MOST = 6


def next_hour(at: datetime) -> datetime:
    """The next full hour, in the settings' zone."""
    return timezone.localtime(at).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def plain(at: datetime, stock: Stock, items: int = ITEMS) -> dict[str, object]:
    """The plain school contest: a day from the next hour on, items spread evenly over the topics, three prizes."""
    start = next_hour(at)
    prizes = _values({"prizes": PLAIN_PRIZES})
    return {"opens_at": start, "closes_at": start + timedelta(days=1), **prizes, **even(stock, items)}


def even(stock: Stock, items: int) -> dict[str, object]:
    shares = even_shares({code: stock.items.get((code, ""), 0) for code, _name in stock.topics}, items)
    return {name_of(code, ""): count for code, count in shares.items()}


def cells(stock: Stock, wanted: dict[tuple[str, str], int]) -> dict[str, object]:
    """A blueprint in the table; cells that it does not name are empty."""
    return {
        name_of(code, level): wanted.get((code, level)) or None
        for code, _name in stock.topics
        for level, _column in stock.columns
    }


def of_template(template: Template, at: datetime, stock: Stock) -> dict[str, object]:
    """The plain contest with what the template sets."""
    start = next_hour(at)
    return {
        **plain(at, stock, template.items),
        **_values(dict(template.values)),
        "length": template.minutes,
        "closes_at": start + timedelta(hours=template.window_h),
        "template": template.code,
    }


def of_sheet(sheet: RuleSheet, stock: Stock) -> dict[str, object]:
    """The rules of a contest, as its form shows them."""
    simple = {
        name: getattr(sheet, name)
        for name in (
            "title", "audience", "entry_by", "age_from", "age_to", "practice_needed", "mode", "opens_at", "closes_at",
            "counts", "paper_kind", "papers_count", "shuffle", "private_first", "allow_held", "multiple_scoring",
            "negative_percent", "prediction", "board_to", "results_open", "keys_open", "confirmation", "appeal_h",
            "retention_months", "round_level",
        )
    }  # fmt: skip
    listed = _values({
        "chain": sheet.chain,
        "prizes": [(prize.name, prize.quota) for prize in sheet.prizes],
    })  # fmt: skip
    return {
        **simple,
        **listed,
        "length": sheet.length_ms // 60_000,
        "attempts": str(sheet.attempts_most or 0),
        "as_of": None if sheet.as_of == timezone.localtime(sheet.opens_at).date() else sheet.as_of,
        "speed": sheet.speed_most,
        "sub_boards": list(sheet.sub_boards),
        "freeze_min": minutes_before(sheet),
        "invitations": [f"{school}:{grade or ''}" for school, grade in sheet.invitations],
        **cells(stock, {(cell.topic, cell.level): cell.count for cell in sheet.cells}),
        **{worth_name(cell.level): cell.points for cell in sheet.cells},
        "seen": sheet.mark(),
    }


def of_copy(sheet: RuleSheet, stock: Stock, at: datetime) -> dict[str, object]:
    """The same rules for a new contest: the window is as long as it was and begins at the next hour."""
    start = next_hour(at)
    copied = of_sheet(sheet, stock)
    for name in ("seen", "as_of"):
        copied.pop(name)
    window = sheet.closes_at - sheet.opens_at
    if timedelta(minutes=minutes_before(sheet)) >= window:  # stood still by hand from the first minute: no plan
        copied["freeze_min"] = 0
    return copied | {"opens_at": start, "closes_at": start + window}


def minutes_before(sheet: RuleSheet) -> int:
    """How long before the end its board stands still; 0 for never."""
    if sheet.frozen_at is None:
        return 0
    return max(1, int((sheet.closes_at - sheet.frozen_at) / timedelta(minutes=1)))


def _values(values: dict[str, object]) -> dict[str, object]:
    """Chain and prizes as the numbered fields they are typed into."""
    made = dict(values)
    chain, prizes = made.pop("chain", None), made.pop("prizes", None)
    if isinstance(chain, list | tuple):
        made |= {f"chain_{place}": step for place, step in enumerate(chain, start=1)}
        made |= {f"chain_{place}": "" for place in range(len(chain) + 1, STEPS_MOST + 1)}
    if isinstance(prizes, list | tuple):
        for place, (name, quota) in enumerate(prizes, start=1):
            made |= {f"prize_name_{place}": name, f"prize_quota_{place}": quota}
        for place in range(len(prizes) + 1, PRIZES_MOST + 1):
            made |= {f"prize_name_{place}": "", f"prize_quota_{place}": None}
    return made
