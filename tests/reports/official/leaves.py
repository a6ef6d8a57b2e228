"""Every leaf of a report's tree, one by one, and the tree with one of them changed."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from typing import Any, get_args, get_type_hints

Path = tuple[str | int, ...]


def leaves(value: Any, hint: Any, at: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Where each leaf stands, and of which type it is promised to be."""
    if is_dataclass(value):
        hints = get_type_hints(type(value))
        for its in fields(value):
            yield from leaves(getattr(value, its.name), hints[its.name], (*at, its.name))
    elif isinstance(value, tuple):
        for place, one in enumerate(value):
            yield from leaves(one, get_args(hint)[0], (*at, place))
    else:
        yield at, next((one for one in get_args(hint) if one is not type(None)), hint)


def changed(value: Any, path: Path, kind: Any) -> Any:
    """The tree with that leaf another one."""
    if not path:
        return _other(value, kind)
    step, *rest = path
    if isinstance(step, int):
        return tuple(changed(one, tuple(rest), kind) if place == step else one for place, one in enumerate(value))
    return replace(value, **{step: changed(getattr(value, step), tuple(rest), kind)})


def _other(value: Any, kind: Any) -> Any:
    if kind is bool:
        return not value
    if kind is date:
        return (value or date(2026, 1, 1)) + timedelta(days=1)
    if kind is str:
        return f"{value} khác"
    return kind((value or 0) + 1_000)
