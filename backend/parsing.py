"""JSON as it should have been: no NaN, no double keys, no lone surrogates, no NUL, no deep nesting."""

import json
import math
import re
from collections.abc import Mapping
from typing import IO

from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser

LIMIT = 64 * 1024
DEPTH = 32


def strict_json(raw: bytes | str) -> object:
    """The value of a JSON text; raises ValueError for what JSON allows but nobody means."""
    text = raw.decode("utf-8") if isinstance(raw, bytes) else raw
    if "\x00" in text or "\\u0000" in text:
        raise ValueError("NUL in text")
    try:
        value = (_WITH_LONG if _LONG.search(text) else _PLAIN).decode(text)
        if text.count("[") + text.count("{") > DEPTH or "\\u" in text:
            _check(value)
        else:  # neither nesting nor escapes: the text has only what it shows
            text.encode("utf-8")  # a lone surrogate raises UnicodeEncodeError, a ValueError
    except RecursionError:
        raise ValueError("nested too deep") from None
    return value


def _no_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _refuse(name: str) -> object:
    raise ValueError(f"{name} is not a number")


def _small_int(digits: str) -> int:
    if len(digits) > 19:
        raise ValueError("number too long")
    return int(digits)


def _finite_float(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError("number too large")
    return value


# Made once: each costs as much as reading a message. Asked for every number only where one may be too long.
_LONG = re.compile(r"\d{19}")
_PLAIN = json.JSONDecoder(object_pairs_hook=_no_doubles, parse_constant=_refuse, parse_float=_finite_float)
_WITH_LONG = json.JSONDecoder(
    object_pairs_hook=_no_doubles, parse_constant=_refuse, parse_float=_finite_float, parse_int=_small_int
)


def _check(value: object, depth: int = 0) -> None:
    if depth > DEPTH:
        raise ValueError("nested too deep")
    if isinstance(value, str):
        value.encode("utf-8")  # a lone surrogate raises UnicodeEncodeError, a ValueError
    elif isinstance(value, dict):
        for key, inner in value.items():
            _check(key, depth + 1)
            _check(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            _check(inner, depth + 1)


class TooLarge(APIException):
    status_code = 413


class StrictJSONParser(BaseParser):
    media_type = "application/json"

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, object] | None = None
    ) -> object:
        raw = stream.read(LIMIT + 1)
        if len(raw) > LIMIT:
            raise TooLarge
        try:
            return strict_json(raw)
        except ValueError as error:
            raise ParseError(str(error)) from error
