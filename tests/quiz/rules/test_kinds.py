"""Kinds check, accept and grade; values and keys are lists of codes."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.rules.kinds import KINDS, Choice, kind

OPTIONS = [Choice("aa0001", "một", "one"), Choice("bb0002", "hai", "two"), Choice("cc0003", "ba", "three")]
CODES = [option.code for option in OPTIONS]
values = st.lists(st.sampled_from(CODES), unique=True)


def test_single_is_sound_with_one_right_option() -> None:
    assert kind("single").check(OPTIONS, ["aa0001"]) == []


@pytest.mark.parametrize(
    ("key", "problem"), [([], "no_key"), (["aa0001", "bb0002"], "key_count"), (["zz9999"], "key_unknown")]
)
def test_single_refuses_a_key_that_is_missing_doubled_or_unknown(key: list[str], problem: str) -> None:
    assert problem in kind("single").check(OPTIONS, key)


def test_multiple_is_sound_with_two_of_three() -> None:
    assert kind("multiple").check(OPTIONS, ["aa0001", "bb0002"]) == []


@pytest.mark.parametrize(("key", "problem"), [([], "no_key"), (["aa0001"], "key_count"), (CODES, "key_count")])
def test_multiple_refuses_a_key_of_one_or_of_all(key: list[str], problem: str) -> None:
    assert problem in kind("multiple").check(OPTIONS, key)


@pytest.mark.parametrize("name", sorted(KINDS))
def test_too_few_too_many_and_equal_options_are_named(name: str) -> None:
    assert "options_count" in kind(name).check(OPTIONS[:2], ["aa0001"])
    many = [Choice(f"{n:06x}", str(n), str(n)) for n in range(7)]
    assert "options_count" in kind(name).check(many, [many[0].code])
    twins = [*OPTIONS[:2], Choice("dd0004", " MỘT", "four")]
    assert "options_same" in kind(name).check(twins, ["aa0001"])


def test_single_accepts_one_known_code_only() -> None:
    accepts = kind("single").accepts
    assert accepts(["bb0002"], CODES)
    for value in ([], ["zz9999"], ["aa0001", "bb0002"], "aa0001", None, [1], [["aa0001"]], {"aa0001": 1}):
        assert not accepts(value, CODES)


def test_multiple_accepts_different_known_codes_in_any_order() -> None:
    accepts = kind("multiple").accepts
    assert accepts(["bb0002", "aa0001"], CODES)
    assert accepts(["aa0001"], CODES)
    for value in ([], ["aa0001", "aa0001"], ["aa0001", "zz9999"], None, [None], [{}]):
        assert not accepts(value, CODES)


@pytest.mark.parametrize("partial", [False, True])
def test_single_is_all_or_nothing(partial: bool) -> None:
    assert kind("single").grade(["aa0001"], ["aa0001"], partial=partial) == 1
    assert kind("single").grade(["bb0002"], ["aa0001"], partial=partial) == 0
    assert kind("single").grade([], ["aa0001"], partial=partial) == 0


@pytest.mark.parametrize(
    ("value", "share"),
    [
        (["aa0001", "bb0002"], Fraction(1)),
        (["aa0001"], Fraction(1, 2)),
        (["aa0001", "cc0003"], Fraction(0)),
        (["aa0001", "bb0002", "cc0003"], Fraction(1, 2)),
        (["cc0003"], Fraction(0)),
        ([], Fraction(0)),
    ],
)
def test_partial_credit_takes_a_wrong_cross_from_a_right_one(value: list[str], share: Fraction) -> None:
    assert kind("multiple").grade(value, ["aa0001", "bb0002"], partial=True) == share


@given(value=values, key=values)
def test_grades_lie_between_nothing_and_everything(value: list[str], key: list[str]) -> None:
    for name in KINDS:
        for partial in (False, True):
            assert 0 <= kind(name).grade(value, key, partial=partial) <= 1


@given(value=values, key=values)
def test_partial_gives_full_points_exactly_when_all_or_nothing_does(value: list[str], key: list[str]) -> None:
    multiple = kind("multiple")
    whole = multiple.grade(value, key, partial=False)
    assert whole in (0, 1)
    assert (multiple.grade(value, key, partial=True) == 1) == (whole == 1)
    assert multiple.grade(value[::-1], key, partial=True) == multiple.grade(value, key, partial=True)


def test_crossing_everything_never_pays_more_than_a_half_of_half_right_options() -> None:
    assert kind("multiple").grade(CODES, ["aa0001", "bb0002"], partial=False) == 0


def test_a_kind_nobody_registered_is_an_error() -> None:
    with pytest.raises(KeyError):
        kind("essay")
