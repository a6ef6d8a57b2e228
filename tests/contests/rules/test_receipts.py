import pytest

from contests.rules.receipts import typed_receipt


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("ABCD-2345", "ABCD-2345"), (" abcd 2345", "ABCD-2345"), ("abcd2345", "ABCD-2345"), ("ABCD-234", ""), ("", "")],
)
def test_however_it_was_typed(typed: str, stored: str) -> None:
    assert typed_receipt(typed) == stored
