"""What JSON allows and nobody means is refused before anyone reads it."""

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.parsing import strict_json

BAD = {
    "not closed": "{",
    "empty": "",
    "NaN": '{"a": NaN}',
    "Infinity": "[Infinity]",
    "minus Infinity": "[-Infinity]",
    "a thousand deep": "[" * 1000 + "]" * 1000,
    "a hundred thousand deep": "[" * 100_000 + "]" * 100_000,
    "deep objects": '{"a":' * 100 + "1" + "}" * 100,
    "the same key twice": '{"a": 1, "a": 2}',
    "the same key twice inside": '[{"b": {"a": 1, "a": 2}}]',
    "a lone surrogate": r'{"a": "\ud800"}',
    "a lone surrogate as key": r'{"\udfff": 1}',
    "NUL": r'{"a": "x\u0000y"}',
    "a raw NUL": '{"a": "x\x00y"}',
    "2 to the 70": '{"id": 1180591620717411303424}',
    "five thousand digits": "9" * 5000,
    "minus five thousand digits": "-" + "9" * 5000,
    "a float beyond range": "1e999",
    "Arabic digits": "٣",
    "underscored digits": "1_0",
    "leading zeros": "007",
    "single quotes": "{'a': 1}",
    "a comment": "{} // x",
    "two values": "{} {}",
    "a byte order mark": "\ufeff{}",
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD.keys())
def test_bad_json_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError):
        strict_json(text)


def test_bytes_that_are_not_utf8_are_a_value_error() -> None:
    with pytest.raises(ValueError):
        strict_json(b'{"a": "\xff"}')


def test_a_deep_but_human_value_passes() -> None:
    assert strict_json("[" * 20 + "]" * 20) is not None


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")), inner, max_size=4),
    max_leaves=20,
)  # fmt: skip


@given(values)
def test_ordinary_values_come_back_unchanged(value: object) -> None:
    text = json.dumps(value)
    if "\\u0000" not in text:
        assert strict_json(text) == value
        assert strict_json(text.encode()) == value


@given(st.binary(max_size=200))
def test_any_bytes_give_a_value_or_a_value_error(raw: bytes) -> None:
    with contextlib.suppress(ValueError):
        strict_json(raw)
