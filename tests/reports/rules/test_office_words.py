import pytest

from reports.rules.office_words import filled, tidy, typed_figures, unknown


def test_figures_are_put_in_and_unknown_names_told() -> None:
    text = "Có { hoc_sinh } học sinh, {la}, {la} và {}."
    assert unknown(text, {"hoc_sinh"}) == ("la", "")
    assert filled(text, {"hoc_sinh": "1.234"}) == "Có 1.234 học sinh, {la}, {la} và {}."
    assert filled("{a}", {"a": "{b}", "b": "no"}) == "{b}"  # a value is never read again


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("a\r\nb  \rc", "a\nb\nc"), ("\u0000a\u200b\ue000b\ufffe", "ab"), ("  \n a \n ", "a"), ("=1+1", "=1+1")],
)
def test_what_does_not_print_is_left_out(typed: str, kept: str) -> None:
    assert tidy(typed) == kept


def test_numbers_by_hand_are_noticed() -> None:
    assert typed_figures("Có 12 trường.")
    assert not typed_figures("Có {truong_3} trường.")
