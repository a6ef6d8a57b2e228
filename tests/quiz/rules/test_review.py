"""An answer beside its key, for every kind."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quiz.rules.draft import ItemDraft
from quiz.rules.kinds import kind
from quiz.rules.review import Line, lines
from tests.quiz.exchange.drafts import drafts

CHOICES = [("aa0001", "Lào"), ("bb0002", "Brunei"), ("cc0003", "Thái Lan")]


def test_a_choice_says_what_was_chosen_what_is_right_and_why_it_tempts() -> None:
    found = lines("single", CHOICES, ["bb0002"], ["aa0001"], {"bb0002": "Gia nhập năm 1984."})
    assert found == (
        Line("Lào", chosen=False, right=True),
        Line("Brunei", chosen=True, right=False, remark="Gia nhập năm 1984."),
        Line("Thái Lan", chosen=False, right=False),
    )


def test_an_order_is_read_off_in_the_right_order() -> None:
    found = lines("ordering", CHOICES, ["aa0001:1", "cc0003:2"], ["aa0001:3", "bb0002:1", "cc0003:2"])
    assert [(line.text, line.chosen, line.right, line.given, line.wanted) for line in found] == [
        ("Brunei", False, False, "", "1"),
        ("Thái Lan", True, True, "2", "2"),
        ("Lào", True, False, "1", "3"),
    ]


def test_a_pair_is_read_in_words_and_a_spare_partner_has_no_line() -> None:
    options = [("p1", "Hà Nội"), ("p2", "Jakarta"), ("t1", "Việt Nam"), ("t2", "Indonesia"), ("t3", "Lào")]
    found = lines("matching", options, ["p1:t3"], ["p1:t1", "p2:t2"])
    assert [(line.text, line.given, line.wanted, line.right) for line in found] == [
        ("Hà Nội", "Lào", "Việt Nam", False),
        ("Jakarta", "", "Indonesia", False),
    ]


@pytest.mark.parametrize(
    ("name", "key", "wanted"),
    [
        ("number", ["1967", "1967"], "1967"),
        ("number", ["660", "680"], "660 – 680"),
        ("number", [], ""),
        ("text", ["Jakarta", "=Gia-các-ta"], "Jakarta, Gia-các-ta"),
        ("text", [], ""),
    ],
)
def test_a_typed_answer_stands_beside_what_is_accepted(name: str, key: list[str], wanted: str) -> None:
    assert lines(name, [], ["1970"], key) == (Line("", chosen=True, right=False, given="1970", wanted=wanted),)
    assert lines(name, [], [], key) == (Line("", chosen=False, right=False, given="", wanted=wanted),)


def answers(draft: ItemDraft) -> st.SearchStrategy[list[str]]:
    """Any answer of the right shape, the key itself among them, and none."""
    codes = [choice.code for choice in draft.choices]
    rows = [code for code in codes if not code.startswith("t")] if draft.kind == "matching" else codes
    places = {
        "matching": [code for code in codes if code.startswith("t")],
        "ordering": [str(n) for n in range(1, len(codes) + 1)],
    }
    key = st.just(list(draft.key))
    if draft.kind in places:
        words = [st.sampled_from([f"{row}:{place}" for place in places[draft.kind]]) for row in rows]
        return key | st.tuples(*words).map(list) | st.just([])
    if draft.kind in {"number", "text"}:
        return st.just(list(draft.key[:1])) | st.just(["xyz"]) | st.just([])
    return key | st.lists(st.sampled_from(codes), unique=True)


@settings(max_examples=300, deadline=None)
@given(draft=drafts(), data=st.data())
def test_what_is_shown_agrees_with_the_grade(draft: ItemDraft, data: st.DataObject) -> None:
    value = data.draw(answers(draft))
    found = lines(draft.kind, [(c.code, c.vi) for c in draft.choices], value, draft.key)
    whole = kind(draft.kind).grade(value, draft.key, partial=False) == 1
    if draft.kind in {"matching", "ordering"}:
        assert all(line.right for line in found) == whole
        assert all(line.right == (line.given == line.wanted) for line in found if line.chosen)
        assert len(found) == len(draft.key)
    elif draft.kind in {"single", "multiple"}:
        assert all(line.chosen == line.right for line in found) == whole
        assert [line.text for line in found] == [choice.vi for choice in draft.choices]
    else:
        assert (found[0].given, found[0].chosen) == ("".join(value), bool(value))


def test_a_remark_without_its_option_is_dropped() -> None:
    assert all(not line.remark for line in lines("multiple", CHOICES, [], [], {"zz9999": "?"}))
    assert lines("single", [], [], []) == ()
