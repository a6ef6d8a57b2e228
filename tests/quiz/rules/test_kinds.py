"""Kinds check, accept and grade; values and keys are lists of words."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.rules.draft import ItemDraft, OptionDraft
from quiz.rules.kinds import Choice, kind
from tests.factories_quiz import make_draft

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


@pytest.mark.parametrize("name", ["single", "multiple"])
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
    for name in ("single", "multiple", "text"):
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


MATCHING = make_draft(
    kind="matching",
    options=(
        OptionDraft("Hà Nội", "Ha Noi", match_vi="Việt Nam", match_en="Viet Nam"),
        OptionDraft("Jakarta", "Jakarta", match_vi="Indonesia", match_en="Indonesia"),
        OptionDraft("Surabaya", "Surabaya", match_vi="Indonesia", match_en="Indonesia"),
        OptionDraft("", "", match_vi="Lào", match_en="Lao PDR"),
    ),
)
ORDERING = make_draft(
    kind="ordering",
    options=(OptionDraft("Thái Lan", "Thailand"), OptionDraft("Brunei", "Brunei"), OptionDraft("Lào", "Lao PDR")),
)
PAIRED = {"matching": MATCHING, "ordering": ORDERING}


def codes_of(draft: ItemDraft) -> list[str]:
    return [choice.code for choice in draft.choices]


@pytest.mark.parametrize("name", sorted(PAIRED))
def test_pairs_are_sound_and_their_own_key_earns_everything(name: str) -> None:
    draft = PAIRED[name]
    assert kind(name).check(draft.choices, draft.key) == []
    assert kind(name).accepts(list(draft.key), codes_of(draft))
    assert kind(name).grade(draft.key, draft.key, partial=False) == 1


def test_matching_shows_a_shared_partner_once_and_a_spare_one() -> None:
    partners = [choice.vi for choice in MATCHING.choices if choice.code.startswith("t")]
    assert sorted(partners) == ["Indonesia", "Lào", "Việt Nam"]
    assert len(MATCHING.key) == 3


@pytest.mark.parametrize("name", sorted(PAIRED))
def test_pairs_give_each_row_its_share(name: str) -> None:
    draft = PAIRED[name]
    assert kind(name).grade(draft.key[:1], draft.key, partial=True) == Fraction(1, 3)
    assert kind(name).grade(draft.key[:1], draft.key, partial=False) == 0
    assert kind(name).grade([], draft.key, partial=True) == 0


@pytest.mark.parametrize("name", sorted(PAIRED))
def test_pairs_accept_known_rows_once_each(name: str) -> None:
    draft = PAIRED[name]
    accepts, codes, key = kind(name).accepts, codes_of(draft), list(draft.key)
    assert accepts(key[:1], codes)  # rows may be left open
    row = key[0].partition(":")[0]
    for value in ([], None, "x", [1], [key[0], key[0]], [f"{row}:zz"], ["zz:1"], [row], [*key, key[0]], [[key[0]]]):
        assert not accepts(value, codes), value


def test_two_rows_may_share_a_partner_but_not_a_place_in_an_order() -> None:
    prompts = [code for code in codes_of(MATCHING) if code.startswith("p")]
    partner = next(code for code in codes_of(MATCHING) if code.startswith("t"))
    assert kind("matching").accepts([f"{row}:{partner}" for row in prompts], codes_of(MATCHING))
    assert not kind("ordering").accepts([f"{row}:1" for row in codes_of(ORDERING)], codes_of(ORDERING))


def test_unsound_pairs_are_named() -> None:
    short = replace(MATCHING, options=MATCHING.options[:2])
    assert "options_count" in kind("matching").check(short.choices, short.key)
    lonely = replace(MATCHING, options=(*MATCHING.options, OptionDraft("Paris", "Paris")))
    assert "no_key" in kind("matching").check(lonely.choices, lonely.key)
    twins = replace(ORDERING, options=(*ORDERING.options, OptionDraft("lào", "Laos")))
    assert "options_same" in kind("ordering").check(twins.choices, twins.key)


@pytest.mark.parametrize(
    ("typed", "key", "right"),
    [
        ("1967", ["1967", "1967"], True),
        ("1.967", ["1967", "1967"], True),
        ("1,967", ["1967", "1967"], True),
        (" 1 967 ", ["1967", "1967"], True),
        ("1968", ["1967", "1967"], False),
        ("11 nước", ["11", "11"], True),
        ("１１", ["11", "11"], True),
        ("-5", ["-5", "-5"], True),
        ("−5", ["-5", "-5"], True),
        ("3,5", ["3.5", "3.5"], True),
        ("3.5", ["3.5", "3.5"], True),
        ("670.000.000", ["660000000", "680000000"], True),
        ("1.234,5", ["1234.5", "1234.5"], True),
        ("1,234.5", ["1234.5", "1234.5"], True),
        ("681", ["660", "680"], False),
        ("680", ["660", "680"], True),
        ("mười một", ["11", "11"], False),
        ("1-2", ["1", "2"], False),
        ("1e3", ["1000", "1000"], False),
        ("nan", ["0", "1"], False),
        ("9" * 60, ["0", "1"], False),
    ],
)
def test_a_number_counts_however_it_is_written(typed: str, key: list[str], right: bool) -> None:
    assert kind("number").grade([typed], key, partial=False) == int(right)


@pytest.mark.parametrize(
    ("key", "problem"),
    [([], "no_key"), (["1", "2", "3"], "key_count"), (["2", "1"], "key_no_number"), (["nan", "1"], "key_no_number")],
)
def test_a_key_that_is_no_range_is_named(key: list[str], problem: str) -> None:
    assert problem in kind("number").check([], key)


@pytest.mark.parametrize(
    ("typed", "accepted", "right"),
    [
        ("Jakarta", ["Jakarta"], True),
        ("  JAKARTA. ", ["Jakarta"], True),
        ("gia cac ta", ["Jakarta", "Gia-các-ta"], True),
        ("Ha Noi", ["Hà Nội"], True),
        ("Hà Nội", ["Hà Nội"], True),
        ("Đà Nẵng", ["da nang"], True),
        ("Ca Mau", ["=Cà Mau"], False),
        ("cà mau", ["=Cà Mau"], True),
        ("Huế", ["Hà Nội"], False),
        ("...", ["Hà Nội"], False),
    ],
)
def test_a_short_text_counts_in_any_accepted_spelling(typed: str, accepted: list[str], right: bool) -> None:
    assert kind("text").grade([typed], accepted, partial=False) == int(right)


@pytest.mark.parametrize("name", ["number", "text"])
def test_whatever_is_typed_is_kept_and_nothing_else(name: str) -> None:
    accepts = kind(name).accepts
    assert accepts(["bất cứ điều gì"], [])
    for value in ([], [""], ["  "], ["a", "b"], ["x" * 81], ["a\0"], [1], "a", None):
        assert not accepts(value, [])


@given(typed=st.text(max_size=80))
def test_no_text_breaks_the_grading_of_a_number_or_a_word(typed: str) -> None:
    assert kind("number").grade([typed], ["1", "2"], partial=False) in (0, 1)
    assert kind("text").grade([typed], ["Jakarta", "=Cà Mau"], partial=False) in (0, 1)


def test_a_kind_nobody_registered_is_an_error() -> None:
    with pytest.raises(KeyError):
        kind("essay")
