"""A report as the text that is kept and handed out, and back again.

The text is JSON with sorted keys: `{"changes", "checksum", "issued", "report", "wording"}`. The checksum is the sha256
of `{"report", "wording"}` written with sorted keys and no spaces, so anybody can check it with a JSON parser. Both ways
follow the type hints of the tree: `report_of(to_text(report))` is the report, and the text comes out byte for byte.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from reports.official.contents import SCHEMA, Contents
from reports.official.report import ChangedFigure, Report

__all__ = ["SCHEMA", "checksum_of", "digest_of", "intact", "report_of", "to_text"]
CHANGES, WORDING = tuple[ChangedFigure, ...], dict[str, str]


def to_text(report: Report) -> str:
    """The report as stable, indented JSON."""
    issued = {
        "at": None if report.frozen_at is None else report.frozen_at.isoformat(),
        "version": report.version,
        "corrects": report.corrects,
        "reason": report.reason,
    }
    shape = _core(report.contents, report.wording) | {
        "changes": _plain(report.changes, CHANGES),
        "checksum": report.checksum,
        "issued": issued,
    }
    return json.dumps(shape, ensure_ascii=False, sort_keys=True, indent=2, allow_nan=False) + "\n"


def report_of(text: str) -> Report:
    """The report again. A field that is missing because it is younger than the text has its default; a text of another
    shape is a ValueError."""
    shape = json.loads(text)
    if shape["report"].get("schema") != SCHEMA:
        raise ValueError(shape["report"].get("schema"))
    issued = shape["issued"]
    return Report(
        contents=_made(shape["report"], Contents),
        wording=_made(shape["wording"], WORDING),
        version=issued["version"],
        frozen_at=None if issued["at"] is None else datetime.fromisoformat(issued["at"]),
        checksum=shape["checksum"],
        corrects=issued["corrects"],
        reason=issued["reason"],
        changes=_made(shape["changes"], CHANGES),
    )


def checksum_of(contents: Contents, wording: Mapping[str, str]) -> str:
    """sha256 over the figures and the words, in hex; who froze them and when is no part of it."""
    return _digest(_core(contents, wording))


def digest_of(contents: Contents) -> str:
    """The same over the figures alone: tells whether they have moved since somebody looked."""
    return checksum_of(contents, {})


def intact(text: str) -> bool:
    """Whether a text of this shape still has the checksum that stands in it."""
    shape = json.loads(text)
    return bool(_digest({name: shape[name] for name in ("report", "wording")}) == shape["checksum"])


def _core(contents: Contents, wording: Mapping[str, str]) -> dict[str, Any]:
    return {"report": _plain(contents, Contents), "wording": dict(wording)}


def _digest(shape: Mapping[str, Any]) -> str:
    text = json.dumps(shape, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _plain(value: Any, hint: Any) -> Any:
    """What JSON knows: numbers of the type that the tree promises, days as yyyy-mm-dd."""
    if value is None:
        return None
    if is_dataclass(hint):
        return {its.name: _plain(getattr(value, its.name), _hints(hint)[its.name]) for its in fields(hint)}  # type: ignore[arg-type]  # a class
    origin, inner = get_origin(hint), get_args(hint)
    if origin in {Union, UnionType}:
        return _plain(value, _without_none(inner))
    if origin is tuple:
        return [_plain(one, inner[0]) for one in value]
    if origin is dict:
        return {str(name): _plain(one, inner[1]) for name, one in value.items()}
    return value.isoformat() if hint is date else hint(value)


def _made(value: Any, hint: Any) -> Any:
    """The tree's own types out of what JSON knows."""
    if value is None:
        return None
    if is_dataclass(hint):
        return hint(**_arguments(value, hint))  # type: ignore[operator]  # a class
    origin, inner = get_origin(hint), get_args(hint)
    if origin in {Union, UnionType}:
        return _made(value, _without_none(inner))
    if origin is tuple:
        return tuple(_made(one, inner[0]) for one in value)
    if origin is dict:
        return {name: _made(one, inner[1]) for name, one in value.items()}
    return date.fromisoformat(value) if hint is date else hint(value)


def _arguments(value: Mapping[str, Any], kind: Any) -> dict[str, Any]:
    known = {its.name: its for its in fields(kind)}
    young = {name for name, its in known.items() if its.default is not MISSING or its.default_factory is not MISSING}
    if set(value) - set(known) or set(known) - set(value) - young:
        raise ValueError(kind.__name__)
    return {name: _made(one, _hints(kind)[name]) for name, one in value.items()}


def _without_none(inner: tuple[Any, ...]) -> Any:
    (only,) = (one for one in inner if one is not type(None))
    return only
