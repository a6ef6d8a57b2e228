from datetime import UTC, datetime

import pytest

from contests.rules.packets import Given, Malformed, packet_of, state_told, typed_number

AT = datetime(2026, 11, 25, tzinfo=UTC)
ANSWER = {"item": 7, "value": ["ab12cd"], "opening": 1, "seq": 3}


def packet(**changes: object):
    message = {"type": "answers", "id": "a1", "answers": [ANSWER], "submit": False} | changes
    return packet_of(message, attempt=5, received_at=AT)


def test_a_sound_message_becomes_a_packet() -> None:
    got = packet()
    assert (got.attempt, got.id, got.submit, got.received_at) == (5, "a1", False, AT)
    assert got.given == (Given(7, ("ab12cd",), 1, 3),)


def test_a_hand_in_may_carry_no_answer() -> None:
    assert packet(answers=[], submit=True).submit


def test_what_the_client_says_of_score_or_user_is_not_read() -> None:
    assert packet(answers=[ANSWER | {"points": 900, "user": 1}]).given == packet().given


@pytest.mark.parametrize(
    "changes",
    [
        {"answers": []},
        {"answers": [ANSWER] * 51},
        {"answers": "x"},
        {"answers": [None]},
        {"answers": [ANSWER | {"value": "ab12cd"}]},
        {"answers": [ANSWER | {"value": [1]}]},
        {"answers": [ANSWER | {"value": ["x" * 501]}]},
        {"answers": [ANSWER | {"value": ["x"] * 41}]},
        {"answers": [ANSWER | {"seq": True}]},
        {"answers": [ANSWER | {"seq": -1}]},
        {"answers": [ANSWER | {"item": 2**31}]},
        {"answers": [ANSWER | {"item": "7"}]},
        {"answers": [ANSWER | {"opening": 1.5}]},
        {"id": "x" * 41},
        {"id": 3},
        {"submit": "yes"},
    ],
)
def test_a_malformed_message_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(Malformed):
        packet(**changes)


@pytest.mark.parametrize("message", [None, [], 3, "answers"])
def test_a_message_is_an_object(message: object) -> None:
    with pytest.raises(Malformed):
        packet_of(message, attempt=5, received_at=AT)


@pytest.mark.parametrize("kind", ["board.update", "websocket.close", "__class__", ""])
def test_no_type_but_ours(kind: str) -> None:
    with pytest.raises(Malformed) as refusal:
        packet(type=kind)
    assert refusal.value.code == "unknown_type"


@pytest.mark.parametrize(
    ("state", "cancelled", "over", "told"),
    [
        ("sitting", False, False, "sitting"),
        ("sitting", False, True, "closed"),
        ("submitted", False, True, "submitted"),
        ("closed", False, False, "closed"),
        ("submitted", True, False, "cancelled"),
        ("sitting", True, True, "cancelled"),
    ],
)
def test_how_an_attempt_stands_is_told_in_one_of_four_words(state: str, cancelled: bool, over: bool, told: str) -> None:
    assert state_told(state, cancelled=cancelled, over=over) == told


def test_a_prediction_travels_beside_the_answers_or_alone() -> None:
    got = packet(answers=[], prediction=12_345, opening=3)
    assert (got.prediction, got.opening, got.given, got.submit) == (12_345, 3, (), False)
    assert packet().prediction is None
    assert packet(prediction=0).prediction == 0


@pytest.mark.parametrize("wrong", [-1, 10_000_000, 1.5, "12", True, [3]])
def test_a_prediction_is_a_whole_number(wrong: object) -> None:
    with pytest.raises(Malformed):
        packet(prediction=wrong)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        *(("12345", 12_345), (" 12.345 ", 12_345), ("12 345", 12_345), ("12\u00a0345", 12_345)),
        ("1,234,567", 1_234_567),
        *(("0", 0), ("9999999", 9_999_999), ("10000000", None), ("9" * 400, None), ("", None), ("12.34", None)),
        *(("-3", None), ("12a", None), ("1e3", None), ("١٢", None), ("12,5", None)),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(typed: str, number: int | None) -> None:
    assert typed_number(typed) == number


def test_a_hand_in_of_an_older_opening_is_not_heeded_and_its_answers_are() -> None:
    older = packet(submit=True, opening=1)
    assert older.heeding(2) == packet(opening=1)
    assert older.heeding(1).submit
    assert packet(submit=True).heeding(9).submit, "a client that does not say its opening"
