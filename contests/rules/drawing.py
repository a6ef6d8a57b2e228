"""The order in which one attempt meets its paper: the same seed gives the same for ever."""

from collections.abc import Sequence

from quiz.rules.drawing import ShortCell, draw, shuffled


def items_in_order(positions: Sequence[int], seed: str) -> list[int]:
    """The paper's positions as one attempt meets them."""
    return shuffled(sorted(positions), f"{seed}:items")


def options_in_order(codes: Sequence[str], seed: str, position: int) -> list[str]:
    """The option codes of the item at `position` as one attempt meets them."""
    return shuffled(sorted(codes), f"{seed}:{position}")


__all__ = ["ShortCell", "draw", "items_in_order", "options_in_order", "shuffled"]
