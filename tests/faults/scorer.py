"""Points and places counted once more, from keys and answers alone. Nothing of the product is used here."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from tests.faults.export import AnswerRow, AttemptRow, Export, ItemRow


@dataclass(frozen=True)
class Sum:
    points: int = 0
    right: int = 0
    answered: int = 0


def is_right(item: ItemRow, value: tuple[str, ...]) -> bool:
    """All or nothing, as the crowd's contests score."""
    if not value:
        return False
    if item.kind == "number":
        lowest, highest = (Decimal(word) for word in item.key)
        return any(number is not None and lowest <= number <= highest for number in map(_number, value))
    if item.kind == "text":
        return any(given.strip().casefold() == known.strip().casefold() for given in value for known in item.key)
    return sorted(value) == sorted(item.key)


def _number(word: str) -> Decimal | None:
    try:
        return Decimal(word.replace(",", "."))
    except InvalidOperation:
        return None


def worth(item: ItemRow, answer: AnswerRow) -> tuple[int, bool]:
    """Points and whether right."""
    right = is_right(item, answer.value)
    return (item.worth if right else 0), right


def sums(export: Export) -> dict[int, Sum]:
    """Attempt → what its stored answers come to, each item once."""
    newest: dict[tuple[int, int], AnswerRow] = {}
    for answer in export.answers:
        pair = (answer.attempt, answer.item)
        if pair not in newest or answer.order > newest[pair].order:
            newest[pair] = answer
    found = dict.fromkeys(export.attempts, Sum())
    for (attempt, item), answer in newest.items():
        points, right = worth(export.items[item], answer)
        before = found[attempt]
        found[attempt] = Sum(before.points + points, before.right + right, before.answered + bool(answer.value))
    return found


def time_used_ms(attempt: AttemptRow) -> int:
    """Whole milliseconds from the start to the end, at most to the deadline."""
    end = min(attempt.ended_at or attempt.due_at, attempt.due_at)
    return int(round((end - attempt.started_at) * 1_000_000) // 1000)


def places(export: Export) -> list[tuple[int, int, bool, int]]:
    """(attempt, rank, tied, points) of all who have ended, best first: equal ones share a rank, the next one skips."""
    counted = sums(export)
    ended = [one for one in export.attempts.values() if one.state != "sitting"]

    def order(attempt: AttemptRow) -> tuple[float, ...]:
        columns = {
            "points": -counted[attempt.id].points,
            "right": -counted[attempt.id].right,
            "time_used": time_used_ms(attempt),
            "submitted_at": attempt.ended_at or 0.0,
        }
        return tuple(columns[step] for step in export.chain if step in columns)

    orders = sorted(order(attempt) for attempt in ended)
    rows = []
    for attempt in sorted(ended, key=lambda one: (order(one), one.id)):
        its = order(attempt)
        rows.append((attempt.id, orders.index(its) + 1, orders.count(its) > 1, counted[attempt.id].points))
    return rows
